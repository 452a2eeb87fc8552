// SPDX-License-Identifier: Apache-2.0
#include "models/against/compare.h"

#include <algorithm>
#include <cmath>

#include "models/against/evaluate.h"
#include "models/against/path.h"

namespace nestwave {

namespace {

using against::Convention;
using against::Evaluator;
using against::Stage;

/// Same counting, whatever the name.
bool same_choices(const Policy& a, const Policy& b) {
  return a.reuse == b.reuse && a.multicast == b.multicast && a.footprint == b.footprint &&
         a.counters == b.counters && a.prices == b.prices;
}

bool of_timeloop(const Policy& policy) {
  return policy.reuse == Reuse::timeloop || policy.reuse == Reuse::timeloop_3_0_3;
}

class Comparer {
 public:
  Comparer(const Design& design, const SimulationResult& simulation, const EnergyTable* energy,
           const FiguresOf& given)
      : design_(design),
        given_(given),
        has_energy_(energy != nullptr),
        evaluator_(design, simulation, energy, given.file.other_energy) {}

  AgainstResult compare() {
    const Convention theirs = counting_of_the_file();
    AgainstResult result;
    result.file = given_.file.name;
    result.format = given_.file.format;
    result.counted_as = theirs.policy.name;
    for (std::size_t i = 0; i < given_.figures.size(); ++i) {
      if (!comparable(i)) continue;
      ++result.compared;
      Comparison comparison = compare_one(i, theirs);
      if (within(i, comparison.difference()))
        ++result.equal;
      else
        (within(i, comparison.unexplained) ? result.explained : result.unexplained)
            .push_back(std::move(comparison));
    }
    if (result.compared < given_.figures.size())
      result.not_compared.emplace_back("energies, as no energy table is given");
    if (!result.unexplained.empty() && design_.imperfect() && of_timeloop(theirs.policy))
      result.not_compared.emplace_back(
          "what Timeloop leaves out by evaluating loops at 0 and 1 only: not worked out for imperfect "
          "factors");
    return result;
  }

 private:
  [[nodiscard]] bool comparable(std::size_t i) const {
    return has_energy_ || given_.figures[i].measure != Measure::energy;
  }

  [[nodiscard]] const Printed& printed(std::size_t i) const { return given_.file.figures[i].value; }
  [[nodiscard]] Amount theirs(std::size_t i) const {
    return printed(i).value * evaluator_.divisor(given_.figures[i]);
  }

  /// A difference is none if the file could not have printed it.
  [[nodiscard]] bool within(std::size_t i, Amount difference) const {
    const Figure& figure = given_.figures[i];
    if (figure.exact() && printed(i).places <= 0) return difference == 0;
    // The margin beyond half a unit is for sums of doubles in another order.
    constexpr double kMargin = 1e-12;
    const double half_unit = 0.5 * std::pow(10.0, -printed(i).places) * evaluator_.divisor(figure);
    return std::abs(difference) <= half_unit + kMargin * theirs(i);
  }

  [[nodiscard]] Convention convention(const Policy& policy) const {
    Convention result;
    result.policy = policy;
    result.drains = policy.counters == Counters::own;
    // A walk over shorter last rounds is evaluated at more indices than 0 and 1.
    result.at_zero_and_one = of_timeloop(policy) && !design_.imperfect();
    result.with_other_energy = given_.file.other_energy > 0;
    return result;
  }

  /// Candidates in the order in which they are preferred.
  [[nodiscard]] std::vector<Policy> candidates() const {
    const bool stats = given_.file.format == FigureFormat::timeloop_stats;
    std::vector<Policy> all;
    for (const Policy& policy : policies())
      if (!stats || of_timeloop(policy)) all.push_back(policy);
    // The last named policy is the oldest Timeloop.
    if (stats && given_.file.old_layout) std::reverse(all.begin(), all.end());
    std::stable_partition(all.begin(), all.end(),
                          [&](const Policy& policy) { return same_choices(policy, design_.policy()); });
    return all;
  }

  Convention counting_of_the_file() {
    Convention best;
    std::size_t fewest = given_.figures.size() + 1;
    for (const Policy& policy : candidates()) {
      const Convention candidate = convention(policy);
      std::size_t misfits = 0;
      for (std::size_t i = 0; i < given_.figures.size(); ++i)
        if (comparable(i) && !fits(i, candidate)) ++misfits;
      if (misfits >= fewest) continue;
      fewest = misfits;
      best = candidate;
      if (misfits == 0) break;
    }
    return best;
  }

  [[nodiscard]] bool fits(std::size_t i, const Convention& candidate) {
    const Figure& figure = given_.figures[i];
    // Nobody but us counts drains, so to have ours is not to count otherwise.
    if (figure.measure == Measure::category && figure.category == Category::reads_drain &&
        within(i, theirs(i) - evaluator_.ours(figure)))
      return true;
    const Amount value = evaluator_.value(figure, candidate);
    const Amount rest = theirs(i) - value;
    return within(i, rest) || rounds(i, value, rest);
  }

  /// The file has a whole number where the average over the instances is none.
  [[nodiscard]] bool rounds(std::size_t i, Amount value, Amount rest) const {
    const Amount instances = evaluator_.divisor(given_.figures[i]);
    return printed(i).places <= 0 && std::fmod(value, instances) != 0 && std::abs(rest) < instances;
  }

  Comparison compare_one(std::size_t i, const Convention& their_counting) {
    Comparison comparison;
    comparison.figure = given_.figures[i];
    comparison.instances = evaluator_.divisor(comparison.figure);
    comparison.ours = evaluator_.ours(comparison.figure);
    comparison.theirs = theirs(i);
    if (within(i, comparison.difference())) return comparison;
    Convention start = convention(design_.policy());
    // Our categories mean the same under every policy; what is charged of them is not asked.
    if (comparison.figure.measure == Measure::category) start.policy.counters = Counters::own;
    start.drains = start.policy.counters == Counters::own;
    start.at_zero_and_one = start.with_other_energy = false;
    Amount at = evaluator_.value(comparison.figure, start);
    comparison.unexplained = comparison.difference();
    const auto add = [&](Reason reason, Amount share) {
      if (share == 0) return;
      comparison.shares.push_back({reason, share});
      comparison.unexplained -= share;
    };
    for (const Stage& stage : against::path(start.policy, their_counting)) {
      const Amount next = evaluator_.value(comparison.figure, stage.convention);
      add(stage.reason, next - at);
      at = next;
    }
    if (!within(i, comparison.unexplained) && rounds(i, at, comparison.unexplained))
      add(Reason::rounded_average, comparison.unexplained);
    return comparison;
  }

  const Design& design_;
  const FiguresOf& given_;
  bool has_energy_;
  Evaluator evaluator_;
};

}  // namespace

AgainstResult compare_against(const Design& design, const SimulationResult& simulation,
                              const EnergyTable* energy, const FiguresOf& figures) {
  return Comparer(design, simulation, energy, figures).compare();
}

}  // namespace nestwave
