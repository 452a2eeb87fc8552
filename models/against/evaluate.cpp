// SPDX-License-Identifier: Apache-2.0
#include "models/against/evaluate.h"

#include <utility>

#include "models/against/zero_and_one.h"
#include "models/analytical/bound.h"
#include "models/analytical/model.h"

namespace nestwave::against {

namespace {

Amount exact(std::uint64_t words) {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 53;
  if (words > kLargest)
    throw InputError({}, "--against: a figure of this run is above 2^53, too large to compare");
  return static_cast<Amount>(words);
}

Design with(const Design& design, const Policy& policy) {
  Architecture architecture = design.architecture();
  for (StorageLevel& level : architecture.levels) level.capacity_words.reset();
  return {design.problem(), std::move(architecture), design.mapping(), policy};
}

/// The same machine if only that level had ports of limited bandwidth.
Design limited_by(const Design& design, int only) {
  Architecture architecture = design.architecture();
  for (int l = 0; l < design.level_count(); ++l) {
    StorageLevel& level = architecture.levels[static_cast<std::size_t>(l)];
    level.capacity_words.reset();
    if (l == only) continue;
    level.read_bandwidth.reset();
    level.write_bandwidth.reset();
    level.shared_bandwidth.reset();
  }
  return {design.problem(), std::move(architecture), design.mapping(), design.policy()};
}

/// Puts Timeloop's own fills in the place of ours, and what the parents read in proportion: under its rules
/// of multicast a parent reads a fixed multiple of what one child takes in, whatever that is.
void evaluate_at_zero_and_one(const Design& design, CountTable& counts) {
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (design.problem().data_spaces[static_cast<std::size_t>(d)].read_write) continue;
    const std::vector<int>& keepers = design.keepers(d);
    for (std::size_t k = 0; k + 1 < keepers.size(); ++k) {
      const std::uint64_t instances = design.used_instances(keepers[k + 1]);
      std::uint64_t& filled = counts.at(keepers[k + 1], d)[Category::writes_fill];
      std::uint64_t& read = counts.at(keepers[k], d)[Category::reads_fill];
      const std::uint64_t per_child = filled / instances;
      if (per_child == 0 || read % per_child != 0)
        throw InternalError("the reads of a parent are no multiple of a child's fills");
      const std::uint64_t fills = fills_at_zero_and_one(design, d, keepers[k + 1]);
      read = read / per_child * fills;
      filled = fills * instances;
    }
  }
}

}  // namespace

Evaluator::Evaluator(const Design& design, const SimulationResult& simulation, const EnergyTable* energy,
                     double other_energy)
    : design_(design), simulation_(simulation), energy_(energy), other_energy_(other_energy) {}

Amount Evaluator::ours(const Figure& figure) const {
  if (figure.measure == Measure::simulated_cycles) return exact(simulation_.cycles);
  Convention in_force;
  in_force.policy = design_.policy();
  return evaluate(figure, in_force, design_, simulation_.counts, simulation_.macs);
}

Amount Evaluator::value(const Figure& figure, const Convention& convention) {
  // No rule of counting has a say in the simulated time.
  if (figure.measure == Measure::simulated_cycles) return exact(simulation_.cycles);
  const Machine& other = machine(convention);
  return evaluate(figure, convention, other.design, other.counts, design_.problem().macs());
}

Amount Evaluator::divisor(const Figure& figure) const {
  const bool per_instance = figure.measure == Measure::reads || figure.measure == Measure::fills ||
                            figure.measure == Measure::updates;
  return per_instance ? exact(design_.used_instances(figure.level)) : 1;
}

const Evaluator::Machine& Evaluator::machine(const Convention& convention) {
  const Policy& policy = convention.policy;
  const Key key{policy.reuse, policy.multicast, policy.footprint, policy.counters,
                convention.at_zero_and_one};
  std::unique_ptr<const Machine>& known = machines_[key];
  if (!known) {
    Design design = with(design_, policy);
    CountTable counts = analytical::analyze(design).counts;
    if (convention.at_zero_and_one) evaluate_at_zero_and_one(design, counts);
    known = std::make_unique<const Machine>(Machine{std::move(design), std::move(counts)});
  }
  return *known;
}

Accesses Evaluator::accesses(const Figure& figure, const Convention& convention,
                             const CountTable& counts) const {
  Counts here = counts.at(figure.level, figure.data_space);
  if (!convention.drains) here[Category::reads_drain] = 0;
  const DataSpace& space = design_.problem().data_spaces[static_cast<std::size_t>(figure.data_space)];
  return charged_accesses(here, space.read_write, design_.keepers(figure.data_space).front() == figure.level,
                          convention.policy.counters);
}

double Evaluator::energy(const Figure& figure, const Convention& convention, const CountTable& counts,
                         std::uint64_t macs) const {
  if (figure.level < 0) {
    double total = convention.with_other_energy ? other_energy_ : 0;
    for (int l = 0; l <= design_.level_count(); ++l)
      total += energy({Measure::energy, {}, l, -1}, convention, counts, macs);
    return total;
  }
  if (figure.level == design_.level_count())
    return static_cast<double>(macs) * compute_price(design_, *energy_);
  if (figure.data_space >= 0)
    return access_energy(design_, figure.level, accesses(figure, convention, counts),
                         convention.policy.prices, *energy_);
  double total = 0;
  for (int d = 0; d < design_.data_space_count(); ++d)
    total += energy({Measure::energy, {}, figure.level, d}, convention, counts, macs);
  return total;
}

Amount Evaluator::evaluate(const Figure& figure, const Convention& convention, const Design& design,
                           const CountTable& counts, std::uint64_t macs) const {
  switch (figure.measure) {
    case Measure::reads: return exact(accesses(figure, convention, counts).reads);
    case Measure::fills: return exact(accesses(figure, convention, counts).writes);
    case Measure::updates: return exact(accesses(figure, convention, counts).updates);
    case Measure::category:
      // Where drains are not charged, nobody counts them either.
      if (figure.category == Category::reads_drain && !convention.drains) return 0;
      return exact(counts.at(figure.level, figure.data_space)[figure.category]);
    case Measure::instances: return exact(design.used_instances(figure.level));
    case Measure::tile_words: return exact(design.tile_words(figure.level, figure.data_space));
    case Measure::energy: return energy(figure, convention, counts, macs);
    case Measure::compute_cycles: return exact(design.compute_steps());
    case Measure::timeloop_cycles:
      return exact(
          analytical::timeloop_cycles(figure.level < 0 ? design : limited_by(design, figure.level), counts));
    case Measure::macs: return exact(macs);
    case Measure::simulated_cycles: break;
  }
  throw InternalError("a figure without a value");
}

}  // namespace nestwave::against
