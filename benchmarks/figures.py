#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures every figure of docs/performance.md in one run and prints the tables of that page.

Each measurement is a whole process: its CPU time (user + system), and what it says of its peak memory and of what it has
simulated.
Figures of different rows are to be compared as ratios within one run of this script; seconds are those of the host.

usage: figures.py [--build FOLDER] [--only TABLE[,TABLE...]] [--quick]
"""

import argparse
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent


@dataclasses.dataclass
class Measured:
    """One process: seconds of CPU and wall time, and what it printed."""
    cpu: float
    wall: float
    output: str


def measure(command):
    """Runs a command to its end; whatever ends otherwise than well ends the script."""
    with tempfile.TemporaryFile("w+") as out:
        begin = time.monotonic()
        # A process inherits the peak memory of the one that it was forked from: a shell has little.
        process = subprocess.Popen(["/bin/sh", "-c", '"$@"; exit $?', "sh", *map(str, command)], stdout=out,
                                   stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{output}")
    return Measured(usage.ru_utime + usage.ru_stime, wall, output)


class Nestwave:
    """The program under measurement."""

    def __init__(self, build):
        self.program = build / "nestwave"

    def run(self, kind, arguments, fast=True, repeat=1):
        """The best of `repeat` runs, with the totals of the JSON file: (Measured, cycles, MACs, peak MB)."""
        with tempfile.TemporaryDirectory() as folder:
            result = pathlib.Path(folder) / "result.json"
            command = [self.program, kind, *arguments, "--quiet", "--json", result]
            if not fast:
                command.append("--no-fast-forward")
            best = min((measure(command) for _ in range(repeat)), key=lambda measured: measured.cpu)
            found = json.loads(result.read_text())
        if kind == "network":
            peak = max(layer["run"]["host"]["peak_rss_bytes"] for layer in found["layers"] if layer["run"])
            return best, found["totals"]["cycles"], found["totals"]["macs"], peak / 2**20
        return best, found["cycles"]["simulated"], found["macs"], found["host"]["peak_rss_bytes"] / 2**20


def table(title, header, rows):
    """A table of the page, its columns aligned."""
    texts = [header] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(header))]
    print(f"### {title}\n")
    for number, row in enumerate(texts):
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) if i == 0 else "-" * (width + 1) + ":" for i, width in enumerate(widths)) + "|")
    print(flush=True)


def seconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


NETWORKS = [
    # name, arguments, whether it is run without fast-forward in a quick round
    ("AlexNet, convolutions, 32 x 32 systolic ws",
     ["alexnet_ungrouped", "--layers", "conv*", "--arch", "systolic", "--dataflow", "weight_stationary"], True),
    ("ResNet-50, 32 x 32 systolic ws", ["resnet50", "--arch", "systolic", "--dataflow", "weight_stationary"], False),
    ("AlexNet, batch 4, Eyeriss v1 rs",
     ["alexnet", "--batch", "4", "--layers", "conv*", "--arch", "eyeriss_v1", "--dataflow", "row_stationary",
      "--parameters", "eyeriss_alexnet"], False),
    ("ResNet-50, Eyeriss v1 rs", ["resnet50", "--arch", "eyeriss_v1", "--dataflow", "row_stationary"], False),
    ("VGG-16, batch 3, Eyeriss v1 rs",
     ["vgg16", "--batch", "3", "--layers", "conv*", "--arch", "eyeriss_v1", "--dataflow", "row_stationary"], False),
    ("ResNet-18, 16 x 16 simple ws",
     ["resnet18", "--arch", "simple_weight_stationary", "--dataflow", "weight_stationary"], False),
    ("ResNet-18, 16 x 16 simple os",
     ["resnet18", "--arch", "simple_output_stationary", "--dataflow", "output_stationary"], False),
]


def networks(nestwave, quick):
    rows = []
    for name, arguments, short in NETWORKS:
        arguments = [*arguments, "--jobs", "1"]
        fast, cycles, macs, peak = nestwave.run("network", arguments)
        row = [name, f"{macs / 1e6:,.0f}", f"{cycles:,}", seconds(fast.cpu), f"{peak:.0f}",
               f"{macs / 1e6 / fast.cpu:,.0f}", f"{cycles / 1e6 / fast.cpu:,.1f}"]
        if short or not quick:
            slow, slow_cycles, _, slow_peak = nestwave.run("network", arguments, fast=False)
            if slow_cycles != cycles:
                sys.exit(f"{name}: {cycles} cycles with fast-forward, {slow_cycles} without")
            row += [seconds(slow.cpu), f"{slow_peak:.0f}", f"{slow.cpu / fast.cpu:,.1f}"]
        else:
            row += ["", "", ""]
        rows.append(row)
    table("Whole networks, one core",
          ["network", "M MACs", "cycles", "CPU s", "MB", "M MACs/s", "M cycles/s", "every cycle: CPU s", "MB", "ratio"], rows)


def convolution(channels, filters, rows, columns, folder):
    """A convolution of 3 x 3 as a problem file."""
    file = pathlib.Path(folder) / "problem.yaml"
    file.write_text(f"""problem:
  version: 0.4
  shape:
    name: convolution
    dimensions: [M, C, P, Q, R, S]
    data_spaces:
      - {{name: Weights, projection: [[[M]], [[C]], [[R]], [[S]]]}}
      - {{name: Inputs, projection: [[[C]], [[R], [P]], [[S], [Q]]]}}
      - {{name: Outputs, projection: [[[M]], [[P]], [[Q]]], read_write: true}}
  instance: {{M: {filters}, C: {channels}, P: {rows}, Q: {columns}, R: 3, S: 3}}
""")
    return file


DESIGN = HERE / "designs" / "ws8x8.yaml"


def growth(nestwave, quick):
    """Six decades of MACs made of the same tiles."""
    sizes = [(8, 14), (16, 28), (32, 56), (64, 112), (128, 224), (256, 448)]
    slow_until = 1e8 if quick else 1e9
    rows = []
    first = None
    with tempfile.TemporaryDirectory() as folder:
        for channels, side in sizes:
            arguments = [DESIGN, convolution(channels, channels, side, side, folder)]
            fast, cycles, macs, peak = nestwave.run("run", arguments, repeat=3)
            first = first or fast.cpu
            row = [f"{side} x {side}, {channels} to {channels}", f"{macs:,}", f"{cycles:,}", seconds(fast.cpu),
                   f"{peak:.0f}", f"{macs / 1e6 / fast.cpu:,.0f}", f"{fast.cpu / first:.1f}"]
            if macs <= slow_until:
                slow, slow_cycles, _, _ = nestwave.run("run", arguments, fast=False)
                if slow_cycles != cycles:
                    sys.exit(f"{row[0]}: {cycles} cycles with fast-forward, {slow_cycles} without")
                row += [seconds(slow.cpu), f"{macs / 1e6 / slow.cpu:,.0f}"]
            else:
                row += ["", ""]
            rows.append(row)
    table("Growth with the number of MACs, the tiles being the same (8 x 8 PEs, weight stationary, 3 x 3)",
          ["layer", "MACs", "cycles", "CPU s", "MB", "M MACs/s", "of the first", "every cycle: CPU s", "M MACs/s"], rows)


def layer(nestwave, _quick):
    """One convolution on the weight-stationary arrays of 8 x 8 PEs that there are."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        problem = convolution(64, 64, 56, 56, folder)
        built = ["--dataflow", "weight_stationary", problem]
        arrays = [("systolic", ["--arch", "systolic", "--set", "array.meshX=8", "--set", "array.meshY=8", *built]),
                  ("simple_weight_stationary",
                   ["--arch", "simple_weight_stationary", "--set", "PE.meshX=8", "--set", "PE.meshY=8", *built]),
                  ("ws8x8.yaml", [DESIGN, problem])]
        for name, arguments in arrays:
            fast, cycles, macs, peak = nestwave.run("run", arguments, repeat=3)
            slow, slow_cycles, _, _ = nestwave.run("run", arguments, fast=False, repeat=3)
            if slow_cycles != cycles:
                sys.exit(f"{name}: {cycles} cycles with fast-forward, {slow_cycles} without")
            rows.append([name, f"{cycles:,}", seconds(fast.cpu), f"{peak:.0f}", f"{macs / 1e6 / fast.cpu:,.0f}",
                         seconds(slow.cpu), f"{macs / 1e6 / slow.cpu:,.0f}"])
    table("A convolution of 3 x 3, 56 x 56, 64 to 64, on 8 x 8 PEs, weight stationary",
          ["array", "cycles", "CPU s", "MB", "M MACs/s", "every cycle: CPU s", "M MACs/s"], rows)


def pes(nestwave, _quick):
    """The same convolution on larger arrays."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for side in (8, 16, 32, 64):
            problem = convolution(64, 64, 56, 56, folder)
            design = pathlib.Path(folder) / "design.yaml"
            design.write_text(DESIGN.read_text()
                              .replace("meshX: 8, meshY: 8", f"meshX: {side}, meshY: {side}")
                              .replace("factors: {C: 8, M: 8}", f"factors: {{C: {side}, M: {side}}}")
                              .replace("depth: 16384", f"depth: {2048 * side}")
                              .replace("bandwidth: 24", f"bandwidth: {3 * side}"))
            found, cycles, macs, peak = nestwave.run("run", [design, problem], repeat=3)
            slow, _, _, _ = nestwave.run("run", [design, problem], fast=False)
            rows.append([f"{side} x {side}", f"{cycles:,}", seconds(found.cpu), f"{peak:.0f}", seconds(slow.cpu),
                         f"{cycles * side * side / 1e6 / slow.cpu:,.0f}", f"{macs / 1e6 / slow.cpu:,.0f}"])
    table("The same convolution on larger arrays",
          ["PEs", "cycles", "CPU s", "MB", "every cycle: CPU s", "M PE-cycles/s", "M MACs/s"], rows)


def start(nestwave, _quick):
    """Wall time of one layer, the start of the process included."""
    assignment = ROOT / "configs" / "assignment"
    runs = [("assignment, ws.map.yaml", [assignment / "arch.yaml", assignment / "prob.yaml", assignment / "ws.map.yaml"]),
            ("ResNet-18 layer1.0.conv1, resnet18_base",
             ["--arch", "resnet18_base", "--dataflow", "weight_stationary", "--layer", "resnet18:layer1.0.conv1"])]
    rows = []
    for name, arguments in runs:
        found = [measure([nestwave.program, "run", *arguments]) for _ in range(11)]
        walls = sorted(1000 * one.wall for one in found)
        rows.append([name, f"{walls[0]:.0f}", f"{walls[len(walls) // 2]:.0f}"])
    table("One layer from the command line, wall time", ["run", "best, ms", "median, ms"], rows)


def cases(_nestwave, _quick, build):
    """All runs of Timeloop on record, and the comparison of every figure."""
    found = measure([build / "benchmarks" / "reference_runs"])
    rows = [["reference_runs", found.output.strip().splitlines()[-1].split(";")[0], seconds(found.cpu)]]
    table("The runs of Timeloop", ["program", "figures", "CPU s"], rows)


def observers(nestwave, _quick):
    """What it costs to watch."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [DESIGN, convolution(16, 16, 28, 28, folder)]
        plain, cycles, _, _ = nestwave.run("run", arguments, fast=False, repeat=3)
        rows = [["nothing (every cycle simulated)", f"{cycles:,}", seconds(plain.cpu), "1.0", "", ""]]
        for option in ("--vcd", "--transactions", "--profile"):
            file = pathlib.Path(folder) / f"out{option}"
            found, _, _, _ = nestwave.run("run", [*arguments, option, file], repeat=3)
            changes = sum(1 for line in file.open() if not (option == "--vcd" and line[:1] in "#$"))
            rows.append([option, f"{cycles:,}", seconds(found.cpu), f"{found.cpu / plain.cpu:.1f}", f"{changes:,}",
                         f"{changes / 1e6 / found.cpu:.1f}"])
    table("Watching", ["option", "cycles", "CPU s", "ratio", "changes or lines", "M/s"], rows)


def dram(nestwave, _quick):
    rows = []
    for preset in ("ddr4_2400", "hbm2"):
        found = measure([nestwave.program, "dram", preset, "--pattern", "random", "--requests", "200000"])
        rows.append([preset, "200,000", seconds(found.cpu), f"{0.2 / found.cpu:.2f}"])
    table("DRAM alone, random reads, 32 outstanding", ["preset", "requests", "CPU s", "M requests/s"], rows)


TABLES = {"networks": networks, "layer": layer, "growth": growth, "pes": pes, "start": start, "cases": cases,
          "observers": observers, "dram": dram}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "release", metavar="FOLDER")
    parser.add_argument("--only", default=",".join(TABLES), metavar="TABLE[,TABLE...]", help=", ".join(TABLES))
    parser.add_argument("--quick", action="store_true", help="leave out the long runs without fast-forward")
    options = parser.parse_args()
    names = options.only.split(",")
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        parser.error(f"no table '{unknown[0]}'; there are {', '.join(TABLES)}")
    nestwave = Nestwave(options.build)
    if not nestwave.program.exists():
        parser.error(f"{nestwave.program} is not there: cmake --build --preset release first")
    for name in names:
        if name == "cases":
            TABLES[name](nestwave, options.quick, options.build)
        else:
            TABLES[name](nestwave, options.quick)


if __name__ == "__main__":
    main()
