// SPDX-License-Identifier: Apache-2.0
// A 2-D mesh with a router at every child and XY routing. From one entry the ways to all children form a
// tree, in which every router has one link in; the ways back form another one, with one link out of every
// router. Hops: the links of the tree that a word crosses, that between parent and entry included.
#include <algorithm>
#include <map>

#include "noc/network.h"

namespace nestwave {

namespace {

class Mesh : public Network {
 public:
  Mesh(const NetworkSpec& spec, Direction direction, const FanOut& fan_out, const LinesSource& lines)
      : places_(fan_out.places),
        columns_(fan_out.columns),
        entry_{spec.entry_x, spec.entry_y},
        outward_(direction == Direction::outward),
        hop_(spec.hop_latency),
        links_(lines("", fan_out.columns * fan_out.rows, spec.bandwidth)) {}

  [[nodiscard]] Cycle delay(std::uint64_t child) const override {
    return hop_ * (1 + distance(places_[child], entry_));
  }
  [[nodiscard]] bool sorts() const override { return true; }
  void route(const Load& load, Route& route) const override {
    for (const Routed& parcel : load.parcels) {
      // By router on the way: hops that the words have behind them when they reach its link.
      std::map<std::uint64_t, std::uint64_t> routers;
      for (const std::uint32_t child : parcel.children) outward_ ? back(child, routers) : out(child, routers);
      route.hops += parcel.words * routers.size();
      if (links_ == nullptr) continue;
      for (const auto& [router, behind] : routers)
        route.holds.push_back({links_, router, parcel.words, hop_ * behind});
    }
  }

 private:
  using Place = FanOut::Place;

  static std::uint64_t apart(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }
  static std::uint64_t distance(const Place& a, const Place& b) { return apart(a.x, b.x) + apart(a.y, b.y); }
  static std::uint64_t towards(std::uint64_t from, std::uint64_t to) {
    return from < to ? from + 1 : from - 1;
  }

  /// Along the row of the entry, then along the child's column.
  void out(std::uint32_t child, std::map<std::uint64_t, std::uint64_t>& routers) const {
    const Place& to = places_[child];
    Place at = entry_;
    const auto enter = [&] { routers[at.y * columns_ + at.x] = distance(entry_, at); };
    enter();
    while (at.x != to.x) {
      at.x = towards(at.x, to.x);
      enter();
    }
    while (at.y != to.y) {
      at.y = towards(at.y, to.y);
      enter();
    }
  }

  /// Along the child's row, then along the column of the entry. A sum leaves a router when what comes
  /// from the farthest child behind it has been added.
  void back(std::uint32_t child, std::map<std::uint64_t, std::uint64_t>& routers) const {
    const Place& from = places_[child];
    Place at = from;
    const auto leave = [&] {
      std::uint64_t& behind = routers[at.y * columns_ + at.x];
      behind = std::max(behind, distance(from, at));
    };
    leave();
    while (at.x != entry_.x) {
      at.x = towards(at.x, entry_.x);
      leave();
    }
    while (at.y != entry_.y) {
      at.y = towards(at.y, entry_.y);
      leave();
    }
  }

  std::vector<Place> places_;
  std::uint64_t columns_;
  Place entry_;
  bool outward_;
  Cycle hop_;
  Lines* links_;
};

}  // namespace

std::unique_ptr<Network> make_mesh(const NetworkSpec& spec, Direction direction, const FanOut& fan_out,
                                   const LinesSource& lines) {
  return std::make_unique<Mesh>(spec, direction, fan_out, lines);
}

}  // namespace nestwave
