// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>

#include "models/row_stationary.h"
#include "models/row_stationary_limits.h"

namespace nestwave {

namespace {

constexpr std::uint64_t ceiling(std::uint64_t a, std::uint64_t b) {
  return a / b + (a % b != 0 ? 1 : 0);
}

class PlanChecker {
 public:
  PlanChecker(const RowStationaryPlan& plan, const Architecture& architecture, const Location& where)
      : shape_(plan.shape),
        machine_(plan.machine),
        cut_(plan.parameters),
        architecture_(architecture),
        where_(where) {}

  void check() const {
    check_layer();
    check_array();
    check_scratchpads();
    check_buffers();
  }

 private:
  using Figure = std::pair<const char*, std::uint64_t>;

  [[noreturn]] void refuse(const std::string& reason) const {
    throw InputError(where_, "row_stationary: " + reason);
  }
  static std::string equals(const Figure& figure) {
    return std::string(figure.first) + " = " + std::to_string(figure.second);
  }

  void at_most(const Figure& parameter, std::uint64_t limit, const std::string& of_what) const {
    if (parameter.second == 0) refuse(equals(parameter) + "; parameters are at least 1");
    if (parameter.second > limit)
      refuse(equals(parameter) + " is more than the " + std::to_string(limit) + " " + of_what);
  }

  void check_layer() const {
    at_most({"m", cut_.m}, shape_.filters, "filters of a group");
    at_most({"n", cut_.n}, shape_.images, "images");
    at_most({"e", cut_.e}, shape_.out_rows, "output rows");
    at_most({"p", cut_.p}, cut_.m, "filters kept at a time (m)");
    at_most({"q", cut_.q}, shape_.channels, "channels of a group");
    at_most({"t", cut_.t}, ceiling(cut_.m, cut_.p), "blocks of p filters that m holds");
    at_most({"r", cut_.r}, ceiling(shape_.channels, cut_.q), "blocks of q channels that a group holds");
  }

  void check_array() const {
    if (shape_.filter_rows > machine_.rows)
      refuse("R = " + std::to_string(shape_.filter_rows) + " filter rows do not fit into the " +
             std::to_string(machine_.rows) + " rows of PEs");
    const SetSpace space = set_space(shape_, machine_, cut_.e);
    const std::string set = "a set of R * e = " + std::to_string(shape_.filter_rows) + " * " +
                            std::to_string(cut_.e) + " PEs" +
                            (space.segments > 1 ? " in " + std::to_string(space.segments) + " segments" : "");
    const std::string array =
        std::to_string(machine_.rows) + " rows and " + std::to_string(machine_.columns) + " columns of PEs";
    if (space.sets == 0) refuse(set + " does not fit into the " + array);
    if (cut_.r > space.sets / cut_.t)
      refuse("r * t = " + std::to_string(cut_.r) + " * " + std::to_string(cut_.t) + " sets; of " + set +
             " there is room for " + std::to_string(space.sets) + " in the " + array);
  }

  void fits(const std::string& what, std::uint64_t words, int level) const {
    const std::optional<std::uint64_t> room = room_of(architecture_.levels[level]);
    if (room && words > *room)
      refuse(what + " = " + std::to_string(words) + " words; " + architecture_.levels[level].name +
             " has room for " + std::to_string(*room));
  }

  void check_scratchpads() const {
    fits("q * S", cut_.q * shape_.filter_columns, machine_.ifmap_spad);
    fits("p * q * S", cut_.p * cut_.q * shape_.filter_columns, machine_.filter_spad);
    fits("p", cut_.p, machine_.psum_spad);
  }

  void check_buffers() const {
    if (machine_.filter_buffer >= 0)
      fits("the filters of a pass, p * t * q * r * R * S", pass_filter_words(shape_, cut_),
           machine_.filter_buffer);
    const StorageLevel& buffer = architecture_.levels[machine_.buffer];
    const std::optional<std::uint64_t> room = room_of(buffer);
    if (!room) return;
    const std::uint64_t ifmap = ifmap_tile_words(shape_, machine_, cut_);
    const std::uint64_t psums = psum_tile_words(shape_, cut_);
    const std::uint64_t bank = machine_.bank_words;
    const std::string tiles = "ifmap tiles (n * q * r channels) of " + std::to_string(ifmap) +
                              " words and psums (n * m * e * F) of " + std::to_string(psums);
    if (bank > 0 && ceiling(ifmap, bank) + ceiling(psums, bank) > *room / bank)
      refuse(tiles + " take " + std::to_string(ceiling(ifmap, bank)) + " + " +
             std::to_string(ceiling(psums, bank)) + " banks of " + std::to_string(bank) + " words; " +
             buffer.name + " has " + std::to_string(*room / bank));
    if (ifmap + psums > *room)
      refuse(tiles + " take " + std::to_string(ifmap + psums) + " words; " + buffer.name + " has room for " +
             std::to_string(*room));
  }

  const ConvShape& shape_;
  const RowStationaryMachine& machine_;
  const RowStationaryParameters& cut_;
  const Architecture& architecture_;
  const Location& where_;
};

}  // namespace

SetSpace set_space(const ConvShape& shape, const RowStationaryMachine& machine, std::uint64_t e) {
  SetSpace space;
  space.segments = ceiling(e, machine.columns);
  if (space.segments > machine.rows / shape.filter_rows) return space;
  space.sets =
      machine.rows / (shape.filter_rows * space.segments) * (machine.columns / ceiling(e, space.segments));
  return space;
}

std::optional<std::uint64_t> room_of(const StorageLevel& level) {
  if (!level.capacity_words) return std::nullopt;
  const Rational room = Rational(static_cast<std::int64_t>(*level.capacity_words)) / level.multiple_buffering;
  return static_cast<std::uint64_t>(room.numerator() / room.denominator());
}

std::uint64_t ifmap_tile_words(const ConvShape& shape, const RowStationaryMachine& machine,
                               const RowStationaryParameters& cut) {
  // Neighbouring windows share pixels, or leave some out between them.
  const auto span = [](std::uint64_t positions, std::uint64_t stride, std::uint64_t taps) {
    return (positions - 1) * std::min(stride, taps) + taps;
  };
  std::uint64_t rows = span(cut.e, shape.stride_down, shape.filter_rows);
  std::uint64_t columns = span(shape.out_columns, shape.stride_across, shape.filter_columns);
  if (!machine.stores_padding) {
    rows = std::min(rows, shape.end_row - shape.first_row);
    columns = std::min(columns, shape.end_column - shape.first_column);
  }
  return cut.n * std::min(cut.q * cut.r, shape.channels) * rows * columns;
}

std::uint64_t psum_tile_words(const ConvShape& shape, const RowStationaryParameters& cut) {
  return cut.n * cut.m * cut.e * shape.out_columns;
}

std::uint64_t pass_filter_words(const ConvShape& shape, const RowStationaryParameters& cut) {
  return std::min(cut.p * cut.t, cut.m) * std::min(cut.q * cut.r, shape.channels) * shape.filter_rows *
         shape.filter_columns;
}

RowStationaryPlan row_stationary_plan(const Problem& problem, const Architecture& architecture,
                                      const RowStationaryParameters& parameters, const Location& where) {
  const RowStationaryPlan plan = {conv_shape(problem), row_stationary_machine(architecture), parameters};
  PlanChecker(plan, architecture, where).check();
  return plan;
}

RowStationaryResult row_stationary_result(const RowStationaryPlan& plan) {
  const ConvShape& shape = plan.shape;
  const RowStationaryParameters& cut = plan.parameters;
  const std::uint64_t filters = cut.p * cut.t;
  const std::uint64_t filter_passes =
      shape.filters / cut.m * ceiling(cut.m, filters) + ceiling(shape.filters % cut.m, filters);
  RowStationaryResult result;
  result.parameters = cut;
  result.active_pes = shape.filter_rows * cut.e * cut.r * cut.t;
  result.passes = shape.groups * ceiling(shape.out_rows, cut.e) * ceiling(shape.images, cut.n) *
                  ceiling(shape.channels, cut.q * cut.r) * filter_passes;
  return result;
}

}  // namespace nestwave
