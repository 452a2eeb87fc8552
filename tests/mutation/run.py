#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks every closed form of models/analytical on purpose, one at a time, in a copy of the tree,
and demands that the property tests against the oracle or the step-by-step walk notice. A mutation that survives, one
that does not compile and one whose text is no longer in the code are all failures.

usage: run.py --source <project root> --work <scratch folder> [--jobs N] [--only TEXT] [-- cmake arguments]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CPU_SECONDS = 120  # a mutant that takes longer than this does not end: noticed as well, however busy the host


def copy_tree(source, target):
    """Only what the test needs; the other folders of models/ would need more libraries."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "models").mkdir(parents=True)
    for file in (source / "models").iterdir():
        if file.is_file():
            shutil.copy2(file, target / "models")
    for folder in ("models/analytical", "tests/analytical", "tests/oracle", "tests/property"):
        shutil.copytree(source / folder, target / folder)


class Bench:
    """One copy of the tree with its own build; mutations are tried in it one after the other."""

    def __init__(self, source, work, cmake_arguments):
        self.tree = work / "tree"
        self.build = work / "build"
        copy_tree(source, self.tree)
        shutil.rmtree(self.build, ignore_errors=True)
        self.command("cmake", "-S", HERE / "project", "-B", self.build, "-G", "Ninja", f"-DTREE={self.tree}",
                     "-DCMAKE_BUILD_TYPE=Release", *cmake_arguments)
        self.compile()
        if self.test() != 0:
            sys.exit("the unbroken tree fails its own test; mend that first")

    @staticmethod
    def command(*words):
        done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stdout)

    def compile(self):
        self.command("cmake", "--build", self.build, "--target", "check", "walk", "-j", "2")

    def test(self):
        """Exit status of the tests; 0 means that they saw nothing wrong."""
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("NESTWAVE_PROPERTY_COUNT", "NESTWAVE_WALK_DESIGNS")}
        for test in ("walk", "check"):
            done = subprocess.run([self.build / test, "--gtest_brief=1", "--gtest_fail_fast"], env=environment,
                                  preexec_fn=self.limit_time, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode != 0:
                return done.returncode
        return 0

    @staticmethod
    def limit_time():
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))

    def try_mutation(self, mutation):
        """'noticed', or what is wrong."""
        file = self.tree / "models" / "analytical" / mutation["file"]
        code = file.read_text()
        if code.count(mutation["text"]) != 1:
            return f"STALE: the text occurs {code.count(mutation['text'])} times in {mutation['file']}"
        try:
            file.write_text(code.replace(mutation["text"], mutation["by"]))
            self.compile()
            return "noticed" if self.test() != 0 else "SURVIVED"
        except RuntimeError as error:
            return f"DOES NOT COMPILE:\n{error}"
        finally:
            file.write_text(code)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="mutations whose description contains this")
    parser.add_argument("cmake_arguments", nargs="*")
    arguments = parser.parse_args()

    mutations = [m for m in json.loads((HERE / "mutations.json").read_text()) if arguments.only in m["breaks"]]
    jobs = max(1, min(arguments.jobs, len(mutations)))
    benches = [Bench(arguments.source, arguments.work / str(i), arguments.cmake_arguments) for i in range(jobs)]

    def share(job):
        return [(m, benches[job].try_mutation(m)) for m in mutations[job::jobs]]

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        outcomes = [pair for part in pool.map(share, range(jobs)) for pair in part]
    bad = 0
    for mutation, outcome in sorted(outcomes, key=lambda pair: mutations.index(pair[0])):
        bad += outcome != "noticed"
        print(f"{mutation['file']}: {mutation['breaks']}: {outcome}")
    print(f"{len(outcomes) - bad} of {len(outcomes)} mutations noticed")
    sys.exit(1 if bad or not outcomes else 0)


if __name__ == "__main__":
    main()
