// SPDX-License-Identifier: Apache-2.0
// The parts that runs spend their time in, each alone. Usage: hot_parts [--benchmark_filter=REGEX]
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "app/simulate.h"
#include "dataflows/stream.h"
#include "memory/port.h"
#include "models/analytical/model.h"
#include "pe/systolic/operand_grid.h"
#include "tests/reference/reference_cases.h"
#include "traces/vcd_writer.h"

using namespace nestwave;

namespace {

Design some_design() {
  return reference::timeloop_2021().front().design(*find_policy("timeloop_2021"));
}

void rate(benchmark::State& state, const char* what, double each) {
  state.counters[what] =
      benchmark::Counter(each * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

/// Argument 1: fast-forward.
void simulate_nest(benchmark::State& state) {
  const Design design = some_design();
  SimulationOptions options;
  options.fast_forward = state.range(0) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(simulate(design, options));
  rate(state, "MACs", static_cast<double>(design.problem().macs()));
}
BENCHMARK(simulate_nest)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void closed_forms(benchmark::State& state) {
  const Design design = some_design();
  for (auto _ : state) benchmark::DoNotOptimize(analytical::analyze(design));
}
BENCHMARK(closed_forms)->Unit(benchmark::kMicrosecond);

/// Epochs of the operand that moves most, between the two innermost keepers.
void walk_a_stream(benchmark::State& state) {
  const Design design = some_design();
  const auto nest = std::make_shared<const Nest>(design);
  const auto symmetry = std::make_shared<const Symmetry>(design, *nest, false);
  constexpr std::uint64_t kEpochs = 10'000;
  for (auto _ : state) {
    Stream stream(design, nest, symmetry, 0, design.keepers(0).front(), design.level_count());
    std::uint64_t epoch = 0;
    for (; epoch < kEpochs && stream.has(epoch); ++epoch) {
      benchmark::DoNotOptimize(stream.at(epoch));
      stream.release_before(epoch);
    }
  }
  rate(state, "epochs", static_cast<double>(kEpochs));
}
BENCHMARK(walk_a_stream)->Unit(benchmark::kMicrosecond);

/// Transfers that need four ports at once.
void book_ports(benchmark::State& state) {
  const Tick cycle = ticks_per_cycle({Rational(3, 2), Rational(4)});
  PortBank from("from", 0, 1, Rational(4), cycle);
  PortBank to("to", 1, 3, Rational(3, 2), cycle);
  Booking booking(cycle);
  Cycle now = 0;
  for (auto _ : state) {
    booking.clear();
    booking.add(&from, 0, 8);
    for (std::uint64_t child = 0; child < 3; ++child) booking.add(&to, child, 4);
    const Tick begin = booking.begin(now);
    now = booking.ceil(booking.commit(begin));
  }
  rate(state, "transfers", 1);
}
BENCHMARK(book_ports);

/// One cycle of a full array of 32 x 32 PEs.
void systolic_cycle(benchmark::State& state) {
  constexpr std::size_t kSide = 32;
  OperandGrid grid(kSide, kSide, false);
  for (std::size_t row = 0; row < kSide; ++row) {
    for (std::size_t column = 0; column < kSide; ++column) {
      grid.edge.shift.set(0, column);
      if (row == 0) grid.edge.begin.set(0, column);
      grid.edge.top.set(0, column);
    }
    grid.step();
  }
  std::uint64_t cycle = 0;
  for (auto _ : state) {
    for (std::size_t row = 0; row < kSide; ++row) {
      grid.edge.left[row] = row <= cycle;
      grid.edge.head[row] = row == cycle;
    }
    benchmark::DoNotOptimize(grid.step());
    ++cycle;
  }
  rate(state, "PE-cycles", kSide * kSide);
}
BENCHMARK(systolic_cycle);

/// Sixteen signals, half of them changing in every cycle.
void dump_waves(benchmark::State& state) {
  const std::string path = (std::filesystem::temp_directory_path() / "hot_parts.vcd").string();
  constexpr std::uint64_t kCycles = 100'000;
  for (auto _ : state) {
    VcdWriter dump(path, "1 ns", 1);
    std::vector<VcdWriter::Signal> signals;
    for (int i = 0; i < 16; ++i) signals.push_back(dump.add("signal_" + std::to_string(i), i < 8 ? 1 : 64));
    dump.end_definitions();
    for (std::uint64_t cycle = 0; cycle < kCycles; ++cycle)
      for (std::size_t i = cycle % 2; i < signals.size(); i += 2)
        dump.change(signals[i], i < 8 ? cycle / 2 % 2 : cycle, cycle);
    dump.commit(kCycles);
  }
  std::filesystem::remove(path);
  rate(state, "changes", 8.0 * kCycles);
}
BENCHMARK(dump_waves)->Unit(benchmark::kMillisecond);

}  // namespace

int sc_main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
