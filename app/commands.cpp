// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <new>

#include "app/command.h"
#include "app/host.h"
#include "app/watch.h"
#include "models/error.h"
#include "models/formats/spelling.h"
#include "traces/format.h"
#include "traces/values.h"

namespace nestwave {

namespace {

std::string program_help() {
  std::string text =
      "Nestwave simulates a deep-learning accelerator cycle by cycle: it executes a mapped loop nest,\n"
      "counts every access where it happens, and compares the counts with closed forms.\n\n"
      "usage: nestwave COMMAND [OPTION...] [FILE...]\n\ncommands:\n";
  for (const Command& command : commands())
    text += fmt::format("  {} {}\n", pad_right(command.name, 9), command.summary);
  return text +
         "\n  nestwave COMMAND --help   what the command does, its options and examples\n"
         "  nestwave --version        the version\n\n"
         "example:\n  nestwave run arch.yaml problem.yaml mapping.yaml\n\n"
         "exit codes: 0 all checks hold, 1 a check failed or the run was cut short, 2 the input is wrong,\n"
         "3 the program is wrong, 130 interrupted.\n";
}

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    print_error(program_help());
    return kUserError;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_result(program_help());
    return kOk;
  }
  if (name == "--version") {
    print_result("nestwave " NESTWAVE_VERSION "\n");
    return kOk;
  }
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    names.emplace_back(command.name);
    if (name == command.name) return command.run({arguments.begin() + 1, arguments.end()});
  }
  const bool option = name.size() > 1 && name.front() == '-';
  if (option) names = {"--help", "--version"};
  throw InputError({}, fmt::format("unknown {} {}{}", option ? "option" : "command", in_quotes(name),
                                   did_you_mean(name, names)));
}

}  // namespace

std::span<const Command> commands() {
  static constexpr std::array<Command, 7> kAll = {{
      {"run", "[OPTION...] FILE...", "simulate one layer with one mapping: count, time, cross-check",
       run_command},
      {"network", "NETWORK [OPTION...] [FILE...]", "a whole network, layer by layer", network_command},
      {"check", "[OPTION...] FILE...", "read and validate the files only", check_command},
      {"explain", "[OPTION...] FILE...", "show the loop nest, tiles, capacities and fan-outs",
       explain_command},
      {"dram", "[OPTION...] PRESET", "send a stream of requests through the DRAM model alone", dram_command},
      {"list", "[KIND]", "list what is built in", list_command},
      {"describe", "NAME", "show the manual of something built in", describe_command},
  }};
  return kAll;
}

int run_program(const std::vector<std::string>& arguments) {
  try {
    return dispatch(arguments);
  } catch (const Interrupted& stop) {
    print_error(fmt::format("nestwave: interrupted{}\n", stop.what()));
    return 128 + stop.signal();
  } catch (const FunctionalFault& fault) {
    print_error(fmt::format("nestwave: wrong value: {}\n", fault.what()));
    return kCheckFailed;
  } catch (const InputError& error) {
    print_error(fmt::format("{}{}\n", error.where().file ? "" : "nestwave: ", error.formatted()));
    return kUserError;
  } catch (const std::bad_alloc&) {
    print_error("nestwave: error: not enough memory\n");
    return kUserError;
  } catch (const std::exception& error) {
    print_error(
        fmt::format("nestwave: internal error: {}\nThis is a mistake in nestwave; please report it with "
                    "the files and the command line.\n",
                    error.what()));
    return kInternalError;
  }
}

}  // namespace nestwave
