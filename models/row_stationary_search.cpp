// SPDX-License-Identifier: Apache-2.0
#include "models/row_stationary_search.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "models/row_stationary_limits.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 61;  ///< where products stop growing
constexpr std::uint64_t kMostInterleaved = 4096;
constexpr std::uint64_t kMostFilters = std::uint64_t{1} << 40;

constexpr std::uint64_t ceiling(std::uint64_t a, std::uint64_t b) {
  return a / b + (a % b != 0 ? 1 : 0);
}

std::uint64_t product(std::initializer_list<std::uint64_t> factors) {
  std::uint64_t result = 1;
  for (const std::uint64_t factor : factors) {
    if (factor != 0 && result > kMost / factor) return kMost;
    result *= factor;
  }
  return result;
}

std::vector<std::uint64_t> divisors(std::uint64_t number) {
  std::vector<std::uint64_t> found;
  for (std::uint64_t d = 1; d <= number / d; ++d)
    if (number % d == 0) {
      found.push_back(d);
      if (d != number / d) found.push_back(number / d);
    }
  std::sort(found.begin(), found.end());
  return found;
}

/// The smallest part for each number of parts that a size can be cut into. A larger part that leaves as
/// many needs more room and is no better at anything.
std::vector<std::uint64_t> smallest_parts(std::uint64_t size, std::uint64_t most) {
  std::vector<std::uint64_t> found;
  for (std::uint64_t part = std::min(size, most);;) {
    const std::uint64_t smallest = ceiling(size, ceiling(size, part));
    found.push_back(smallest);
    if (smallest == 1) return found;
    part = smallest - 1;
  }
}

/// Of a dimension dealt out by `per_set` to sets, `per_pass` in a pass: what the first set gets in all.
std::uint64_t first_set(std::uint64_t size, std::uint64_t per_set, std::uint64_t per_pass) {
  return size / per_pass * per_set + std::min(size % per_pass, per_set);
}

struct Figures {
  std::uint64_t memory = 0;
  std::uint64_t buffer = 0;
  std::uint64_t steps = 0;
};
using Score = std::array<std::uint64_t, 3>;

/// What is kept in the buffer at a time, and the least that any cut inside can cost.
struct Outer {
  std::uint64_t e = 1, n = 1, m = 1;
  std::uint64_t sets = 1;
  Score least{};
};

class Search {
 public:
  Search(const ConvShape& shape, const RowStationaryMachine& machine, const Architecture& architecture,
         RowStationaryObjective objective)
      : shape_(shape), machine_(machine), objective_(objective) {
    const auto room = [&](int level) {
      return level < 0 ? kMost : std::min(room_of(architecture.levels[level]).value_or(kMost), kMost);
    };
    buffer_room_ = room(machine.buffer);
    filter_buffer_room_ = room(machine.filter_buffer);
    const std::uint64_t taps = shape.filter_columns;
    most_q_ = std::min({room(machine.ifmap_spad) / taps, shape.channels, kMostInterleaved});
    most_pq_ = room(machine.filter_spad) / taps;
    most_p_ = std::min({room(machine.psum_spad), shape.filters, kMostInterleaved});
    for (const std::uint64_t filters : divisors(shape.filters)) {
      divisors_.push_back(filters);
      for (std::uint64_t p = 1; p <= std::min(filters, most_p_); ++p)
        if (filters % p == 0) shares_.emplace_back(p, filters / p);
    }
  }

  /// Whether anything is legal; then best() is the answer.
  bool run() {
    std::vector<Outer> outers = outer_cuts();
    std::sort(outers.begin(), outers.end(), [](const Outer& a, const Outer& b) { return a.least < b.least; });
    for (const Outer& outer : outers) {
      if (found_ && best_score_ < outer.least) break;
      try_inner(outer);
    }
    return found_;
  }
  [[nodiscard]] const RowStationaryParameters& best() const { return best_; }

 private:
  [[nodiscard]] Score score(const Figures& f) const {
    switch (objective_) {
      case RowStationaryObjective::memory: return {f.memory, f.buffer, f.steps};
      case RowStationaryObjective::buffer: return {f.buffer, f.memory, f.steps};
      case RowStationaryObjective::steps: return {f.steps, f.memory, f.buffer};
    }
    throw InternalError("an objective without a score");
  }

  [[nodiscard]] std::uint64_t padded_columns() const {
    return (shape_.out_columns - 1) * std::min(shape_.stride_across, shape_.filter_columns) +
           shape_.filter_columns;
  }
  /// Ifmap rows of all strips, as often as strips share them.
  [[nodiscard]] std::uint64_t strip_rows(std::uint64_t strips) const {
    const std::uint64_t step = std::min(shape_.stride_down, shape_.filter_rows);
    return shape_.out_rows * step + strips * (shape_.filter_rows - step);
  }

  /// The cost with so many blocks of channels, sub-blocks of filters of all, and the first set's shares.
  [[nodiscard]] Figures figures(const Outer& outer, std::uint64_t channel_blocks, std::uint64_t filter_passes,
                                std::uint64_t first_channels, std::uint64_t first_filters) const {
    const ConvShape& s = shape_;
    const std::uint64_t strips = ceiling(s.out_rows, outer.e);
    const std::uint64_t image_blocks = ceiling(s.images, outer.n);
    const std::uint64_t outputs = product({s.groups, s.filters, s.images, s.out_rows, s.out_columns});
    const std::uint64_t ifmaps =
        product({s.groups, s.images, s.channels, strip_rows(strips), padded_columns()});
    // A tile that is the only one stays through all blocks of filters.
    const bool one_tile = strips == 1 && image_blocks == 1 && channel_blocks == 1;
    Figures f;
    f.memory =
        product({one_tile ? 1 : s.filters / outer.m, ifmaps}) +
        product({s.groups, s.filters, s.channels, s.filter_rows, s.filter_columns, strips, image_blocks}) +
        outputs;
    f.buffer = product({2, outputs, channel_blocks}) + product({filter_passes, ifmaps});
    f.steps = product({s.groups, s.images, s.out_columns, strips, first_filters,
                       first_channels * s.filter_columns + channel_blocks});
    return f;
  }

  [[nodiscard]] bool fits_buffer(const RowStationaryParameters& cut) const {
    const std::uint64_t ifmap = ifmap_tile_words(shape_, machine_, cut);
    const std::uint64_t psums = psum_tile_words(shape_, cut);
    const std::uint64_t bank = machine_.bank_words;
    if (bank > 0 && ceiling(ifmap, bank) + ceiling(psums, bank) > buffer_room_ / bank) return false;
    return ifmap + psums <= buffer_room_;
  }

  std::vector<Outer> outer_cuts() const {
    std::vector<Outer> outers;
    const std::uint64_t widest = machine_.rows / shape_.filter_rows * machine_.columns;
    if (widest == 0 || most_q_ == 0 || most_pq_ == 0 || most_p_ == 0) return outers;
    for (const std::uint64_t e : smallest_parts(shape_.out_rows, widest)) {
      Outer outer;
      outer.e = e;
      outer.sets = set_space(shape_, machine_, e).sets;
      const std::uint64_t room = buffer_room_ / e / shape_.out_columns;  // of psums, more is never legal
      if (outer.sets == 0 || room == 0) continue;
      for (const std::uint64_t n : smallest_parts(shape_.images, room))
        for (const std::uint64_t m : divisors_) {
          outer.n = n;
          outer.m = m;
          if (!fits_buffer({m, n, e, 1, 1, 1, 1})) break;
          outer.least = score(least_figures(outer));
          outers.push_back(outer);
        }
    }
    return outers;
  }

  [[nodiscard]] Figures least_figures(const Outer& outer) const {
    const std::uint64_t most_channels = std::min(shape_.channels, product({most_q_, outer.sets}));
    const std::uint64_t most_filters = std::min(outer.m, product({most_p_, outer.sets}));
    const std::uint64_t filter_passes = shape_.filters / outer.m * ceiling(outer.m, most_filters);
    Figures least = figures(outer, ceiling(shape_.channels, most_channels), filter_passes, 0, 1);
    const std::uint64_t pairs = ceiling(product({shape_.filters, shape_.channels}), outer.sets);
    least.steps =
        std::max(least.steps, product({shape_.groups, shape_.images, shape_.out_columns,
                                       ceiling(shape_.out_rows, outer.e), pairs, shape_.filter_columns}));
    return least;
  }

  void try_inner(const Outer& outer) {
    for (std::uint64_t q = 1; q <= std::min(most_q_, most_pq_); ++q) {
      const std::uint64_t most_r = std::min(outer.sets, ceiling(shape_.channels, q));
      for (std::uint64_t r = 1; r <= most_r; ++r) {
        RowStationaryParameters cut = {outer.m, outer.n, outer.e, 1, q, r, 1};
        if (!fits_buffer(cut)) break;
        try_shares(outer, cut);
      }
    }
  }

  /// All p and t beside given q and r.
  void try_shares(const Outer& outer, RowStationaryParameters cut) {
    const std::uint64_t channel_blocks = ceiling(shape_.channels, cut.q * cut.r);
    const std::uint64_t channels = first_set(shape_.channels, cut.q, cut.q * cut.r);
    const std::uint64_t most_t = outer.sets / cut.r;
    const std::uint64_t most_p = std::min({most_p_, most_pq_ / cut.q, outer.m});
    const std::uint64_t most_filters = std::min(outer.m, product({most_p, most_t}));
    if (found_ && best_score_ < score(figures(outer, channel_blocks,
                                              shape_.filters / outer.m * ceiling(outer.m, most_filters),
                                              channels, ceiling(shape_.filters, most_t))))
      return;
    for (const auto& [p, t] : shares_) {
      if (p > most_p || t > most_t || t > ceiling(outer.m, p)) continue;
      cut.p = p;
      cut.t = t;
      if (pass_filter_words(shape_, cut) > filter_buffer_room_) continue;
      const std::uint64_t blocks = shape_.filters / outer.m;
      consider(score(figures(outer, channel_blocks, blocks * ceiling(outer.m, p * t), channels,
                             blocks * first_set(outer.m, p, p * t))),
               cut);
    }
  }

  void consider(const Score& found, const RowStationaryParameters& cut) {
    const auto rank = [](const RowStationaryParameters& c) {
      return std::tuple(c.e * c.r * c.t, c.e, c.m, c.n, c.p, c.q, c.r, c.t);
    };
    if (found_ && (best_score_ < found || (best_score_ == found && rank(best_) < rank(cut)))) return;
    found_ = true;
    best_score_ = found;
    best_ = cut;
  }

  const ConvShape& shape_;
  const RowStationaryMachine& machine_;
  RowStationaryObjective objective_;
  std::uint64_t buffer_room_ = 0, filter_buffer_room_ = 0;
  std::uint64_t most_q_ = 0, most_pq_ = 0, most_p_ = 0;
  std::vector<std::uint64_t> divisors_;                          ///< of the filters of a group
  std::vector<std::pair<std::uint64_t, std::uint64_t>> shares_;  ///< (p, t) whose product is one of them

  bool found_ = false;
  Score best_score_{};
  RowStationaryParameters best_;
};

constexpr std::array<RowStationaryObjectiveName, 3> kObjectives = {
    {{RowStationaryObjective::memory, "memory", "least memory words, then buffer words, then compute steps"},
     {RowStationaryObjective::buffer, "buffer", "least buffer words, then memory words, then compute steps"},
     {RowStationaryObjective::steps, "steps", "least compute steps, then memory words, then buffer words"}}};

}  // namespace

std::span<const RowStationaryObjectiveName> row_stationary_objectives() {
  return kObjectives;
}

std::optional<RowStationaryObjective> find_row_stationary_objective(std::string_view name) {
  for (const RowStationaryObjectiveName& known : kObjectives)
    if (known.name == name) return known.objective;
  return std::nullopt;
}

RowStationaryParameters find_row_stationary_parameters(const Problem& problem,
                                                       const Architecture& architecture,
                                                       RowStationaryObjective objective) {
  const ConvShape shape = conv_shape(problem);
  const RowStationaryMachine machine = row_stationary_machine(architecture);
  if (shape.filters > kMostFilters)
    throw InputError(problem.where, "row_stationary: more than 2^40 filters are not searched");
  Search search(shape, machine, architecture, objective);
  if (search.run()) return search.best();
  // Where nothing fits, what is smallest in everything does not: its refusal is the reason.
  (void)row_stationary_plan(problem, architecture, {}, problem.where);
  throw InternalError("row_stationary: the smallest parameters are legal and were not found");
}

RowStationaryPlan choose_row_stationary(const Problem& problem, const Architecture& architecture,
                                        const RowStationaryChoice& choice) {
  if (choice.given) return row_stationary_plan(problem, architecture, *choice.given, choice.where);
  return row_stationary_plan(problem, architecture,
                             find_row_stationary_parameters(problem, architecture, choice.objective));
}

}  // namespace nestwave
