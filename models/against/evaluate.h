// SPDX-License-Identifier: Apache-2.0
// What a figure is worth under a convention, from counts alone.
#pragma once

#include <map>
#include <memory>
#include <tuple>

#include "models/against/path.h"
#include "models/counts.h"
#include "models/design.h"
#include "models/energy/energy.h"
#include "models/result.h"

namespace nestwave::against {

class Evaluator {
 public:
  /// All are kept by reference. `energy` may be null: then no figure is an energy. `other_energy`: see
  /// FigureFile.
  Evaluator(const Design& design, const SimulationResult& simulation, const EnergyTable* energy,
            double other_energy);

  /// The simulated value under the policy in force; a total over divisor().
  [[nodiscard]] Amount ours(const Figure& figure) const;
  /// The analytical value under a convention.
  [[nodiscard]] Amount value(const Figure& figure, const Convention& convention);
  /// Instances among which the total is divided to give the figure as files print it.
  [[nodiscard]] Amount divisor(const Figure& figure) const;

 private:
  /// The design under other choices, without the limits on capacity that these might break, and its counts.
  struct Machine {
    Design design;
    CountTable counts;
  };
  using Key = std::tuple<Reuse, Multicast, Footprint, Counters, bool>;

  [[nodiscard]] const Machine& machine(const Convention& convention);
  [[nodiscard]] Amount evaluate(const Figure& figure, const Convention& convention, const Design& design,
                                const CountTable& counts, std::uint64_t macs) const;
  [[nodiscard]] Accesses accesses(const Figure& figure, const Convention& convention,
                                  const CountTable& counts) const;
  [[nodiscard]] double energy(const Figure& figure, const Convention& convention, const CountTable& counts,
                              std::uint64_t macs) const;

  const Design& design_;
  const SimulationResult& simulation_;
  const EnergyTable* energy_;
  double other_energy_;
  std::map<Key, std::unique_ptr<const Machine>> machines_;
};

}  // namespace nestwave::against
