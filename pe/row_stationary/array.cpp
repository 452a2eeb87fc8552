// SPDX-License-Identifier: Apache-2.0
#include "pe/row_stationary/array.h"

#include <algorithm>

namespace nestwave {

namespace {

/// Words that a scratchpad may hold; one without a limit holds what is in use and as much again.
std::uint64_t room(const StorageLevel& spad, std::uint64_t used) {
  if (!spad.capacity_words) return 2 * used;
  const Rational words = Rational(static_cast<std::int64_t>(*spad.capacity_words)) / spad.multiple_buffering;
  return static_cast<std::uint64_t>(words.numerator() / words.denominator());
}

std::uint64_t ifmap_room(const RowStationaryPlan& plan, const Design& design) {
  return room(design.architecture().levels[plan.machine.ifmap_spad],
              plan.parameters.q * plan.shape.filter_columns);
}

std::uint64_t filter_room(const RowStationaryPlan& plan, const Design& design) {
  return room(design.architecture().levels[plan.machine.filter_spad],
              plan.parameters.p * plan.parameters.q * plan.shape.filter_columns);
}

/// Words that are still in the stages of the PE below have a place already.
PsumFifos feet_of(const RowStationaryGrid& grid, std::uint64_t lanes, Cycle stages) {
  PsumFifos feet;
  for (std::uint64_t pe = 0; pe < grid.pes(); ++pe)
    feet.add(1, (grid.level(pe) == 0 ? lanes : PsumFifos::kLinkWords) + stages);
  return feet;
}

PsumFifos exits_of(const RowStationaryGrid& grid, std::uint64_t lanes, Cycle stages) {
  PsumFifos exits;
  exits.add(grid.columns(), lanes + stages);
  return exits;
}

}  // namespace

BusWidths row_stationary_widths(const Design& design, const RowStationaryPlan& plan) {
  const RowStationaryMachine& machine = plan.machine;
  const ConvShape::Places& places = plan.shape.places;
  const auto& levels = design.architecture().levels;
  const auto width = [&](int level, int data_space, std::uint64_t most) {
    const NetworkSpec* network = design.network(level, data_space);
    std::optional<Rational> words = levels[level].read_bandwidth;
    if (network != nullptr && network->bandwidth) words = network->bandwidth;
    if (!words) return most;
    if (words->denominator() != 1)
      throw InputError(levels[level].where, "row_stationary: the network below " + levels[level].name +
                                                " must carry a whole number "
                                                "of words of " +
                                                design.problem().data_spaces[data_space].name + " per cycle");
    return std::min(most, static_cast<std::uint64_t>(words->numerator()));
  };
  const int filter_source = machine.filter_buffer >= 0 ? machine.filter_buffer : machine.memory;
  const std::uint64_t rows = plan.parameters.r * ((plan.parameters.e - 1) * std::min(plan.shape.stride_down,
                                                                                     plan.shape.filter_rows) +
                                                  plan.shape.filter_rows);
  return {filter_source == machine.memory ? plan.parameters.p
                                          : width(filter_source, places.weights, plan.parameters.p),
          width(machine.buffer, places.inputs, rows),
          width(machine.buffer, places.outputs, plan.parameters.p)};
}

RowStationaryArray::RowStationaryArray(sc_core::sc_module_name name, const RowStationaryPasses& passes,
                                       const Design& design, Clock& clock, Recorder& recorder,
                                       const Options& options)
    : sc_module(name),
      passes_(passes),
      design_(design),
      clock_(clock),
      recorder_(recorder),
      stop_(options.stop),
      grid_(passes.plan()),
      ifmaps_(grid_.pes(), ifmap_room(passes.plan(), design)),
      filters_(grid_.pes(), filter_room(passes.plan(), design)),
      feet_(feet_of(grid_, passes.cut().p, design.architecture().compute.depth)),
      exits_(exits_of(grid_, passes.cut().p, design.architecture().compute.depth)),
      waiting_(grid_.pes()),
      values_(options.source == nullptr
                  ? nullptr
                  : std::make_unique<SpadValues>(
                        SpadValues::Sizes{grid_.pes(), ifmaps_.capacity(), filters_.capacity(),
                                          passes.cut().p, feet_.slots(), exits_.slots()},
                        *options.source)),
      works_(recorder.wants(kWork)
                 ? std::make_optional<RowStationaryWorks>(passes, grid_, design.level_count(), recorder)
                 : std::nullopt),
      off_chip_("off_chip", passes, design.architecture(), recorder, works_ ? &*works_ : nullptr),
      wiring_{passes,
              grid_,
              off_chip_,
              recorder,
              row_stationary_widths(design, passes.plan()),
              ifmaps_,
              filters_,
              feet_,
              exits_,
              waiting_,
              values_.get(),
              works_ ? &*works_ : nullptr},
      filter_edge_(edge(passes.shape().places.weights,
                        passes.plan().machine.filter_buffer >= 0 ? passes.plan().machine.filter_buffer
                                                                 : passes.plan().machine.memory,
                        passes.plan().machine.filter_spad)),
      ifmap_edge_(
          edge(passes.shape().places.inputs, passes.plan().machine.buffer, passes.plan().machine.ifmap_spad)),
      psum_edge_(
          edge(passes.shape().places.outputs, passes.plan().machine.buffer, passes.plan().machine.psum_spad)),
      filter_bus_("filter_bus", wiring_, account(filter_edge_.from, filter_edge_.data_space, ""),
                  filter_edge_),
      ifmap_bus_("ifmap_bus", wiring_, filter_bus_, account(ifmap_edge_.from, ifmap_edge_.data_space, ""),
                 ifmap_edge_),
      psum_bus_("psum_bus", wiring_, account(psum_edge_.from, psum_edge_.data_space, ".in"), psum_edge_),
      output_bus_("output_bus", wiring_, account(psum_edge_.from, psum_edge_.data_space, ".out"), psum_edge_),
      pes_("pes", wiring_, filter_bus_, ifmap_bus_, design.architecture().compute.depth, stop_,
           options.otherwise, psum_edge_) {
  spawn_method(clock, "tick", wake_, [this] { tick(); });
  open_ledger();
}

BusAccount RowStationaryArray::account(int level, int data_space, const char* suffix) const {
  return {design_.architecture().levels[level].name + ".network." +
              design_.problem().data_spaces[data_space].name + suffix,
          level};
}

EdgeCounts RowStationaryArray::edge(int data_space, int from, int to) const {
  EdgeCounts edge;
  edge.data_space = data_space;
  edge.from = from;
  edge.to = to;
  return edge;
}

bool RowStationaryArray::anything_moves() const {
  return filter_bus_.moves() || ifmap_bus_.moves() || psum_bus_.moves() || output_bus_.moves() ||
         !pes_.asleep();
}

void RowStationaryArray::tick() {
  Cycle now = clock_.enter();
  Cycle next = cycle(now);
  while (next == now + 1 && next < stop_ && Clock::alone()) {
    now = clock_.advance();
    next = cycle(now);
  }
  if (next < stop_) wake_.notify(clock_.delay(next - now));
}

/// Executes a cycle and says which one is next; never: there is none.
Cycle RowStationaryArray::cycle(Cycle now) {
  pes_.stalls().report(now);
  look_at_phase(now);
  off_chip_.tick(now);
  off_chip_.report_room(now);
  filter_bus_.decide(now);
  ifmap_bus_.decide(now);
  psum_bus_.decide(now);
  output_bus_.decide(now);
  pes_.tick(now);
  filter_bus_.commit(now);
  ifmap_bus_.commit(now);
  psum_bus_.commit(now);
  output_bus_.commit(now);
  pes_.wake(now);
  if (recorder_.wants(kSteps)) report_progress(now);
  // The sums may have arrived as this cycle began: it is then the first that is not part of the run.
  if (over()) return kNever;
  report(now + 1);
  recorder_.tell(kCycles, &Observer::end_of_cycle, now);
  const Cycle next = anything_moves() ? now + 1 : off_chip_.next(now);
  if (next != kNever) clock_.require(next);
  return next;
}

/// The last pass that anything has been asked for, or is looked at next, while the first PE is in `pass`.
std::uint64_t RowStationaryArray::last_pass(std::uint64_t pass) const {
  return std::max(
      {pass + 1, off_chip_.requested_pass(), filter_bus_.passes_sent(), ifmap_bus_.pass(), psum_bus_.pass()});
}

RowStationaryArray::Reach RowStationaryArray::reach() const {
  return {std::min({pes_.first_pass(), output_bus_.first_pass(), filter_bus_.passes_sent(), ifmap_bus_.pass(),
                    psum_bus_.pass()}),
          last_pass(pes_.pass()), off_chip_.requested_tile()};
}

void RowStationaryArray::visit_state(StateVisitor& state) {
  recorder_.visit_state(state);
  for (EdgeCounts* edge : {&filter_edge_, &ifmap_edge_, &psum_edge_})
    for (std::uint64_t* words : {&edge->injected, &edge->delivered, &edge->hops, &edge->reduced})
      state.counter(*words);
  off_chip_.visit_state(state, {filter_bus_.units_sent(), ifmap_bus_.units_before()});
  ifmaps_.visit_state(state);
  filters_.visit_state(state);
  // A sum is told by how many are under way in its column.
  for (std::uint64_t stack = 0; stack < grid_.stacks; ++stack)
    for (std::uint64_t column = 0; column < grid_.width; ++column) {
      const std::uint64_t exit = stack * grid_.width + column;
      exits_.visit_state(state, exit, exits_.taken(exit));
      feet_.visit_state(state, grid_.pe(stack, 0, column), exits_.taken(exit));
      for (std::uint64_t level = 1; level < grid_.height; ++level) {
        const std::uint64_t foot = grid_.pe(stack, level, column);
        feet_.visit_state(state, foot, feet_.taken(foot));
      }
    }
  waiting_.visit_state(state);
  filter_bus_.visit_state(state);
  ifmap_bus_.visit_state(state);
  psum_bus_.visit_state(state);
  const std::uint64_t last = last_pass(state.frame().iteration);
  output_bus_.visit_state(state, last);
  pes_.visit_state(state, last);
}

}  // namespace nestwave
