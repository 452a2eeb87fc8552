// SPDX-License-Identifier: Apache-2.0
// The sub-commands, by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nestwave {

/// What the program returns to its caller.
enum ExitCode : int {
  kOk = 0,            ///< all checks hold
  kCheckFailed = 1,   ///< cross-check, values or claim; or the run was cut short
  kUserError = 2,     ///< what was given cannot be used
  kInternalError = 3  ///< a mistake of the program itself
};

struct Command {
  std::string_view name;
  std::string_view usage;    ///< what follows the name
  std::string_view summary;  ///< one line
  int (*run)(const std::vector<std::string>& arguments);
};

[[nodiscard]] std::span<const Command> commands();

// One file each.
int run_command(const std::vector<std::string>& arguments);
int network_command(const std::vector<std::string>& arguments);
int check_command(const std::vector<std::string>& arguments);
int explain_command(const std::vector<std::string>& arguments);
int dram_command(const std::vector<std::string>& arguments);
int list_command(const std::vector<std::string>& arguments);
int describe_command(const std::vector<std::string>& arguments);

/// The program: global options, then the sub-command; errors become messages and exit codes.
int run_program(const std::vector<std::string>& arguments);

}  // namespace nestwave
