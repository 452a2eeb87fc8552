// SPDX-License-Identifier: Apache-2.0
#include "models/bank_groups.h"

namespace nestwave {

std::vector<BankGroup> bank_groups(const Design& design, int level) {
  const StorageLevel& spec = design.architecture().levels[level];
  const BankSpec& banks = *spec.banks;
  std::vector<BankGroup> groups;
  BankGroup rest;
  rest.banks = banks.count;
  for (const auto& [name, own] : banks.own) rest.banks -= own;
  const auto add = [&](BankGroup group) {
    group.words = spec.capacity_words.value_or(0) / banks.count * group.banks;
    groups.push_back(std::move(group));
  };
  for (int d = 0; d < design.data_space_count(); ++d) {
    if (!design.mapping().levels[level].keep[d]) continue;
    const auto own = banks.own.find(design.problem().data_spaces[d].name);
    if (own == banks.own.end())
      rest.data_spaces.push_back(d);
    else
      add({own->second, {d}, 0});
  }
  if (!rest.data_spaces.empty()) add(rest);
  return groups;
}

}  // namespace nestwave
