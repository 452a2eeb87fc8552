// SPDX-License-Identifier: Apache-2.0
#include "tests/row_stationary/oracle.h"

#include <algorithm>
#include <array>
#include <set>

namespace nestwave::rs {

namespace {

using Word = std::array<std::uint64_t, 5>;  ///< coordinates
using Pe = std::array<std::uint64_t, 4>;    ///< stack, set, row, column
using List = std::vector<std::uint64_t>;

/// In pieces of `part`, the last one shorter.
std::vector<List> pieces(const List& all, std::uint64_t part) {
  std::vector<List> found;
  for (const std::uint64_t item : all) {
    if (found.empty() || found.back().size() == part) found.emplace_back();
    found.back().push_back(item);
  }
  return found;
}

std::vector<List> pieces(std::uint64_t size, std::uint64_t part) {
  List all;
  for (std::uint64_t i = 0; i < size; ++i) all.push_back(i);
  return pieces(all, part);
}

class Walk {
 public:
  Walk(const RowStationaryPlan& plan, int levels, int data_spaces)
      : s_(plan.shape), m_(plan.machine), c_(plan.parameters) {
    found_.counts = CountTable(levels, data_spaces);
  }

  Walked run() {
    for (std::uint64_t group = 0; group < s_.groups; ++group)
      for (const List& filters : pieces(s_.filters, c_.m))
        for (const List& rows : pieces(s_.out_rows, c_.e))
          for (const List& images : pieces(s_.images, c_.n)) {
            for (const List& channels : pieces(s_.channels, c_.q * c_.r))
              for (const List& some : pieces(filters, c_.p * c_.t)) pass(group, some, rows, images, channels);
            drain_block();
          }
    for (const auto& [pe, slots] : slots_) found_.compute_steps = std::max(found_.compute_steps, slots);
    return found_;
  }

 private:
  std::uint64_t& count(int level, int space, Category category) {
    return found_.counts.at(level, space)[category];
  }
  EdgeCounts& edge(int space, int from, int to) { return found_.edges[space][{from, to}]; }

  void pass(std::uint64_t group, const List& filters, const List& rows, const List& images,
            const List& channels) {
    ++found_.passes;
    std::set<Word> ifmap;
    std::set<Word> weights;
    std::set<std::pair<Pe, Word>> ifmap_to;
    std::set<std::pair<Pe, Word>> weights_to;
    std::set<Pe> active;
    const std::vector<List> stacks = pieces(filters, c_.p);
    const std::vector<List> sets = pieces(channels, c_.q);
    for (std::uint64_t stack = 0; stack < stacks.size(); ++stack)
      for (const std::uint64_t image : images)
        for (std::uint64_t column = 0; column < rows.size(); ++column)
          for (std::uint64_t x = 0; x < s_.out_columns; ++x)
            for (std::uint64_t set = 0; set < sets.size(); ++set)
              for (std::uint64_t i = 0; i < s_.filter_rows; ++i) {
                const Pe pe = {stack, set, i, column};
                active.insert(pe);
                slots_[pe] += stacks[stack].size();  // to pass its sums on
                std::set<Word> window;
                std::set<Word> held;
                for (const std::uint64_t channel : sets[set])
                  for (std::uint64_t j = 0; j < s_.filter_columns; ++j)
                    for (const std::uint64_t filter : stacks[stack]) {
                      const Word pixel = {image, group, channel, rows[column] * s_.stride_down + i,
                                          x * s_.stride_across + j};
                      const Word weight = {group, filter, channel, i, j};
                      ifmap.insert(pixel);
                      weights.insert(weight);
                      ifmap_to.insert({pe, pixel});
                      weights_to.insert({pe, weight});
                      window.insert(pixel);
                      held.insert(weight);
                      mac(pe);
                    }
                found_.window = std::max<std::uint64_t>(found_.window, window.size());
                found_.pe_filters = std::max<std::uint64_t>(found_.pe_filters, held.size());
                found_.pe_sums = std::max<std::uint64_t>(found_.pe_sums, stacks[stack].size());
              }
    found_.active_pes = std::max<std::uint64_t>(found_.active_pes, active.size());
    bring_weights(weights, weights_to.size());
    bring_ifmap(ifmap, ifmap_to.size());
    for (std::uint64_t stack = 0; stack < stacks.size(); ++stack)
      for (const std::uint64_t filter : stacks[stack])
        for (const std::uint64_t image : images)
          for (std::uint64_t column = 0; column < rows.size(); ++column)
            for (std::uint64_t x = 0; x < s_.out_columns; ++x)
              collect({image, group, filter, rows[column], x}, stack, sets.size(), column);
    found_.psum_tile = std::max<std::uint64_t>(found_.psum_tile, in_buffer_.size());
  }

  /// One MAC of a visit; collect() says later how the visit began.
  void mac(const Pe& pe) {
    ++slots_[pe];
    ++found_.macs;
    count(m_.ifmap_spad, s_.places.inputs, Category::reads_operand) += 1;
    count(m_.filter_spad, s_.places.weights, Category::reads_operand) += 1;
    count(m_.psum_spad, s_.places.outputs, Category::writes_update) += 1;
    count(m_.psum_spad, s_.places.outputs, Category::reads_accumulate) += 1;
  }

  void bring_weights(const std::set<Word>& words, std::uint64_t received) {
    const int w = s_.places.weights;
    found_.pass_filters = std::max<std::uint64_t>(found_.pass_filters, words.size());
    int from = m_.memory;
    for (const int to : {m_.filter_buffer, m_.filter_spad}) {
      if (to < 0) continue;
      const std::uint64_t arrive = to == m_.filter_spad ? received : words.size();
      count(from, w, Category::reads_fill) += words.size();
      count(to, w, Category::writes_fill) += arrive;
      edge(w, from, to).injected += words.size();
      edge(w, from, to).delivered += arrive;
      from = to;
    }
  }

  void bring_ifmap(const std::set<Word>& words, std::uint64_t received) {
    const int i = s_.places.inputs;
    const auto exists = [this](const Word& word) {
      return word[3] >= s_.first_row && word[3] < s_.end_row && word[4] >= s_.first_column &&
             word[4] < s_.end_column;
    };
    const auto stored = [&](const Word& word) { return m_.stores_padding || exists(word); };
    const auto number = static_cast<std::uint64_t>(std::count_if(words.begin(), words.end(), stored));
    if (words != tile_) {
      tile_ = words;
      found_.ifmap_tile = std::max(found_.ifmap_tile, number);
      const auto real = static_cast<std::uint64_t>(std::count_if(words.begin(), words.end(), exists));
      count(m_.memory, i, Category::reads_fill) += real;
      count(m_.buffer, i, Category::writes_fill) += number;
      edge(i, m_.memory, m_.buffer).injected += real;
      edge(i, m_.memory, m_.buffer).delivered += real;
    }
    count(m_.buffer, i, Category::reads_fill) += number;
    count(m_.ifmap_spad, i, Category::writes_fill) += received;
    edge(i, m_.buffer, m_.ifmap_spad).injected += words.size();
    edge(i, m_.buffer, m_.ifmap_spad).delivered += received;
  }

  /// The visits of a sum in the PEs of a column, from the bottom up.
  void collect(const Word& sum, std::uint64_t stack, std::uint64_t sets, std::uint64_t column) {
    const int o = s_.places.outputs;
    const bool old = in_buffer_.count(sum) > 0;
    EdgeCounts& link = edge(o, m_.buffer, m_.psum_spad);
    bool bottom = true;
    std::uint64_t members = 0;
    for (std::uint64_t set = 0; set < sets; ++set)
      for (std::uint64_t row = s_.filter_rows; row-- > 0; bottom = false) {
        const Pe pe = {stack, set, row, column};
        ++members;
        if (visited_.insert({pe, sum}).second) {
          count(m_.psum_spad, o, Category::zero_starts) += 1;
          count(m_.psum_spad, o, Category::reads_accumulate) -= 1;  // of the visit's first MAC
        } else if (old && bottom) {
          count(m_.buffer, o, Category::reads_fill) += 1;
          count(m_.psum_spad, o, Category::writes_fill) += 1;
          ++link.injected;
          ++link.delivered;
        } else {
          count(m_.psum_spad, o, Category::zero_joins) += 1;
          count(m_.psum_spad, o, Category::reads_accumulate) -= 1;
        }
        count(m_.psum_spad, o, Category::reads_drain) += 1;
        ++link.injected;
      }
    link.reduced += members - 1;
    ++link.delivered;
    count(m_.buffer, o, Category::writes_update) += 1;
    if (in_buffer_.insert(sum).second) count(m_.buffer, o, Category::zero_starts) += 1;
  }

  void drain_block() {
    const int o = s_.places.outputs;
    for (std::size_t sum = 0; sum < in_buffer_.size(); ++sum) {
      count(m_.buffer, o, Category::reads_drain) += 1;
      count(m_.memory, o, Category::writes_update) += 1;
      count(m_.memory, o, Category::zero_starts) += 1;
      ++edge(o, m_.memory, m_.buffer).injected;
      ++edge(o, m_.memory, m_.buffer).delivered;
    }
    in_buffer_.clear();
  }

  const ConvShape& s_;
  const RowStationaryMachine& m_;
  const RowStationaryParameters& c_;
  Walked found_;
  std::set<Word> tile_;
  std::set<Word> in_buffer_;
  std::set<std::pair<Pe, Word>> visited_;
  std::map<Pe, std::uint64_t> slots_;
};

}  // namespace

Walked walk(const RowStationaryPlan& plan, int levels, int data_spaces) {
  return Walk(plan, levels, data_spaces).run();
}

}  // namespace nestwave::rs
