// SPDX-License-Identifier: Apache-2.0
#include "tests/systolic/oracle.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace nestwave::test {

namespace {

using Point = std::vector<std::int64_t>;  ///< an index per dimension
using Word = std::vector<std::int64_t>;
using Words = std::set<Word>;

/// All values of the dimensions that `wanted` picks, in the order of nested loops.
template <typename Wanted>
std::vector<Point> points(const Problem& problem, const Wanted& wanted) {
  std::vector<Point> all = {Point(problem.dimensions.size(), 0)};
  for (std::size_t d = 0; d < problem.dimensions.size(); ++d) {
    if (!wanted(static_cast<int>(d))) continue;
    std::vector<Point> next;
    for (const Point& point : all)
      for (std::uint64_t i = 0; i < problem.dimensions[d].size; ++i) {
        next.push_back(point);
        next.back()[d] = static_cast<std::int64_t>(i);
      }
    all = std::move(next);
  }
  return all;
}

class Oracle {
 public:
  Oracle(const Problem& problem, const OracleArray& array) : problem_(problem), array_(array) {
    result_.memory.resize(3), result_.buffer.resize(3), result_.registers.resize(3);
    const int w = problem.find_data_space("Weights");
    const int i = problem.find_data_space("Inputs");
    const int o = problem.outputs();
    const auto in = [&](int d, bool weights, bool inputs, bool outputs) {
      return problem.data_spaces[w].uses(d) == weights && problem.data_spaces[i].uses(d) == inputs &&
             problem.data_spaces[o].uses(d) == outputs;
    };
    const auto m = points(problem, [&](int d) { return in(d, false, true, true); });
    const auto k = points(problem, [&](int d) { return in(d, true, true, false); });
    const auto n = points(problem, [&](int d) { return in(d, true, false, true); });
    groups_ = points(problem, [&](int d) { return in(d, true, true, true); });
    outputs_ = o;
    switch (array.dataflow) {
      case SystolicDataflow::weight_stationary:
        rows_ = k, columns_ = n, stream_ = m, stays_ = w, across_ = i, down_ = o;
        break;
      case SystolicDataflow::input_stationary:
        rows_ = k, columns_ = m, stream_ = n, stays_ = i, across_ = w, down_ = o;
        break;
      case SystolicDataflow::output_stationary:
        rows_ = m, columns_ = n, stream_ = k, stays_ = o, across_ = i, down_ = w;
        break;
    }
  }

  OracleResult run() {
    held_.resize(3);
    for (const Point& group : groups_) {
      for (std::size_t column = 0; column < columns_.size(); column += array_.columns)
        for (std::size_t row = 0; row < rows_.size(); row += array_.rows) fold(group, row, column);
    }
    return result_;
  }

 private:
  [[nodiscard]] Word word(int space, std::initializer_list<const Point*> parts, bool& stored) const {
    Word word;
    stored = true;
    for (const Rank& rank : problem_.data_spaces[space].ranks) {
      std::int64_t at = 0;
      for (const Term& term : rank.terms)
        for (const Point* part : parts) at += term.coefficient * (*part)[term.dimension];
      stored = stored && at >= rank.begin && at < rank.end;
      word.push_back(at);
    }
    return word;
  }

  /// Stored words at the places of lanes × positions, each as often as it is there.
  [[nodiscard]] std::vector<Word> places(int space, const Point& group, const std::vector<Point>& lanes,
                                         const std::vector<Point>& positions) const {
    std::vector<Word> all;
    for (const Point& lane : lanes)
      for (const Point& position : positions) {
        bool stored = false;
        Word at = word(space, {&group, &lane, &position}, stored);
        if (stored) all.push_back(std::move(at));
      }
    return all;
  }

  void fold(const Point& group, std::size_t first_row, std::size_t first_column) {
    const auto part = [](const std::vector<Point>& all, std::size_t first, std::uint64_t most) {
      return std::vector<Point>(
          all.begin() + static_cast<std::ptrdiff_t>(first),
          all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), first + most)));
    };
    const std::vector<Point> rows = part(rows_, first_row, array_.rows);
    const std::vector<Point> columns = part(columns_, first_column, array_.columns);
    const std::uint64_t macs = rows.size() * columns.size() * stream_.size();
    result_.macs += macs;
    const bool moving = down_ == outputs_;
    operand(across_, group, rows, stream_, rows_, stream_);
    if (moving) {
      const std::size_t before = result_.buffer[stays_][Category::reads_operand];
      operand(stays_, group, rows, columns, rows_, columns_);
      Counts& buffer = result_.buffer[stays_];
      buffer[Category::reads_fill] += buffer[Category::reads_operand] - before;
      buffer[Category::reads_operand] = before;
      result_.registers[stays_][Category::writes_fill] += rows.size() * columns.size();
      result_.registers[stays_][Category::reads_operand] += macs;
      sums(group, columns, stream_);
    } else {
      operand(down_, group, columns, stream_, columns_, stream_);
      Counts& registers = result_.registers[stays_];
      registers[Category::zero_starts] += rows.size() * columns.size();
      registers[Category::reads_accumulate] += macs - rows.size() * columns.size();
      registers[Category::writes_update] += macs;
      registers[Category::reads_drain] += rows.size() * columns.size();
      sums(group, rows, columns);
    }
    schedule(rows.size(), columns.size());
  }

  void operand(int space, const Point& group, const std::vector<Point>& lanes,
               const std::vector<Point>& positions, const std::vector<Point>& all_lanes,
               const std::vector<Point>& all_positions) {
    const std::vector<Word> read = places(space, group, lanes, positions);
    result_.buffer[space][Category::reads_operand] += read.size();
    std::uint64_t fetched = 0;
    if (array_.residency[space] == Residency::stream) {
      fetched = read.size();
    } else {
      const std::vector<Word> tile = array_.residency[space] == Residency::tensor
                                         ? places(space, group, all_lanes, all_positions)
                                         : read;
      Words fresh(tile.begin(), tile.end());
      for (const Word& each : fresh) fetched += held_[space].contains(each) ? 0 : 1;
      held_[space] = std::move(fresh);
    }
    result_.memory[space][Category::reads_fill] += fetched;
    result_.buffer[space][Category::writes_fill] += fetched;
  }

  void sums(const Point& group, const std::vector<Point>& lanes, const std::vector<Point>& positions) {
    Counts& buffer = result_.buffer[outputs_];
    Counts& memory = result_.memory[outputs_];
    const bool streams = array_.residency[outputs_] == Residency::stream;
    for (const Word& each : places(outputs_, group, lanes, positions)) {
      ++buffer[Category::writes_update];
      const bool fresh = visited_.insert(each).second;
      ++(fresh ? buffer[Category::zero_starts] : buffer[Category::reads_accumulate]);
      if (fresh) ++memory[Category::zero_starts];
      if (streams && !fresh) ++memory[Category::reads_fill], ++buffer[Category::writes_fill];
      if (streams || fresh) ++buffer[Category::reads_drain], ++memory[Category::writes_update];
    }
  }

  // ---- time: the earliest beginning at which no register and no link is wanted twice

  enum Resource { pe, loaded, sum_link, finished, out };
  using Use = std::tuple<Resource, std::uint64_t, std::uint64_t, Cycle>;  ///< row, column, cycle

  /// What a fold occupies. A register is in use from the end of the cycle in which it is written.
  [[nodiscard]] std::set<Use> uses(std::uint64_t rows, std::uint64_t columns, std::uint64_t height,
                                   Cycle load, Cycle stream) const {
    std::set<Use> all;
    const std::uint64_t words = stream_.size();
    for (std::uint64_t j = 0; j < columns; ++j) {
      for (std::uint64_t i = 0; i < rows; ++i) {
        for (std::uint64_t t = 0; t < words; ++t) all.insert({pe, i, j, stream + i + j + t});
        if (down_ == outputs_) {
          const Cycle enters = load + j + height - 1 - i;
          for (std::uint64_t above = 0; above < i; ++above) all.insert({loaded, above, j, enters + above});
          for (Cycle at = enters + i; at < stream + i + j; ++at) all.insert({loaded, i, j, at});
        } else {
          const Cycle drain = stream + words + height - 1 + j;
          for (Cycle at = stream + words - 1 + i + j; at < drain; ++at) all.insert({finished, i, j, at});
          for (std::uint64_t q = 0; i + q + 1 < height; ++q) all.insert({finished, i + q + 1, j, drain + q});
          all.insert({out, 0, j, drain + height - 1 - i});
        }
      }
      if (down_ != outputs_) continue;
      // What is shifted in for rows without work is nothing, but it takes its time and its registers.
      for (std::uint64_t i = rows; i < height; ++i)
        for (std::uint64_t above = 0; above <= i; ++above)
          all.insert({loaded, above, j, load + j + height - 1 - i + above});
      for (std::uint64_t t = 0; t < words; ++t) {
        for (std::uint64_t i = 0; i < height; ++i) all.insert({sum_link, i, j, stream + t + i + j});
        all.insert({out, 0, j, stream + t + height - 1 + j});
      }
    }
    return all;
  }

  void schedule(std::uint64_t rows, std::uint64_t columns) {
    const bool used_only = array_.spec.pace == Pace::used;
    const std::uint64_t height = used_only ? rows : array_.rows;
    const std::uint64_t width = used_only ? columns : array_.columns;
    const bool moving = down_ == outputs_;
    Cycle load = last_load_;
    Cycle stream = last_stream_;
    if (array_.spec.fold_overlap == FoldOverlap::none ||
        (!moving && array_.spec.fold_overlap == FoldOverlap::preload))
      load = stream = last_end_;
    if (array_.spec.fold_overlap == FoldOverlap::preload && moving) stream = last_end_;
    const auto free = [&](const std::set<Use>& wanted) {
      return std::none_of(wanted.begin(), wanted.end(), [&](const Use& use) { return taken_.contains(use); });
    };
    // Loading first: it must find its registers free whatever the stream then has to wait for.
    const auto loads = [&](Cycle at) {
      std::set<Use> wanted = uses(rows, columns, height, at, std::max(stream, at + height));
      std::erase_if(wanted, [](const Use& use) { return std::get<0>(use) != loaded; });
      return free(wanted);
    };
    if (moving) {
      while (!loads(load)) ++load;
      stream = std::max(stream, load + height);
    }
    // Sums of one column leave in the order of the folds.
    const auto overtakes = [&](const std::set<Use>& wanted) {
      return std::any_of(wanted.begin(), wanted.end(), [&](const Use& use) {
        return std::get<0>(use) == out && std::get<3>(use) <= last_out_[std::get<2>(use)];
      });
    };
    std::set<Use> found = uses(rows, columns, height, load, stream);
    for (; !free(found) || (!first_ && overtakes(found)); found = uses(rows, columns, height, load, stream))
      ++stream;
    first_ = false;
    for (const Use& use : found)
      if (std::get<0>(use) == out)
        last_out_[std::get<2>(use)] = std::max(last_out_[std::get<2>(use)], std::get<3>(use));
    taken_.insert(found.begin(), found.end());
    last_load_ = load;
    last_stream_ = stream;
    last_end_ = stream + stream_.size() + height + width - 2 + (moving ? 0 : height);
    result_.cycles = std::max(result_.cycles, last_end_);
  }

  const Problem& problem_;
  const OracleArray& array_;
  OracleResult result_;
  int stays_ = 0, across_ = 0, down_ = 0, outputs_ = 0;
  std::vector<Point> groups_, rows_, columns_, stream_;
  std::vector<Words> held_;
  Words visited_;
  std::set<Use> taken_;
  std::map<std::uint64_t, Cycle> last_out_;  ///< by column
  bool first_ = true;
  Cycle last_load_ = 0, last_stream_ = 0, last_end_ = 0;
};

}  // namespace

OracleResult run_oracle(const Problem& problem, const OracleArray& array) {
  return Oracle(problem, array).run();
}

}  // namespace nestwave::test
