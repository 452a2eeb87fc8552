// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/channel.h"

#include <algorithm>
#include <utility>

namespace nestwave::dram {

Channel::Channel(const Config& config, std::uint32_t index, CommandObserver observer)
    : config_(config),
      index_(index),
      observer_(std::move(observer)),
      banks_(config),
      scheduler_(config),
      refresh_due_(config.tREFI) {
  choose();
}

void Channel::accept(const Place& place, bool write, std::uint64_t id, Clocks now) {
  issue_until(now);
  free_ = std::max(free_, now);  // what was not worth a command before cannot be made up for
  const auto bank = static_cast<std::uint32_t>(place.bankgroup * config_.banks + place.bank);
  const Burst burst = {id, now, bank, place.row, place.column};
  if (!scheduler_.holds_write(burst)) {
    scheduler_.add(burst, write);
    choose();
  } else if (write) {
    ++counts_.merged_writes;
  } else {
    ++counts_.forwarded_reads;
    done_.push_back({id, now + 1});
  }
}

std::vector<ReadDone> Channel::take_done() {
  return std::exchange(done_, {});
}

ChannelCounts Channel::counts() const {
  ChannelCounts counts = counts_;
  counts.turns = scheduler_.turns();
  return counts;
}

void Channel::issue_until(Clocks end) {
  while (plan_.clock < end) {
    issue(plan_);
    choose();
  }
}

void Channel::choose() {
  plan_ = scheduler_.choose(banks_, free_);
  if (plan_.clock >= refresh_due_) plan_ = plan_refresh();
}

// From the clock at which a refresh is due until it is done, nothing else is issued.
Plan Channel::plan_refresh() const {
  const Command command = banks_.all_closed() ? Command::REF : Command::PREA;
  return {std::max({refresh_due_, free_, banks_.earliest(command, 0)}), command};
}

void Channel::issue(const Plan& plan) {
  Issued issued{plan.clock, plan.command, index_};
  free_ = plan.clock + 1;
  ++counts_.commands[static_cast<std::size_t>(plan.command)];
  if (plan.command == Command::REF || plan.command == Command::PREA) {
    banks_.issue(plan.command, 0, 0, plan.clock);
    if (plan.command == Command::REF) refresh_due_ += config_.tREFI;
    scheduler_.closed_all();
  } else {
    issue_access(plan, issued);
  }
  if (observer_) observer_(issued);
}

void Channel::issue_access(const Plan& plan, Issued& issued) {
  const Burst burst = scheduler_.burst(plan);
  banks_.issue(plan.command, plan.bank, burst.row, plan.clock);
  scheduler_.issued(plan);
  issued.bankgroup = static_cast<std::uint32_t>(plan.bank / config_.banks);
  issued.bank = static_cast<std::uint32_t>(plan.bank % config_.banks);
  if (plan.command == Command::PRE) return;
  issued.row = burst.row;
  if (!is_column(plan.command)) return;
  issued.column = burst.column;
  const Clocks end = plan.clock + (plan.write ? config_.CWL : config_.CL) + config_.tBL();
  counts_.data_end = std::max(counts_.data_end, end);
  if (!plan.write) done_.push_back({burst.id, end});
}

}  // namespace nestwave::dram
