// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/hops.h"

#include <algorithm>
#include <functional>

#include "models/analytical/checked.h"
#include "models/analytical/nest.h"
#include "models/analytical/network_bound.h"
#include "models/analytical/operands.h"

namespace nestwave::analytical {

namespace {

/// Words that a rectangle of so many columns and rows of children needs (or sends, after addition).
using Words = std::function<std::uint64_t(std::uint64_t columns, std::uint64_t rows)>;

/// A fan-out with one spatial loop at most along each axis.
struct Grid {
  std::uint64_t columns = 1;
  std::uint64_t rows = 1;
  bool x_matters = false;  ///< the loop along x is over a dimension of the data space
  bool y_matters = false;
};

std::optional<Grid> grid_of(const Design& design, int level, int data_space) {
  const DataSpace& space = design.problem().data_spaces[data_space];
  Grid grid;
  for (const SpatialLoop& loop : design.mapping().levels[level].spatial) {
    if (loop.bound == 1) continue;
    std::uint64_t& extent = loop.axis == Axis::x ? grid.columns : grid.rows;
    if (extent > 1) return std::nullopt;
    extent = loop.bound;
    (loop.axis == Axis::x ? grid.x_matters : grid.y_matters) = space.uses(loop.dimension);
  }
  return grid;
}

std::uint64_t stages(const std::string& kind, std::uint64_t members) {
  if (kind == "reduction_chain") return members - 1;
  std::uint64_t stages = 0;
  for (std::uint64_t left = members; left > 1; left = divide_up(left, 2)) ++stages;
  return stages;
}

/// Members of a reduction group below one instance of the level.
std::uint64_t members(const Design& design, int level, int data_space) {
  std::uint64_t count = 1;
  for (const SpatialLoop& loop : design.mapping().levels[level].spatial)
    if (!design.problem().data_spaces[data_space].uses(loop.dimension)) count *= loop.bound;
  return count;
}

/// A tree that begins at (x0, y0) with one link, goes along that row and from there along the columns.
std::uint64_t tree(const Words& words, std::uint64_t columns, std::uint64_t rows, std::uint64_t x0,
                   std::uint64_t y0) {
  std::uint64_t crossed = words(columns, rows);
  for (std::uint64_t x = x0 + 1; x < columns; ++x) crossed = plus(crossed, words(columns - x, rows));
  for (std::uint64_t x = 0; x < x0; ++x) crossed = plus(crossed, words(std::min(x + 1, columns), rows));
  for (std::uint64_t y = y0 + 1; y < rows; ++y) crossed = plus(crossed, times(columns, words(1, rows - y)));
  for (std::uint64_t y = 0; y < y0; ++y)
    crossed = plus(crossed, times(columns, words(1, std::min(y + 1, rows))));
  return crossed;
}

Along way_of(const NetworkSpec& spec, const Grid& grid) {
  const bool shared_x = grid.columns > 1 && !grid.x_matters;
  const bool shared_y = grid.rows > 1 && !grid.y_matters;
  if (spec.along != Along::automatic) return spec.along;
  return shared_x && shared_y ? Along::both : shared_x ? Along::x : Along::y;
}

std::uint64_t systolic(const NetworkSpec& spec, const Grid& grid, const Words& words) {
  const Along along = way_of(spec, grid);
  if (along == Along::both) return tree(words, grid.columns, grid.rows, 0, 0);
  const bool rows = along == Along::x;
  std::uint64_t crossed = 0;
  for (std::uint64_t behind = 1; behind <= (rows ? grid.columns : grid.rows); ++behind)
    crossed = plus(crossed, rows ? words(behind, 1) : words(1, behind));
  return times(crossed, rows ? grid.rows : grid.columns);
}

/// Links to all children that take old sums: the first of every reduction group, each for itself.
std::uint64_t links_to_first_members(const NetworkSpec& spec, const Grid& grid) {
  const auto apart = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; };
  std::uint64_t links = 0;
  for (std::uint64_t x = 0; x < (grid.x_matters ? grid.columns : 1); ++x)
    for (std::uint64_t y = 0; y < (grid.y_matters ? grid.rows : 1); ++y) {
      if (spec.kind == "multicast")
        links += 3;
      else if (spec.kind == "mesh")
        links += 1 + apart(x, spec.entry_x) + apart(y, spec.entry_y);
      else
        links += 1 + (way_of(spec, grid) == Along::y ? 0 : x) + (way_of(spec, grid) == Along::x ? 0 : y);
    }
  return links;
}

std::uint64_t inward(const NetworkSpec& spec, const Grid& grid, const Words& words, std::uint64_t delivered) {
  if (spec.kind == "multicast")
    return plus(plus(words(grid.columns, grid.rows), times(grid.rows, words(grid.columns, 1))), delivered);
  if (spec.kind == "mesh") return tree(words, grid.columns, grid.rows, spec.entry_x, spec.entry_y);
  return systolic(spec, grid, words);
}

std::uint64_t outward(const NetworkSpec& spec, const Grid& grid, const Words& words, std::uint64_t drained) {
  if (spec.kind == "multicast") return times(3, drained);
  if (spec.kind == "systolic") return systolic(spec, grid, words);
  // Along the rows first: the tree of the way in with its axes exchanged.
  const Words turned = [&](std::uint64_t a, std::uint64_t b) { return words(b, a); };
  return tree(turned, grid.rows, grid.columns, spec.entry_y, spec.entry_x);
}

bool passes_on(const NetworkSpec* spec) {
  return spec == nullptr || !sorts_words(*spec);
}

/// Words that an operand's children in such a rectangle need of all parents, in the whole run. All
/// spatial loops between the two levels stand at `level`.
Words operand_words(const Design& design, int data_space, int from, int level, int to) {
  return [&design, data_space, from, level, to](std::uint64_t columns, std::uint64_t rows) {
    Edge edge = make_edge(design, data_space, from, to);
    std::vector<std::vector<Comb>>& fanout = edge.fanouts[level - from];
    for (std::vector<Comb>& combs : fanout) combs.clear();
    edge.children = columns * rows;
    std::vector<Axis> axes;
    for (const SpatialLoop& loop : design.mapping().levels[level].spatial)
      if (loop.bound > 1) axes.push_back(loop.axis);
    auto axis = axes.begin();
    for (const NestLoop& loop : flatten(design)) {
      if (!loop.spatial || loop.level != level) continue;
      const std::uint64_t bound = *axis++ == Axis::x ? columns : rows;
      for (std::size_t r = 0; r < fanout.size(); ++r)
        for (const Term& term : design.problem().data_spaces[data_space].ranks[r].terms)
          if (term.dimension == loop.dimension) fanout[r].push_back({term.coefficient * loop.stride, bound});
    }
    edge.offsets = fanout;
    const std::uint64_t steps = design.compute_steps();
    const std::uint64_t each = to == design.level_count()
                                   ? times(operand_reads_per_step(edge, design.policy().multicast), steps)
                                   : operand_flow(edge, design.policy(), steps).read;
    return times(each, design.used_instances(from));
  };
}

/// What crosses the networks of an edge.
struct Flow {
  bool sums = false;
  std::uint64_t in = 0;       ///< delivered inward: operands, or old sums
  std::uint64_t drained = 0;  ///< sent outward by all children
  std::uint64_t out = 0;      ///< arrived outward, after addition
};

Flow flow_of(const Design& design, const CountTable& total, int data_space, int from, int to) {
  const bool to_macs = to == design.level_count();
  const std::uint64_t macs = design.problem().macs();  // one word per MAC and step
  Flow flow;
  flow.sums = design.problem().data_spaces[data_space].read_write;
  if (!to_macs)
    flow.in = total.at(to, data_space)[Category::writes_fill];
  else if (!flow.sums)
    flow.in = macs;
  if (!flow.sums) return flow;
  flow.drained = to_macs ? macs : total.at(to, data_space)[Category::reads_drain];
  flow.out = total.at(from, data_space)[Category::writes_update];
  return flow;
}

}  // namespace

std::optional<std::uint64_t> hops(const Design& design, const CountTable& total, int data_space, int from,
                                  int to) {
  // What of a fetch is padding differs from child to child; links do not carry it.
  if (design.omits_padding(from, data_space) || design.omits_padding(to, data_space)) return std::nullopt;
  const Flow flow = flow_of(design, total, data_space, from, to);
  if (to == design.level_count() && design.has_own_keeper(data_space)) {
    // No network in between; over several levels PEs and links do not agree on how many links that is.
    const NetworkSpec* spec = design.network(from, data_space);
    if (to > from + 1 || !passes_on(spec) || (spec != nullptr && flow.sums && spec->outward))
      return std::nullopt;
    return design.problem().macs();
  }
  std::uint64_t crossed = 0;
  for (int level = from; level < to; ++level) {
    const NetworkSpec* spec = design.network(level, data_space);
    const NetworkSpec* back = spec == nullptr ? nullptr : &spec->for_sums();
    const bool sorts_in = !passes_on(spec);
    const bool sorts_out = flow.sums && !passes_on(back);
    const std::optional<Grid> grid = grid_of(design, level, data_space);
    if ((sorts_in || sorts_out) &&
        (design.imperfect() || !grid || design.used_fanout(from, to) != design.used_fanout(level, level + 1)))
      return std::nullopt;
    std::uint64_t in = flow.in;
    if (sorts_in && flow.sums) {
      const std::uint64_t receivers =
          (grid->x_matters ? grid->columns : 1) * (grid->y_matters ? grid->rows : 1);
      in = times(flow.in / receivers, links_to_first_members(*spec, *grid));
    } else if (sorts_in) {
      in = inward(*spec, *grid, operand_words(design, data_space, from, level, to), flow.in);
    }
    std::uint64_t out = flow.out;
    if (sorts_out) {
      // Every child has as much to drain as any other.
      const std::uint64_t own = times(flow.drained / design.used_instances(to), design.used_instances(from));
      const Words added = [&](std::uint64_t columns, std::uint64_t rows) {
        return times(own, (grid->x_matters ? columns : 1) * (grid->y_matters ? rows : 1));
      };
      out = outward(*back, *grid, added, flow.drained);
    } else if (flow.sums && back != nullptr && back->kind != "bus") {
      out = times(flow.out, 1 + stages(back->kind, members(design, level, data_space)));
    }
    crossed = plus(crossed, plus(in, out));
  }
  return crossed;
}

}  // namespace nestwave::analytical
