// SPDX-License-Identifier: Apache-2.0
// Links between neighbours. Words enter at column or row 0 and are passed on from child to child, so a
// child that stands n hops from the edge has them n hops late; sums come back the same way, and every
// child on it adds its own. Hops: the link into (out of) the array, and those between children.
#include <algorithm>
#include <map>

#include "noc/network.h"

namespace nestwave {

namespace {

Along chosen(const NetworkSpec& spec, const FanOut& fan_out) {
  if (spec.along != Along::automatic) return spec.along;
  if (fan_out.shared_along_x) return fan_out.shared_along_y ? Along::both : Along::x;
  return Along::y;
}

class Systolic : public Network {
 public:
  Systolic(const NetworkSpec& spec, const FanOut& fan_out, const LinesSource& lines)
      : places_(fan_out.places), along_(chosen(spec, fan_out)), hop_(spec.hop_latency) {
    const std::uint64_t lanes = along_ == Along::x ? fan_out.rows : along_ == Along::y ? fan_out.columns : 1;
    edge_ = lines("", lanes, spec.bandwidth);
  }

  [[nodiscard]] Cycle delay(std::uint64_t child) const override {
    const FanOut::Place& place = places_[child];
    return hop_ * ((along_ == Along::y ? 0 : place.x) + (along_ == Along::x ? 0 : place.y));
  }
  [[nodiscard]] bool sorts() const override { return true; }
  void route(const Load& load, Route& route) const override {
    for (const Routed& parcel : load.parcels) {
      if (along_ == Along::both)
        through_the_corner(parcel, route);
      else
        through_lanes(parcel, route);
    }
  }

 private:
  /// Every row (column) that needs the words gets them through a link of its own.
  void through_lanes(const Routed& parcel, Route& route) const {
    std::map<std::uint64_t, std::uint64_t> farthest;  // by lane
    for (const std::uint32_t child : parcel.children) {
      const FanOut::Place& place = places_[child];
      std::uint64_t& links = farthest[along_ == Along::x ? place.y : place.x];
      links = std::max(links, 1 + (along_ == Along::x ? place.x : place.y));
    }
    for (const auto& [lane, links] : farthest) {
      if (edge_ != nullptr) route.holds.push_back({edge_, lane, parcel.words, 0});
      route.hops += parcel.words * links;
    }
  }

  void through_the_corner(const Routed& parcel, Route& route) const {
    std::uint64_t row = 0;                           // links along row 0
    std::map<std::uint64_t, std::uint64_t> columns;  // links down each column
    for (const std::uint32_t child : parcel.children) {
      const FanOut::Place& place = places_[child];
      row = std::max(row, 1 + place.x);
      columns[place.x] = std::max(columns[place.x], place.y);
    }
    if (edge_ != nullptr) route.holds.push_back({edge_, 0, parcel.words, 0});
    route.hops += parcel.words * row;
    for (const auto& [column, links] : columns) route.hops += parcel.words * links;
  }

  std::vector<FanOut::Place> places_;
  Along along_;
  Cycle hop_;
  Lines* edge_;
};

}  // namespace

std::unique_ptr<Network> make_systolic(const NetworkSpec& spec, Direction /*direction*/,
                                       const FanOut& fan_out, const LinesSource& lines) {
  return std::make_unique<Systolic>(spec, fan_out, lines);
}

}  // namespace nestwave
