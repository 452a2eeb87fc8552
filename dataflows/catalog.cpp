// SPDX-License-Identifier: Apache-2.0
#include "dataflows/catalog.h"

#include <vector>

#include "dataflows/input_stationary.h"
#include "dataflows/output_stationary.h"
#include "dataflows/row_stationary.h"
#include "dataflows/tiling.h"
#include "dataflows/weight_stationary.h"
#include "models/mapping_loops.h"

namespace nestwave {

namespace {

/// The coordinates of one rank that an instance of `level` ever holds, as sums of combs. Spatial
/// loops above the level say which instance it is and therefore add nothing.
std::uint64_t distinct_coordinates(const Design& design, const Rank& rank, int level) {
  std::vector<Comb> combs;
  std::uint64_t box = 1;
  for (const Term& term : rank.terms) {
    auto stride = static_cast<std::uint64_t>(term.coefficient);
    for_each_loop_outward(design.mapping(), [&](int at, const Loop& loop, bool temporal) {
      if (loop.dimension != term.dimension) return;
      const bool boxed = at >= level && design.policy().footprint == Footprint::bounding_box;
      if ((temporal || at >= level) && !boxed) combs.push_back({stride, loop.bound});
      if (at >= level) box += stride * (loop.bound - 1);
      stride *= loop.bound;
    });
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
