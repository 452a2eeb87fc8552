// SPDX-License-Identifier: Apache-2.0
// `nestwave list` and `nestwave describe`: what is built in.
#include <fmt/format.h>

#include <algorithm>

#include "app/arguments.h"
#include "app/command.h"
#include "app/host.h"
#include "app/manual.h"
#include "models/error.h"
#include "models/formats/spelling.h"
#include "traces/format.h"

namespace nestwave {

namespace {

boost::program_options::options_description help_only() {
  boost::program_options::options_description options("options");
  options.add_options()("help,h", "this text");
  return options;
}

std::string list_kind(const std::vector<Builtin>& all, const std::string& kind) {
  std::size_t width = 0;
  for (const Builtin& builtin : all) width = std::max(width, builtin.name.size());
  std::string text = kind + "\n";
  for (const Builtin& builtin : all)
    if (builtin.kind == kind)
      text += fmt::format("  {}  {}\n", pad_right(builtin.name, width), builtin.summary);
  return text;
}

}  // namespace

int list_command(const std::vector<std::string>& words) {
  const auto options = help_only();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    std::string kinds;
    for (const std::string& kind : builtin_kinds()) kinds += "  " + kind + "\n";
    print_result(command_help("list", options,
                              fmt::format("KIND: one of\n{}\nexamples:\n  nestwave list\n"
                                          "  nestwave list dataflows\n",
                                          kinds)));
    return kOk;
  }
  if (arguments.positional().size() > 1) throw InputError({}, "list takes one kind at most");
  const std::vector<std::string>& kinds = builtin_kinds();
  const std::vector<std::string> wanted = arguments.positional().empty() ? kinds : arguments.positional();
  const std::vector<Builtin> all = builtins();
  std::string text;
  for (const std::string& kind : wanted) {
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      throw InputError({}, fmt::format("there is no kind {}{}", in_quotes(kind), did_you_mean(kind, kinds)));
    text += list_kind(all, kind);
  }
  print_result(text);
  return kOk;
}

int describe_command(const std::vector<std::string>& words) {
  const auto options = help_only();
  const Arguments arguments(options, words);
  if (arguments.has("help")) {
    print_result(
        command_help("describe", options,
                     "examples:\n  nestwave describe weight_stationary\n  nestwave describe storage\n"));
    return kOk;
  }
  if (arguments.positional().size() != 1)
    throw InputError({}, "describe takes one name; see 'nestwave list'");
  const std::string& name = arguments.positional().front();
  std::vector<std::string> names;
  for (const Builtin& builtin : builtins()) {
    names.push_back(builtin.name);
    if (builtin.name != name) continue;
    print_result(
        fmt::format("{} ({}): {}\n\n{}", builtin.name, builtin.kind, builtin.summary, builtin.manual));
    return kOk;
  }
  throw InputError(
      {}, fmt::format("nothing built in is called {}{}", in_quotes(name), did_you_mean(name, names)));
}

}  // namespace nestwave
