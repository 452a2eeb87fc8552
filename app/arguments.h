// SPDX-License-Identifier: Apache-2.0
// The command line of one sub-command: strict parsing, and its help.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// What was given. Options have their long name, without hyphens.
class Arguments {
 public:
  /// Throws InputError on anything that `options` does not declare. Words that are no options are
  /// positional; "--" ends the options.
  Arguments(const boost::program_options::options_description& options,
            const std::vector<std::string>& words);

  [[nodiscard]] bool has(const std::string& option) const { return values_.count(option) != 0; }
  [[nodiscard]] std::optional<std::string> text(const std::string& option) const;
  /// Of an option that may be repeated.
  [[nodiscard]] std::vector<std::string> texts(const std::string& option) const;
  /// A whole number of at least `least`.
  [[nodiscard]] std::optional<std::uint64_t> number(const std::string& option, std::uint64_t least) const;
  [[nodiscard]] const std::vector<std::string>& positional() const { return positional_; }

 private:
  boost::program_options::variables_map values_;
  std::vector<std::string> positional_;
};

/// Usage, summary, options and examples of the command of that name.
[[nodiscard]] std::string command_help(std::string_view command,
                                       const boost::program_options::options_description& options,
                                       std::string_view rest);

}  // namespace nestwave
