// SPDX-License-Identifier: Apache-2.0
// What reduction trees and chains have in common: adders on the way of sums outward.
#pragma once

#include "noc/network.h"

namespace nestwave {

/// Sums that pass `stages` adders and then a link to the parent. Hops: those stages and that link.
class Adders : public Network {
 public:
  Adders(const NetworkSpec& spec, std::uint64_t stages, const LinesSource& lines)
      : stages_(stages),
        latency_(spec.hop_latency + stages * spec.adder_latency),
        exit_(lines("", 1, spec.bandwidth)) {}

  [[nodiscard]] Cycle delay(std::uint64_t /*child*/) const override { return latency_; }
  [[nodiscard]] bool sorts() const override { return false; }
  void route(const Load& load, Route& route) const override {
    if (exit_ != nullptr) route.holds.push_back({exit_, 0, load.delivered, 0});
    route.hops += load.delivered * (1 + stages_);
  }

 private:
  std::uint64_t stages_;
  Cycle latency_;
  Lines* exit_;
};

}  // namespace nestwave
