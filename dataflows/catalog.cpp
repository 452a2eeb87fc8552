// SPDX-License-Identifier: Apache-2.0
#include "dataflows/catalog.h"

#include <vector>

#include "dataflows/input_stationary.h"
#include "dataflows/output_stationary.h"
#include "dataflows/row_stationary.h"
#include "dataflows/tiling.h"
#include "dataflows/weight_stationary.h"

namespace nestwave {

namespace {

/// The coordinates of one rank that an instance of `level` ever holds, as sums of combs. Spatial
/// loops above the level say which instance it is and therefore add nothing.
std::uint64_t distinct_coordinates(const Design& design, const Rank& rank, int level) {
  std::vector<Comb> combs;
  std::uint64_t box = 1;
  for (const Term& term : rank.terms) {
    auto stride = static_cast<std::uint64_t>(term.coefficient);
    for (int l = design.level_count() - 1; l >= 0; --l) {
      const LevelMapping& at = design.mapping().levels[l];
      const auto visit = [&](const Loop& loop, bool counts) {
        if (loop.dimension != term.dimension) return;
        if (counts) combs.push_back({stride, loop.bound});
        if (l >= level) box += stride * (loop.bound - 1);
        stride *= loop.bound;
      };
      const bool boxed = l >= level && design.policy().footprint == Footprint::bounding_box;
      for (auto loop = at.spatial.rbegin(); loop != at.spatial.rend(); ++loop)
        visit(*loop, l >= level && !boxed);
      for (auto loop = at.temporal.rbegin(); loop != at.temporal.rend(); ++loop) visit(*loop, !boxed);
    }
  }
  if (design.policy().footprint == Footprint::bounding_box) combs.push_back({1, box});
  return distinct_sums(std::move(combs));
}

std::vector<Dataflow>& known() {
  static std::vector<Dataflow> all = {weight_stationary(), output_stationary(), input_stationary(),
                                      row_stationary()};
  return all;
}

}  // namespace

std::span<const Dataflow> dataflows() {
  return known();
}

void add_dataflow(const Dataflow& dataflow) {
  const std::string name(dataflow.name);
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
    throw InputError({}, "a dataflow's name is made of a-z, 0-9 and '_', not '" + name + "'");
  if (find_dataflow(name) != nullptr) throw InputError({}, "there is a dataflow '" + name + "' already");
  known().push_back(dataflow);
}

const Dataflow* find_dataflow(std::string_view name) {
  for (const Dataflow& dataflow : dataflows())
    if (dataflow.name == name) return &dataflow;
  return nullptr;
}

std::uint64_t distinct_words(const Design& design, const StationaryClaim& claim) {
  std::uint64_t words = 1;
  for (const Rank& rank : design.problem().data_spaces[claim.data_space].ranks)
    words *= distinct_coordinates(design, rank, claim.level);
  return words;
}

std::optional<std::string> check_claim(const Dataflow& dataflow, const Design& design,
                                       const CountTable& counts) {
  if (dataflow.claim == nullptr) return std::nullopt;
  const StationaryClaim claim = dataflow.claim(design);
  const DataSpace& space = design.problem().data_spaces[claim.data_space];
  const std::string& level = design.architecture().levels[claim.level].name;
  const std::uint64_t entered = counts.at(claim.level, claim.data_space)[Category::writes_fill];
  const std::string prefix = std::string(dataflow.name) + ": " + space.name + " at " + level + ": ";
  if (space.read_write) {
    if (entered == 0) return "";
    return prefix + std::to_string(entered) + " unfinished sums came back (writes.fill), expected 0";
  }
  // Instances differ in how much of the tensor that they see is padding: no single figure to expect.
  if (design.omits_padding(claim.level, claim.data_space)) return std::nullopt;
  // Nothing enters the outermost keeper: it holds the whole tensor from the start.
  const bool outermost = design.keepers(claim.data_space).front() == claim.level;
  const std::uint64_t each = outermost ? 0 : distinct_words(design, claim);
  const std::uint64_t instances = design.used_instances(claim.level);
  if (entered == each * instances) return "";
  return prefix + std::to_string(entered) + " words entered (writes.fill), expected " +
         std::to_string(each * instances) + ": each of " + std::to_string(each) + " words once in each of " +
         std::to_string(instances) + " instances";
}

}  // namespace nestwave
