// SPDX-License-Identifier: Apache-2.0
// A shared bus: what is read once reaches every child that needs it. Sums are added at its end, so
// every one of them takes its turn.
#include "noc/network.h"

namespace nestwave {

namespace {

class Bus : public Network {
 public:
  Bus(Lines* line, Cycle latency) : line_(line), latency_(latency) {}

  [[nodiscard]] Cycle delay(std::uint64_t /*child*/) const override { return latency_; }
  [[nodiscard]] bool sorts() const override { return false; }
  void route(const Load& load, Route& route) const override {
    if (line_ != nullptr) route.holds.push_back({line_, 0, load.injected, 0});
    route.hops += load.delivered;
  }

 private:
  Lines* line_;
  Cycle latency_;
};

}  // namespace

std::unique_ptr<Network> make_bus(const NetworkSpec& spec, Direction /*direction*/, const FanOut& /*fan_out*/,
                                  const LinesSource& lines) {
  return std::make_unique<Bus>(lines("", 1, spec.bandwidth), spec.hop_latency);
}

}  // namespace nestwave
