// SPDX-License-Identifier: Apache-2.0
#include "app/watch.h"

#include <fmt/format.h>

#include <csignal>

#include "app/host.h"
#include "models/error.h"
#include "models/formats/spelling.h"
#include "traces/format.h"

namespace nestwave {

namespace {

volatile std::sig_atomic_t pending_signal = 0;

void note_signal(int signal) {
  pending_signal = signal;
}

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = note_signal;
  // Once: whoever presses the keys again means it.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void check_signals() {
  if (pending_signal != 0) throw Interrupted(pending_signal, "");
}

bool wants_progress(const std::optional<std::string>& when, bool quiet) {
  const std::vector<std::string> legal = {"auto", "always", "never"};
  const std::string& word = when.value_or(legal.front());
  if (word == "always") return true;
  if (word == "never") return false;
  if (word == "auto") return error_is_terminal() && !quiet;
  throw InputError({}, fmt::format("--progress must be {}, not {}{}", one_of(legal), in_quotes(word),
                                   did_you_mean(word, legal)));
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Watch::Watch(const Design& design, bool progress, std::string what)
    : steps_(design.compute_steps()),
      progress_(progress),
      terminal_(error_is_terminal()),
      what_(std::move(what)),
      start_(std::chrono::steady_clock::now()),
      next_(start_ + std::chrono::milliseconds(500)) {}

Watch::~Watch() {
  if (shown_ && terminal_) print_error("\r\033[K");
}

void Watch::end_of_cycle(Cycle cycle) {
  constexpr std::uint64_t kCallsPerLook = 256;  // reading the clock costs more than most cycles
  if (pending_signal != 0) throw Interrupted(pending_signal, fmt::format(" at cycle {}", grouped(cycle)));
  if (progress_ && ++calls_ % kCallsPerLook == 0) show(cycle);
}

void Watch::show(Cycle cycle) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(terminal_ ? 100 : 2000);
  shown_ = true;
  const std::chrono::duration<double> elapsed = now - start_;
  const std::uint64_t done = step_ + 1;
  const double left = elapsed.count() * static_cast<double>(steps_ - done) / static_cast<double>(done);
  print_error(fmt::format("{}{}: cycle {}, step {} of {} ({}), about {} left{}", terminal_ ? "\r\033[K" : "",
                          what_, grouped(cycle), grouped(done), grouped(steps_), percent(done, steps_),
                          duration_text(left), terminal_ ? "" : "\n"));
}

}  // namespace nestwave
