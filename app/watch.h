// SPDX-License-Identifier: Apache-2.0
// Looks after a long run: shows how far it is, and ends it when the user asks.
#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>

#include "models/design.h"
#include "models/observer.h"

namespace nestwave {

/// Thrown out of a run at the end of the cycle in which a signal came; leaves through destructors,
/// so that unfinished output files are removed.
class Interrupted : public std::exception {
 public:
  Interrupted(int signal, std::string where) : signal_(signal), where_(std::move(where)) {}
  [[nodiscard]] const char* what() const noexcept override { return where_.c_str(); }
  [[nodiscard]] int signal() const { return signal_; }

 private:
  int signal_;
  std::string where_;  ///< " at cycle 1,234", or empty
};

/// From now on SIGINT and SIGTERM are noted instead of ending the program; a second one ends it.
/// A closed pipe becomes a write error.
void catch_signals();
/// Throws Interrupted if a signal has come.
void check_signals();

/// Whether --progress `when` ("auto" if none) asks for progress; throws InputError on another word.
[[nodiscard]] bool wants_progress(const std::optional<std::string>& when, bool quiet);

/// "45 s", "2 min 05 s", "1 h 03 min".
[[nodiscard]] std::string duration_text(double seconds);

/// Attached to a run. With `progress`, a line on stderr says every tenth of a second how far it is.
class Watch : public Observer {
 public:
  Watch(const Design& design, bool progress, std::string what);
  ~Watch() override;

  [[nodiscard]] unsigned interests() const override { return progress_ ? kCycles | kSteps : kCycles; }
  void step(std::uint64_t step) override { step_ = step; }
  void end_of_cycle(Cycle cycle) override;

 private:
  void show(Cycle cycle);

  std::uint64_t steps_;
  bool progress_;
  bool terminal_;
  std::string what_;
  std::uint64_t step_ = 0;
  std::uint64_t calls_ = 0;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace nestwave
