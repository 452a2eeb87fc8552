// SPDX-License-Identifier: Apache-2.0
// What a level with a memory of its own time, or with banks, must fulfil.
#include <string>

#include "models/bank_groups.h"
#include "models/design.h"

namespace nestwave {

namespace {

void check_timing(const StorageLevel& level) {
  const Location& where = level.timing->where;
  if (level.instances() != 1)
    throw InputError(where, level.name + " has " + std::to_string(level.instances()) +
                                " instances; 'timing' is for a single memory");
  if (level.word_bits == 0)
    throw InputError(where, "'timing' needs to know how wide a word of " + level.name +
                                " is: give 'word_bits' (or 'datawidth')");
  if (level.timing->outstanding == 0) throw InputError(where, "'outstanding' must be at least 1");
  if (level.timing->burst_bytes == 0) throw InputError(where, "'burst_bytes' must be at least 1");
}

constexpr std::uint64_t kMostBanks = std::uint64_t{1} << 22U;  // each is a port of its own

void check_bank_count(const StorageLevel& level) {
  const BankSpec& banks = *level.banks;
  if (level.timing)
    throw InputError(banks.where,
                     level.name + " has a 'timing': the banks of its memory are parameters of that");
  if (banks.count == 0 || banks.ports == 0 || banks.interleave == 0)
    throw InputError(banks.where, "'count', 'ports' and 'interleave' of banks must be at least 1");
  if (banks.count > kMostBanks / level.instances())
    throw InputError(banks.where, "the instances of " + level.name + " have more than " +
                                      std::to_string(kMostBanks) + " banks together");
  std::uint64_t given = 0;
  for (const auto& [name, own] : banks.own) given += own;
  if (given > banks.count)
    throw InputError(banks.where, level.name + " has " + std::to_string(banks.count) +
                                      " banks, its data spaces " + "are given " + std::to_string(given));
}

/// Tiles must fit in the banks that they may lie in.
void check_banks(const Design& design, int l) {
  const StorageLevel& level = design.architecture().levels[l];
  check_bank_count(level);
  for (const BankGroup& group : bank_groups(design, l)) {
    std::string names;
    std::uint64_t words = 0;
    for (const int d : group.data_spaces) {
      names += (names.empty() ? "" : ", ") + design.problem().data_spaces[d].name;
      words += design.tile_words(l, d);
    }
    if (group.banks == 0) throw InputError(level.banks->where, level.name + " has no bank for " + names);
    if (!level.capacity_words) continue;
    if (Rational(static_cast<std::int64_t>(words)) * level.multiple_buffering >
        Rational(static_cast<std::int64_t>(group.words)))
      throw InputError(design.mapping().levels[l].where,
                       "the tiles of " + names + " at " + level.name + " take " + std::to_string(words) +
                           " words, their banks have room for " + std::to_string(group.words) +
                           (level.multiple_buffering == Rational(1) ? "" : " / multiple_buffering"));
  }
}

}  // namespace

void Design::check_levels() const {
  for (int l = 0; l < level_count(); ++l) {
    const StorageLevel& level = architecture_.levels[l];
    if (level.banks) check_banks(*this, l);
    if (!level.timing) continue;
    check_timing(level);
    for (int d = 0; d < data_space_count(); ++d)
      if (mapping_.levels[l].keep[d] && keepers_[d].front() != l)
        throw InputError(level.timing->where, level.name + " keeps only a part of " +
                                                  problem_.data_spaces[d].name +
                                                  " at a time; 'timing' is for the outermost keeper");
  }
}

}  // namespace nestwave
