// SPDX-License-Identifier: Apache-2.0
#include "models/analytical/row_stationary.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "models/analytical/bound.h"
#include "models/analytical/checked.h"
#include "models/analytical/invariants.h"

namespace nestwave::analytical {

namespace {

std::uint64_t product(std::initializer_list<std::uint64_t> factors) {
  std::uint64_t result = 1;
  for (const std::uint64_t factor : factors) result = times(result, factor);
  return result;
}

/// Pixels of one axis (ifmap rows, or columns) that the windows at `positions` outputs touch.
struct Axis {
  std::uint64_t positions, stride, taps;
  std::uint64_t first, end;  ///< the pixels that exist

  [[nodiscard]] std::uint64_t touched(std::uint64_t count) const {
    return plus(times(count - 1, std::min(stride, taps)), taps);
  }
  /// Of the touched pixels of `count` positions from `from` on, those that exist.
  [[nodiscard]] std::uint64_t existing(std::uint64_t from, std::uint64_t count) const {
    const std::uint64_t low = std::max(first, from * stride);
    const std::uint64_t high = std::min(end, (from + count - 1) * stride + taps);
    if (low >= high) return 0;
    if (stride <= taps) return high - low;
    // Each stride has `taps` touched pixels at its beginning.
    const auto before = [this](std::uint64_t pixel) {
      return pixel / stride * taps + std::min(pixel % stride, taps);
    };
    return before(high) - before(low);
  }
  /// Sums over all parts that positions are cut into.
  [[nodiscard]] std::uint64_t touched_by_parts(std::uint64_t part) const {
    const std::uint64_t rest = positions % part;
    return plus(times(positions / part, touched(part)), rest == 0 ? 0 : touched(rest));
  }
  [[nodiscard]] std::uint64_t existing_by_parts(std::uint64_t part) const {
    std::uint64_t sum = 0;
    for (std::uint64_t from = 0; from < positions; from += part)
      sum = plus(sum, existing(from, std::min(part, positions - from)));
    return sum;
  }
};

/// The sums over passes that everything is made of: for each dimension the number of its parts and what is
/// left of sizes and sets when they are added up over them.
struct Sums {
  std::uint64_t strips, image_blocks, channel_blocks, filter_blocks;
  std::uint64_t filter_passes;  ///< parts by p t of all blocks of m
  std::uint64_t stacks;         ///< of t, over the filter passes
  std::uint64_t sets;           ///< of r, over the channel blocks
  std::uint64_t sets_first;     ///< of them those of the first block
  std::uint64_t outputs;        ///< of the layer
  std::uint64_t macs;
  std::uint64_t rows, rows_existing;  ///< of ifmap, over the strips
  std::uint64_t columns, columns_existing;

  Sums(const ConvShape& s, const RowStationaryParameters& c) {
    strips = divide_up(s.out_rows, c.e);
    image_blocks = divide_up(s.images, c.n);
    channel_blocks = divide_up(s.channels, c.q * c.r);
    filter_blocks = divide_up(s.filters, c.m);
    const std::uint64_t full = s.filters / c.m;
    const std::uint64_t rest = s.filters % c.m;
    filter_passes = full * divide_up(c.m, c.p * c.t) + divide_up(rest, c.p * c.t);
    stacks = full * sets_in(c.m, c.p, c.t) + sets_in(rest, c.p, c.t);
    sets = sets_in(s.channels, c.q, c.r);
    sets_first = divide_up(std::min(s.channels, c.q * c.r), c.q);
    outputs = product({s.groups, s.filters, s.images, s.out_rows, s.out_columns});
    macs = product({outputs, s.channels, s.filter_rows, s.filter_columns});
    const Axis down{s.out_rows, s.stride_down, s.filter_rows, s.first_row, s.end_row};
    const Axis across{s.out_columns, s.stride_across, s.filter_columns, s.first_column, s.end_column};
    rows = down.touched_by_parts(c.e);
    rows_existing = down.existing_by_parts(c.e);
    columns = across.touched(s.out_columns);
    columns_existing = across.existing(0, s.out_columns);
  }

  /// Sets that get something when `size` is dealt out by `each` to `sets` sets, over all rounds.
  static std::uint64_t sets_in(std::uint64_t size, std::uint64_t each, std::uint64_t sets) {
    return size / (each * sets) * sets + divide_up(size % (each * sets), each);
  }
};

class Counter {
 public:
  Counter(const Design& design, const RowStationaryPlan& plan)
      : design_(design), shape_(plan.shape), machine_(plan.machine), sums_(plan.shape, plan.parameters) {
    result_.counts = CountTable(design.level_count(), design.data_space_count());
  }

  AnalyticalResult run() {
    count_weights();
    count_inputs();
    count_outputs();
    check_balances(design_, result_.counts);
    for (EdgeCounts& edge : result_.edges) edge.hops = hops(edge);
    result_.hops_known.assign(result_.edges.size(), true);
    std::stable_sort(result_.edges.begin(), result_.edges.end(),
                     [](const EdgeCounts& a, const EdgeCounts& b) { return a.data_space < b.data_space; });
    result_.compute_steps = design_.compute_steps();
    bound_by_memory();
    result_.bound = std::max(bound_, design_.compute_steps());
    result_.timeloop = timeloop_cycles(design_, result_.counts);
    return std::move(result_);
  }

 private:
  Counts& at(int level, int data_space) { return result_.counts.at(level, data_space); }

  /// Links crossed: one from the memory to a buffer; Y-bus and X-bus for each word at a scratchpad, and for
  /// each sum into the buffer; one local link for each sum that the PE above adds up. None inside a PE.
  [[nodiscard]] std::uint64_t hops(const EdgeCounts& edge) const {
    if (edge.to == design_.level_count()) return 0;
    if (edge.to == machine_.buffer || edge.to == machine_.filter_buffer) return edge.injected;
    return plus(times(2, edge.delivered), edge.reduced);
  }

  EdgeCounts& edge(int data_space, int from, int to, std::uint64_t injected, std::uint64_t delivered) {
    EdgeCounts edge;
    edge.data_space = data_space;
    edge.from = from;
    edge.to = to;
    edge.injected = injected;
    edge.delivered = delivered;
    return result_.edges.emplace_back(edge);
  }

  /// Between a PE's scratchpad and its MAC every word is alone.
  void own_edge(int data_space, int spad) {
    edge(data_space, spad, design_.level_count(), sums_.macs, sums_.macs);
  }

  void count_weights() {
    const int w = shape_.places.weights;
    const std::uint64_t words = product({shape_.groups, shape_.filters, shape_.channels, shape_.filter_rows,
                                         shape_.filter_columns, sums_.strips, sums_.image_blocks});
    // To each output row of a strip, and the strips together have all of them.
    const std::uint64_t delivered =
        product({shape_.groups, shape_.filters, shape_.channels, shape_.filter_rows, shape_.filter_columns,
                 shape_.out_rows, sums_.image_blocks});
    int source = machine_.memory;
    at(source, w)[Category::reads_fill] = words;
    if (machine_.filter_buffer >= 0) {
      edge(w, source, machine_.filter_buffer, words, words);
      source = machine_.filter_buffer;
      at(source, w)[Category::writes_fill] = words;
      at(source, w)[Category::reads_fill] = words;
      bound_by_network(source, w, words);
    }
    edge(w, source, machine_.filter_spad, words, delivered);
    at(machine_.filter_spad, w)[Category::writes_fill] = delivered;
    at(machine_.filter_spad, w)[Category::reads_operand] = sums_.macs;
    own_edge(w, machine_.filter_spad);
  }

  void count_inputs() {
    const int i = shape_.places.inputs;
    const std::uint64_t planes = product({shape_.groups, shape_.images, shape_.channels});
    const std::uint64_t touched = product({planes, sums_.rows, sums_.columns});
    const std::uint64_t existing = product({planes, sums_.rows_existing, sums_.columns_existing});
    // The only tile of a group stays through all its blocks of filters.
    const bool stays = sums_.strips == 1 && sums_.image_blocks == 1 && sums_.channel_blocks == 1;
    const std::uint64_t visits = stays ? 1 : sums_.filter_blocks;
    const std::uint64_t stored = machine_.stores_padding ? touched : existing;
    const std::uint64_t sent = times(touched, sums_.filter_passes);
    // Every PE of a set gets a row; the strips together have all output rows.
    const std::uint64_t delivered =
        product({planes, shape_.filter_rows, shape_.out_rows, sums_.columns, sums_.stacks});
    at(machine_.memory, i)[Category::reads_fill] = times(existing, visits);
    at(machine_.buffer, i)[Category::writes_fill] = times(stored, visits);
    at(machine_.buffer, i)[Category::reads_fill] = times(stored, sums_.filter_passes);
    at(machine_.ifmap_spad, i)[Category::writes_fill] = delivered;
    at(machine_.ifmap_spad, i)[Category::reads_operand] = sums_.macs;
    edge(i, machine_.memory, machine_.buffer, times(existing, visits), times(existing, visits));
    edge(i, machine_.buffer, machine_.ifmap_spad, sent, delivered);
    own_edge(i, machine_.ifmap_spad);
    bound_by_network(machine_.buffer, i, sent);
  }

  void count_outputs() {
    const int o = shape_.places.outputs;
    const std::uint64_t outputs = sums_.outputs;
    const std::uint64_t again = times(outputs, sums_.channel_blocks - 1);
    const std::uint64_t updates = times(outputs, sums_.channel_blocks);

    Counts& memory = at(machine_.memory, o);
    memory[Category::writes_update] = outputs;
    memory[Category::zero_starts] = outputs;

    Counts& buffer = at(machine_.buffer, o);
    buffer[Category::zero_starts] = outputs;
    buffer[Category::reads_fill] = again;
    buffer[Category::writes_update] = updates;
    buffer[Category::reads_drain] = outputs;

    // Each sum is visited by the R PEs of every set that has channels of the block.
    const std::uint64_t column = shape_.filter_rows;
    const std::uint64_t visits = product({outputs, column, sums_.sets});
    Counts& spad = at(machine_.psum_spad, o);
    spad[Category::zero_starts] = product({outputs, column, sums_.sets_first});
    spad[Category::writes_fill] = again;
    spad[Category::zero_joins] = minus(minus(visits, spad[Category::zero_starts]), again);
    spad[Category::reads_drain] = visits;
    spad[Category::writes_update] = sums_.macs;
    spad[Category::reads_accumulate] =
        minus(sums_.macs, plus(spad[Category::zero_starts], spad[Category::zero_joins]));

    edge(o, machine_.memory, machine_.buffer, outputs, outputs);
    edge(o, machine_.buffer, machine_.psum_spad, plus(again, visits), plus(again, updates)).reduced =
        minus(visits, updates);
    own_edge(o, machine_.psum_spad);
    bound_by_network(machine_.buffer, o, updates);  // old sums coming back are fewer
  }

  void bound_by_network(int level, int data_space, std::uint64_t words) {
    std::optional<Rational> width = design_.architecture().levels[level].read_bandwidth;
    const NetworkSpec* network = design_.network(level, data_space);
    if (network != nullptr && network->bandwidth) width = network->bandwidth;
    if (width) bound_ = std::max(bound_, cycles_for(words, *width));
  }

  void bound_by_memory() {
    const StorageLevel& memory = design_.architecture().levels[machine_.memory];
    const std::uint64_t read = plus(at(machine_.memory, shape_.places.weights)[Category::reads_fill],
                                    at(machine_.memory, shape_.places.inputs)[Category::reads_fill]);
    const std::uint64_t written = at(machine_.memory, shape_.places.outputs)[Category::writes_update];
    const auto serve = [&](const std::optional<Rational>& bandwidth, std::uint64_t words) {
      if (bandwidth) bound_ = std::max(bound_, cycles_for(words, *bandwidth));
    };
    serve(memory.read_bandwidth, read);
    serve(memory.write_bandwidth, written);
    serve(memory.shared_bandwidth, plus(read, written));
  }

  const Design& design_;
  const ConvShape& shape_;
  const RowStationaryMachine& machine_;
  Sums sums_;
  Cycle bound_ = 0;
  AnalyticalResult result_;
};

}  // namespace

AnalyticalResult analyze_row_stationary(const Design& design, const RowStationaryPlan& plan) {
  return Counter(design, plan).run();
}

}  // namespace nestwave::analytical
