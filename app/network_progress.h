// SPDX-License-Identifier: Apache-2.0
// One line on stderr: how far a network is, and how long the rest may take.
#pragma once

#include <chrono>
#include <vector>

#include "app/shared_progress.h"
#include "traces/network_report.h"

namespace nestwave {

/// Make it before the workers are forked.
class NetworkProgress {
 public:
  explicit NetworkProgress(const std::vector<LayerOutcome>& outcomes);
  NetworkProgress(const NetworkProgress&) = delete;
  NetworkProgress& operator=(const NetworkProgress&) = delete;
  ~NetworkProgress();

  [[nodiscard]] SharedProgress& shared() { return shared_; }
  /// Writes the line anew if the last one is old enough. Time is taken to go with MACs.
  void show(std::size_t running);

 private:
  const std::vector<LayerOutcome>& outcomes_;
  SharedProgress shared_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace nestwave
