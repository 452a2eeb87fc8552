// SPDX-License-Identifier: Apache-2.0
// Tagged multicast buses: a Y-bus that feeds the X-bus of every row that a word is addressed to. All
// addressed children take it at once. Hops: the Y-bus, every X-bus, every final delivery.
#include <algorithm>

#include "noc/network.h"

namespace nestwave {

namespace {

class MulticastBuses : public Network {
 public:
  MulticastBuses(const NetworkSpec& spec, Direction direction, const FanOut& fan_out,
                 const LinesSource& lines)
      : places_(fan_out.places),
        outward_(direction == Direction::outward),
        latency_(2 * spec.hop_latency),
        y_bus_(lines("", 1, spec.bandwidth)),
        x_buses_(lines(".rows", fan_out.rows, spec.row_bandwidth ? spec.row_bandwidth : spec.bandwidth)) {}

  [[nodiscard]] Cycle delay(std::uint64_t /*child*/) const override { return latency_; }
  [[nodiscard]] bool sorts() const override { return true; }
  void route(const Load& load, Route& route) const override {
    for (const Routed& parcel : load.parcels) outward_ ? gather(parcel, route) : spread(parcel, route);
  }

 private:
  void spread(const Routed& parcel, Route& route) const {
    hold(y_bus_, 0, parcel.words, route);
    route.hops += parcel.words * (1 + parcel.children.size());
    std::vector<bool> taken(rows());
    for (const std::uint32_t child : parcel.children) {
      const std::uint64_t row = places_[child].y;
      if (taken[row]) continue;
      taken[row] = true;
      hold(x_buses_, row, parcel.words, route);
      route.hops += parcel.words;
    }
  }

  /// Nothing is added up on a bus: every child sends its own words all the way.
  void gather(const Routed& parcel, Route& route) const {
    for (const std::uint32_t child : parcel.children) {
      hold(y_bus_, 0, parcel.words, route);
      hold(x_buses_, places_[child].y, parcel.words, route);
      route.hops += 3 * parcel.words;
    }
  }

  static void hold(Lines* lines, std::uint64_t link, std::uint64_t words, Route& route) {
    if (lines != nullptr) route.holds.push_back({lines, link, words, 0});
  }
  [[nodiscard]] std::uint64_t rows() const {
    std::uint64_t rows = 0;
    for (const FanOut::Place& place : places_) rows = std::max(rows, place.y + 1);
    return rows;
  }

  std::vector<FanOut::Place> places_;
  bool outward_;
  Cycle latency_;
  Lines* y_bus_;
  Lines* x_buses_;
};

}  // namespace

std::unique_ptr<Network> make_multicast(const NetworkSpec& spec, Direction direction, const FanOut& fan_out,
                                        const LinesSource& lines) {
  return std::make_unique<MulticastBuses>(spec, direction, fan_out, lines);
}

}  // namespace nestwave
