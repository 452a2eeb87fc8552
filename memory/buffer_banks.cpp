// SPDX-License-Identifier: Apache-2.0
#include "memory/buffer_banks.h"

#include <algorithm>

namespace nestwave {

std::uint64_t words_in_bank(const WordRanges& words, std::uint64_t bank, std::uint64_t banks,
                            std::uint64_t interleave) {
  const std::uint64_t round = banks * interleave;
  const std::uint64_t first = bank * interleave;
  const auto before = [&](std::uint64_t index) {
    const std::uint64_t rest = index % round;
    return index / round * interleave + std::min(rest - std::min(rest, first), interleave);
  };
  std::uint64_t count = 0;
  for (const WordRange& range : words) count += before(range.end) - before(range.begin);
  return count;
}

bool BufferBanks::Group::serves(int data_space) const {
  return std::find(of.data_spaces.begin(), of.data_spaces.end(), data_space) != of.data_spaces.end();
}

BufferBanks::BufferBanks(const Design& design, int level, std::uint64_t instances, Tick ticks_per_cycle)
    : interleave_(design.architecture().levels[level].banks->interleave) {
  const StorageLevel& spec = design.architecture().levels[level];
  const Rational bandwidth(static_cast<std::int64_t>(spec.banks->ports));
  for (BankGroup& group : bank_groups(design, level)) {
    std::string name = spec.name + ".banks";
    if (spec.banks->own.count(design.problem().data_spaces[group.data_spaces.front()].name) > 0)
      name += "." + design.problem().data_spaces[group.data_spaces.front()].name;
    const std::uint64_t banks = instances * group.banks;
    groups_.push_back(
        {std::move(group), std::make_unique<PortBank>(name, level, banks, bandwidth, ticks_per_cycle)});
  }
}

void BufferBanks::add(Booking& booking, std::uint64_t instance, int data_space, const WordRanges& words,
                      std::uint64_t count) const {
  std::uint64_t there = 0;
  for (const WordRange& range : words) there += range.end - range.begin;
  if (there == 0) return;
  const auto share = [&](std::uint64_t part) { return count / there * part + count % there * part / there; };
  for (const Group& group : groups_) {
    if (!group.serves(data_space)) continue;
    std::uint64_t before = 0;
    for (std::uint64_t bank = 0; bank < group.of.banks; ++bank) {
      const std::uint64_t after = before + words_in_bank(words, bank, group.of.banks, interleave_);
      booking.add(group.ports.get(), instance * group.of.banks + bank, share(after) - share(before));
      before = after;
    }
  }
}

std::uint64_t BufferBanks::round(int data_space) const {
  const auto serves = [&](const Group& group) { return group.serves(data_space); };
  return std::find_if(groups_.begin(), groups_.end(), serves)->of.banks * interleave_;
}

void BufferBanks::visit_state(StateVisitor& state) {
  for (Group& group : groups_) group.ports->visit_state(state);
}

}  // namespace nestwave
