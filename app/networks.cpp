// SPDX-License-Identifier: Apache-2.0
#include "app/networks.h"

#include <utility>
#include <vector>

namespace nestwave {

namespace {

constexpr Direction kDirections[] = {Direction::inward, Direction::outward};

/// What a data space crosses below a level; null: a network without any cost.
const NetworkSpec* crossed(const Design& design, int level, int data_space, Direction direction) {
  const NetworkSpec* spec = design.network(level, data_space);
  return spec != nullptr && direction == Direction::outward ? &spec->for_sums() : spec;
}

/// Calls visit(data space, outer, inner, level, spec) for every network that a link crosses.
template <typename Visit>
void for_each_crossing(const Design& design, Direction direction, Visit visit) {
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (direction == Direction::outward && !design.problem().data_spaces[d].read_write) continue;
    const std::vector<int>& keepers = design.keepers(d);
    for (std::size_t k = 0; k < keepers.size(); ++k) {
      const int inner = k + 1 < keepers.size() ? keepers[k + 1] : design.level_count();
      for (int level = keepers[k]; level < inner; ++level)
        if (const NetworkSpec* spec = crossed(design, level, d, direction))
          visit(d, keepers[k], inner, level, *spec);
    }
  }
}

}  // namespace

bool networks_need_every_instance(const Design& design) {
  bool needed = false;
  for (const Direction direction : kDirections)
    for_each_crossing(design, direction, [&](int, int outer, int, int level, const NetworkSpec& spec) {
      if (direction == Direction::inward && tells_children_apart(spec) &&
          design.used_fanout(level, level + 1) > 1)
        needed = true;
      // Links below several instances under one parent.
      if (sorts_words(spec) && design.used_fanout(outer, level) > 1) needed = true;
    });
  return needed;
}

bool networks_sort(const Design& design, int data_space, int outer, int inner) {
  bool any = false;
  for (const Direction direction : kDirections)
    for_each_crossing(design, direction, [&](int d, int from, int to, int, const NetworkSpec& spec) {
      if (d == data_space && from == outer && to == inner && sorts_words(spec)) any = true;
    });
  return any;
}

FanOut Networks::fan_out(int level, int data_space) const {
  const DataSpace& space = design_.problem().data_spaces[data_space];
  FanOut fan_out;
  fan_out.columns = design_.architecture().fanout_x(static_cast<std::size_t>(level));
  fan_out.rows = design_.architecture().fanout_y(static_cast<std::size_t>(level));
  fan_out.places = {{}};
  bool spread_x = false;
  bool spread_y = false;
  bool uses_x = false;
  bool uses_y = false;
  for (const SpatialLoop& loop : design_.mapping().levels[level].spatial) {
    const bool along_x = loop.axis == Axis::x;
    const bool used = space.uses(loop.dimension);
    std::vector<FanOut::Place> next;
    for (const FanOut::Place& place : fan_out.places)
      for (std::uint64_t i = 0; i < loop.bound; ++i)
        next.push_back(
            {along_x ? place.x * loop.bound + i : place.x, along_x ? place.y : place.y * loop.bound + i});
    fan_out.places = std::move(next);
    (along_x ? spread_x : spread_y) |= loop.bound > 1;
    (along_x ? uses_x : uses_y) |= loop.bound > 1 && used;
    if (!used) fan_out.members *= loop.bound;
  }
  fan_out.shared_along_x = spread_x && !uses_x;
  fan_out.shared_along_y = spread_y && !uses_y;
  return fan_out;
}

Way Networks::way(int data_space, int outer, int inner, Direction direction) {
  static const NetworkSpec kFree;
  const std::string& space = design_.problem().data_spaces[data_space].name;
  std::vector<Way::Leg> legs;
  std::vector<Lines*> found;
  for (int level = outer; level < inner; ++level) {
    const StorageLevel& above = design_.architecture().levels[level];
    const NetworkSpec* given = design_.network(level, data_space);
    const NetworkSpec* wanted = crossed(design_, level, data_space, direction);
    const NetworkSpec& spec = wanted == nullptr ? kFree : *wanted;
    // Further in than the parent, a network that does not sort words is not a limit.
    const bool limits = level == outer || sorts_words(spec);
    const auto common = above.networks.find("");
    const bool shared = spec.kind == "mesh" && common != above.networks.end() && given == &common->second;
    std::string name = above.name + ".network" + (shared ? "" : "." + space);
    if (direction == Direction::outward && (given == nullptr || given->outward || has_one_way_links(spec)))
      name += ".outward";
    const LinesSource source = [&](const std::string& suffix, std::uint64_t each,
                                   std::optional<Rational> bandwidth) -> Lines* {
      if (!bandwidth || !limits) return nullptr;
      std::unique_ptr<Lines>& lines = lines_[name + suffix];
      if (!lines) {
        std::vector<std::uint64_t> weights;
        for (const std::uint64_t weight : symmetry_.weights(level))
          weights.insert(weights.end(), each, weight);
        lines = std::make_unique<Lines>(
            Lines{PortBank(name + suffix, level, std::move(weights), bandwidth, ticks_), each});
      }
      found.push_back(lines.get());
      return lines.get();
    };
    const FanOut children = fan_out(level, data_space);
    legs.push_back({make_network(spec, direction, children, source), children.places.size()});
  }
  const bool returning =
      direction == Direction::inward && design_.problem().data_spaces[data_space].read_write;
  Way way(std::move(legs), returning);
  for (Lines* lines : found) way.remember(lines);
  return way;
}

void Networks::visit_state(StateVisitor& state) {
  for (const auto& [name, lines] : lines_) lines->bank.visit_state(state);
}

}  // namespace nestwave
