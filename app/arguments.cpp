// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <fmt/format.h>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <charconv>
#include <sstream>

#include "app/command.h"
#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace po = boost::program_options;

namespace {

constexpr const char* kPositional = "FILE";

[[noreturn]] void unknown_option(const std::string& name, const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back(fmt::format("--{}", option->long_name()));
  throw InputError({}, fmt::format("unknown option {}{}", in_quotes(name), did_you_mean(name, names)));
}

}  // namespace

Arguments::Arguments(const po::options_description& options, const std::vector<std::string>& words) {
  po::options_description all;
  all.add(options);
  all.add_options()(kPositional, po::value<std::vector<std::string>>());
  po::positional_options_description positions;
  positions.add(kPositional, -1);
  // An abbreviation that is unique today would change its meaning with the next option.
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    const auto parsed = po::command_line_parser(words).options(all).positional(positions).style(style).run();
    for (const auto& option : parsed.options)
      if (option.position_key < 0 && option.string_key == kPositional) unknown_option("--FILE", options);
    po::store(parsed, values_);
    po::notify(values_);
  } catch (const po::unknown_option& error) {
    unknown_option(error.get_option_name(), options);
  } catch (const po::error& error) {
    throw InputError({}, error.what());
  }
  if (has(kPositional)) positional_ = values_[kPositional].as<std::vector<std::string>>();
}

std::optional<std::string> Arguments::text(const std::string& option) const {
  if (!has(option)) return std::nullopt;
  return values_[option].as<std::string>();
}

std::vector<std::string> Arguments::texts(const std::string& option) const {
  if (!has(option)) return {};
  return values_[option].as<std::vector<std::string>>();
}

std::optional<std::uint64_t> Arguments::number(const std::string& option, std::uint64_t least) const {
  const std::optional<std::string> given = text(option);
  if (!given) return std::nullopt;
  std::uint64_t value = 0;
  const char* end = given->data() + given->size();
  const auto result = std::from_chars(given->data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end || value < least)
    throw InputError({}, fmt::format("--{} needs a whole number of at least {}, not {}", option, least,
                                     in_quotes(*given)));
  return value;
}

std::string command_help(std::string_view command, const po::options_description& options,
                         std::string_view rest) {
  std::ostringstream text;
  for (const Command& known : commands())
    if (known.name == command)
      text << "nestwave " << known.name << ": " << known.summary << "\n\nusage: nestwave " << known.name
           << " " << known.usage << "\n\n";
  text << options << "\n" << rest;
  return text.str();
}

}  // namespace nestwave
