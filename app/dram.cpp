// SPDX-License-Identifier: Apache-2.0
// `nestwave dram`: a stream of requests through the DRAM alone.
#include <fmt/format.h>

#include <boost/program_options/value_semantic.hpp>
#include <optional>

#include "app/arguments.h"
#include "app/command.h"
#include "app/dram_report.h"
#include "app/host.h"
#include "app/watch.h"
#include "memory/dram/parameters.h"
#include "memory/dram/presets.h"
#include "models/error.h"
#include "models/formats/spelling.h"
#include "traces/output_file.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr std::uint64_t kMostOutstanding = 65'536;
constexpr std::uint64_t kMostRequests = 1'000'000'000;

constexpr const char* kExamples =
    "examples:\n"
    "  nestwave dram ddr4_2400 --pattern seq_bgint\n"
    "  nestwave dram hbm2 --pattern random --outstanding 64 --requests 1000000 --seed 7\n"
    "  nestwave dram ddr4_2400 --pattern rw50_random --set write_low=8 --set page_policy=closed --json -\n";

po::options_description dram_options() {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  po::options_description options("options");
  auto add = options.add_options();
  add("pattern", text("P"), "which request follows which; see below");
  add("outstanding", text("N"), "requests in flight, 32 unless given");
  add("requests", text("N"), "requests in all, 100000 unless given; a request is one burst");
  add("seed", text("S"), "of what is drawn at random, 1 unless given");
  add("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
      "change a parameter; 'nestwave describe PRESET' lists them; repeatable");
  add("json", text("FILE"), "the result as JSON; '-' is standard output");
  add("quiet", "no tables");
  add("help,h", "this text");
  return options;
}

std::string help(const po::options_description& options) {
  std::string rest = "presets:\n";
  for (const dram::Preset& preset : dram::presets())
    rest += fmt::format("  {}  {}\n", pad_right(preset.name, 13), preset.summary);
  rest += "\npatterns:\n";
  for (const dram::Pattern& pattern : dram::patterns())
    rest += fmt::format("  {}  {}\n", pad_right(pattern.name, 13), pattern.summary);
  return command_help("dram", options, rest + "\n" + kExamples);
}

std::uint64_t number(const Arguments& arguments, const char* option, std::uint64_t fallback,
                     std::uint64_t most) {
  const std::uint64_t value = arguments.number(option, 1).value_or(fallback);
  if (value > most) throw InputError({}, fmt::format("--{} must not exceed {}, not {}", option, most, value));
  return value;
}

dram::Config configuration(const Arguments& arguments) {
  if (arguments.positional().size() != 1)
    throw InputError({}, "dram takes one preset; see 'nestwave list memories'");
  dram::Config config = dram::preset(arguments.positional().front());
  for (const std::string& setting : arguments.texts("set")) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
      throw InputError({}, fmt::format("--set needs KEY=VALUE, not {}", in_quotes(setting)));
    dram::set(config, setting.substr(0, equals), setting.substr(equals + 1));
  }
  dram::check(config);
  return config;
}

const dram::Pattern& chosen_pattern(const Arguments& arguments) {
  if (const auto name = arguments.text("pattern")) return dram::pattern(*name);
  std::vector<std::string> names;
  for (const dram::Pattern& known : dram::patterns()) names.emplace_back(known.name);
  throw InputError({}, fmt::format("--pattern is missing; the patterns are {}", one_of(names)));
}

}  // namespace

int dram_command(const std::vector<std::string>& words) {
  const HostClock clock;
  const po::options_description options = dram_options();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    print_result(help(options));
    return kOk;
  }
  DramReport report;
  report.version = NESTWAVE_VERSION;
  report.config = configuration(arguments);
  const dram::Pattern& pattern = chosen_pattern(arguments);
  report.pattern = pattern.name;
  report.options.outstanding = number(arguments, "outstanding", 32, kMostOutstanding);
  report.options.requests = number(arguments, "requests", 100'000, kMostRequests);
  report.options.seed = arguments.number("seed", 0).value_or(1);
  report.options.poll = check_signals;
  const std::optional<std::string> path = arguments.text("json");
  if (path && path->empty()) throw InputError({}, "--json needs a file name");
  std::optional<OutputFile> json;
  if (path) json.emplace(*path);

  report.run = run_dram(report.config, pattern, report.options);
  report.host = clock.stats();
  if (json) {
    json->write(dram_json_text(report));
    json->commit();
  }
  if (!arguments.has("quiet") && path != "-") print_result(dram_tables(report, output_style()));
  return kOk;
}

}  // namespace nestwave
