// SPDX-License-Identifier: Apache-2.0
#include "app/network_progress.h"

#include <fmt/format.h>

#include "app/host.h"
#include "app/watch.h"

namespace nestwave {

NetworkProgress::NetworkProgress(const std::vector<LayerOutcome>& outcomes)
    : outcomes_(outcomes),
      shared_(outcomes.size()),
      terminal_(error_is_terminal()),
      start_(std::chrono::steady_clock::now()),
      next_(start_) {}

NetworkProgress::~NetworkProgress() {
  if (shown_ && terminal_) print_error("\r\033[K");
}

void NetworkProgress::show(std::size_t running) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(terminal_ ? 100 : 2000);
  shown_ = true;
  double all = 0;
  double done = 0;
  std::size_t finished = 0;
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    const bool over = outcomes_[i].status != LayerOutcome::Status::not_run;
    const auto macs = static_cast<double>(outcomes_[i].macs);
    finished += over ? 1 : 0;
    all += macs;
    done += over ? macs : macs * shared_.fraction(i);
  }
  const double part = all > 0 ? done / all : 1;
  const std::chrono::duration<double> elapsed = now - start_;
  const std::string left =
      part > 0 ? fmt::format(", about {} left", duration_text(elapsed.count() * (1 - part) / part)) : "";
  print_error(fmt::format("{}{} of {} different layers done, {} running, {:.1f} % of the MACs{}{}",
                          terminal_ ? "\r\033[K" : "", finished, outcomes_.size(), running, 100 * part, left,
                          terminal_ ? "" : "\n"));
}

}  // namespace nestwave
