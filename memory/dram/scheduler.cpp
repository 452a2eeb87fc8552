// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/scheduler.h"

#include <algorithm>

namespace nestwave::dram {

namespace {

constexpr std::uint64_t bit(std::uint32_t bank) {
  return std::uint64_t{1} << bank;
}

/// Calls body(bank) for every bank in the set.
template <typename Body>
void for_banks(std::uint64_t set, Body body) {
  for (; set != 0; set &= set - 1) body(static_cast<std::uint32_t>(__builtin_ctzll(set)));
}

void keep_better(Plan& best, const Plan& plan) {
  const bool column = is_column(plan.command);
  const bool better = plan.clock != best.clock            ? plan.clock < best.clock
                      : column != is_column(best.command) ? column
                                                          : plan.index < best.index;
  if (better) best = plan;
}

}  // namespace

Scheduler::Scheduler(const Config& config)
    : config_(config),
      closed_pages_(config.page_policy == "closed"),
      room_{config.read_queue, config.write_queue} {}

bool Scheduler::holds_write(const Burst& burst) const {
  return std::any_of(queues_[1].begin(), queues_[1].end(),
                     [&](const Burst& other) { return other.same_place(burst); });
}

void Scheduler::add(const Burst& burst, bool write) {
  queues_[write].push_back(burst);
  turn();
}

void Scheduler::turn() {
  const std::size_t reads = queues_[0].size();
  const std::size_t writes = queues_[1].size();
  if (wants_writing_)
    wants_writing_ = writes > config_.write_low || reads == 0;
  else
    wants_writing_ = writes >= config_.write_high || (writes > 0 && reads == 0);
  if (wants_writing_ == writing_ || unused_row_[writing_] != 0) return;
  writing_ = wants_writing_;
  ++turns_;
}

Scheduler::Waiting Scheduler::waiting(const Banks& banks, bool write) const {
  Waiting waiting;
  const Queue& queue = queues_[write];
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Burst& burst = queue[i];
    Oldest& oldest = waiting.bank[burst.bank];
    if ((waiting.used & bit(burst.bank)) == 0) oldest = {i, 0, 0};
    waiting.used |= bit(burst.bank);
    if (banks.open_row(burst.bank) == burst.row && oldest.hits++ == 0) oldest.hit = i;
  }
  return waiting;
}

Plan Scheduler::choose(const Banks& banks, Clocks free) const {
  Plan best;
  BankSet unused = 0;
  if (wants_writing_ != writing_) {
    unused = unused_row_[writing_];
    const Waiting old = waiting(banks, writing_);
    for_banks(unused, [&](std::uint32_t bank) {
      keep_better(best, plan_column(banks, old.bank[bank], bank, writing_, free));
    });
  }
  const Waiting now = waiting(banks, wants_writing_);
  for_banks(now.used & ~unused, [&](std::uint32_t bank) {
    const Plan plan = plan_bank(banks, now.bank[bank], bank, free);
    if (!is_column(plan.command) || wants_writing_ == writing_) keep_better(best, plan);
  });
  return best;
}

Plan Scheduler::plan_column(const Banks& banks, const Oldest& oldest, std::uint32_t bank, bool write,
                            Clocks free) const {
  const bool last = last_of_row(banks, bank, oldest.hits, write);
  const Command command = write ? (last ? Command::WRA : Command::WR) : (last ? Command::RDA : Command::RD);
  return {std::max(free, banks.earliest(command, bank)), command, bank, write, oldest.hit};
}

Plan Scheduler::plan_bank(const Banks& banks, const Oldest& oldest, std::uint32_t bank, Clocks free) const {
  const auto row_command = [&](Command command) {
    return Plan{std::max(free, banks.earliest(command, bank)), command, bank, wants_writing_, oldest.any};
  };
  if (banks.open_row(bank) == Banks::kClosed) return row_command(Command::ACT);
  if (oldest.hits > 0) {
    const Plan plan = plan_column(banks, oldest, bank, wants_writing_, free);
    // A burst that younger ones have overtaken for too long gets its row next.
    const bool aged = plan.clock > queues_[wants_writing_][oldest.any].arrival + config_.age_limit;
    if (oldest.hit == oldest.any || !aged) return plan;
  }
  return row_command(Command::PRE);
}

bool Scheduler::last_of_row(const Banks& banks, std::uint32_t bank, std::size_t hits, bool write) const {
  if (!closed_pages_ || hits > 1) return false;
  const Queue& other = queues_[!write];
  return std::none_of(other.begin(), other.end(), [&](const Burst& burst) {
    return burst.bank == bank && banks.open_row(bank) == burst.row;
  });
}

void Scheduler::issued(const Plan& plan) {
  for (BankSet& unused : unused_row_) unused &= ~bit(plan.bank);
  if (plan.command == Command::ACT) unused_row_[plan.write] |= bit(plan.bank);
  if (is_column(plan.command)) {
    Queue& queue = queues_[plan.write];
    queue.erase(queue.begin() + static_cast<std::ptrdiff_t>(plan.index));
  }
  turn();
}

void Scheduler::closed_all() {
  unused_row_ = {};
  turn();
}

}  // namespace nestwave::dram
