// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/banks.h"

#include <algorithm>

namespace nestwave::dram {

namespace {

void at_least(Clocks& clock, Clocks bound) {
  clock = std::max(clock, bound);
}

}  // namespace

Banks::Banks(const Config& config) : config_(config), banks_(config.all_banks()), groups_(config.bankgroups) {
  for (std::size_t bank = 0; bank < banks_.size(); ++bank) group_of_.push_back(bank / config.banks);
}

Clocks Banks::earliest(Command command, std::size_t index) const {
  const Bank& bank = banks_[index];
  const Shared& group = groups_[group_of_[index]];
  switch (command) {
    case Command::ACT: return std::max({bank.act, group.act, channel_.act, fifth_[oldest_]});
    case Command::PRE: return bank.pre;
    case Command::RD:
    case Command::RDA: return std::max({bank.column, group.read, channel_.read});
    case Command::WR:
    case Command::WRA: return std::max({bank.column, group.write, channel_.write});
    case Command::PREA: {
      Clocks clock = 0;  // also of banks that are about to precharge themselves
      for (const Bank& one : banks_) at_least(clock, one.pre);
      return clock;
    }
    case Command::REF: {
      Clocks clock = 0;
      for (const Bank& one : banks_) at_least(clock, one.act);
      return clock;
    }
  }
  return kNever;
}

void Banks::issue(Command command, std::size_t index, std::uint32_t row, Clocks clock) {
  Bank& bank = banks_[index];
  Shared& group = groups_[group_of_[index]];
  switch (command) {
    case Command::ACT: activate(bank, group, row, clock); break;
    case Command::PRE: close(bank, clock + config_.tRP); break;
    case Command::RD: read(bank, group, clock); break;
    case Command::WR: write(bank, group, clock); break;
    // The bank precharges itself as soon as a PRE would be allowed.
    case Command::RDA: read(bank, group, clock), close(bank, bank.pre + config_.tRP); break;
    case Command::WRA: write(bank, group, clock), close(bank, bank.pre + config_.tRP); break;
    case Command::PREA:
      for (Bank& one : banks_) close(one, clock + std::max(config_.tRP, config_.tRPab));
      break;
    case Command::REF:
      for (Bank& one : banks_) at_least(one.act, clock + config_.tRFC);
      break;
  }
}

void Banks::activate(Bank& bank, Shared& group, std::uint32_t row, Clocks clock) {
  bank.row = row;
  ++open_;
  bank.column = clock + config_.tRCD;
  bank.pre = clock + config_.tRAS;
  at_least(group.act, clock + config_.tRRD_L);
  at_least(channel_.act, clock + config_.tRRD_S);
  fifth_[oldest_] = clock + config_.tFAW;
  oldest_ = (oldest_ + 1) % fifth_.size();
}

// Two bursts cannot be on the data bus at once, whatever tCCD says: it carries one for tBL clocks.
void Banks::read(Bank& bank, Shared& group, Clocks clock) {
  const std::uint64_t data = config_.tBL();
  at_least(bank.pre, clock + config_.tRTP);
  at_least(group.read, clock + std::max(config_.tCCD_L, data));
  at_least(channel_.read, clock + std::max(config_.tCCD_S, data));
  const std::uint64_t free = config_.CL + data + config_.bus_turnaround;
  at_least(channel_.write, clock + std::max(config_.tCCD_L, free - std::min(free, config_.CWL)));
}

void Banks::write(Bank& bank, Shared& group, Clocks clock) {
  const std::uint64_t data = config_.tBL();
  const Clocks end = clock + config_.CWL + data;
  at_least(bank.pre, end + config_.tWR);
  at_least(group.write, clock + std::max(config_.tCCD_L, data));
  at_least(channel_.write, clock + std::max(config_.tCCD_S, data));
  at_least(group.read, end + config_.tWTR_L);
  at_least(channel_.read, end + config_.tWTR_S);
}

void Banks::close(Bank& bank, Clocks act) {
  if (bank.row != kClosed) --open_;
  bank.row = kClosed;
  at_least(bank.act, act);
}

}  // namespace nestwave::dram
