// SPDX-License-Identifier: Apache-2.0
// The machine and the terminal the program runs on.
#pragma once

#include <chrono>
#include <string_view>

#include "models/report.h"
#include "traces/format.h"

namespace nestwave {

/// Wall-clock and CPU time since construction; peak memory of the process.
class HostClock {
 public:
  HostClock();
  [[nodiscard]] HostStats stats() const;

 private:
  std::chrono::steady_clock::time_point start_;
  double cpu_start_;
};

/// Results; throws InputError when they cannot be written.
void print_result(std::string_view text);
/// Everything that is not a result.
void print_error(std::string_view text);

/// Box drawing only where someone looks at it and the locale knows the signs.
[[nodiscard]] Style output_style();
[[nodiscard]] bool error_is_terminal();

}  // namespace nestwave
