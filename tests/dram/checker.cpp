// SPDX-License-Identifier: Apache-2.0
#include "tests/dram/checker.h"

#include <algorithm>

namespace nestwave::testing {

namespace {

using Names = std::vector<std::string>;
const Names kReads = {"RD", "RDA"};
const Names kWrites = {"WR", "WRA"};
const Names kColumns = {"RD", "RDA", "WR", "WRA"};
const Names kAll = {"ACT", "PRE", "PREA", "RD", "RDA", "WR", "WRA", "REF"};

}  // namespace

Checker::Checker(const DataSheet& sheet) : sheet_(sheet), rows_(sheet.groups * sheet.banks) {
  add("one command per clock", kAll, kAll, Scope::channel, 1);
  rules_of_rows();
  rules_of_columns();
}

void Checker::add(const std::string& name, const Names& earlier, const Names& later, Scope scope,
                  std::int64_t distance) {
  for (const std::string& first : earlier)
    for (const std::string& second : later) rules_[second].push_back({name, first, second, scope, distance});
}

void Checker::rules_of_rows() {
  const std::int64_t all_banks = std::max(sheet_.tRP, sheet_.tRPab);
  add("tRC", {"ACT"}, {"ACT"}, Scope::bank, sheet_.tRAS + sheet_.tRP);
  add("tRC", {"ACT"}, {"REF"}, Scope::channel, sheet_.tRAS + sheet_.tRP);
  add("tRRD_L", {"ACT"}, {"ACT"}, Scope::group, sheet_.tRRD_L);
  add("tRRD_S", {"ACT"}, {"ACT"}, Scope::channel, sheet_.tRRD_S);
  add("tRCD", {"ACT"}, kColumns, Scope::bank, sheet_.tRCD);
  add("tRAS", {"ACT"}, {"PRE"}, Scope::bank, sheet_.tRAS);
  add("tRAS", {"ACT"}, {"PREA"}, Scope::channel, sheet_.tRAS);
  add("tRP", {"PRE"}, {"ACT"}, Scope::bank, sheet_.tRP);
  add("tRP", {"PRE"}, {"REF"}, Scope::channel, sheet_.tRP);
  add("tRPab", {"PREA"}, {"ACT", "REF"}, Scope::channel, all_banks);
  add("tRFC", {"REF"}, kAll, Scope::channel, sheet_.tRFC);
}

void Checker::rules_of_columns() {
  const std::int64_t write_end = sheet_.CWL + sheet_.burst;
  add("tRTP", kReads, {"PRE"}, Scope::bank, sheet_.tRTP);
  add("tRTP", kReads, {"PREA"}, Scope::channel, sheet_.tRTP);
  add("tWR", kWrites, {"PRE"}, Scope::bank, write_end + sheet_.tWR);
  add("tWR", kWrites, {"PREA"}, Scope::channel, write_end + sheet_.tWR);
  // A command with auto-precharge closes its bank when a PRE could have.
  add("tRTP + tRP", {"RDA"}, {"ACT"}, Scope::bank, sheet_.tRTP + sheet_.tRP);
  add("tRTP + tRP", {"RDA"}, {"REF"}, Scope::channel, sheet_.tRTP + sheet_.tRP);
  add("tWR + tRP", {"WRA"}, {"ACT"}, Scope::bank, write_end + sheet_.tWR + sheet_.tRP);
  add("tWR + tRP", {"WRA"}, {"REF"}, Scope::channel, write_end + sheet_.tWR + sheet_.tRP);
  for (const Names& kind : {kReads, kWrites}) {
    add("tCCD_L", kind, kind, Scope::group, sheet_.tCCD_L);
    add("tCCD_S", kind, kind, Scope::channel, sheet_.tCCD_S);
  }
  add("tWTR_L", kWrites, kReads, Scope::group, write_end + sheet_.tWTR_L);
  add("tWTR_S", kWrites, kReads, Scope::channel, write_end + sheet_.tWTR_S);
  add("turnaround", kReads, kWrites, Scope::channel,
      sheet_.CL + sheet_.burst + sheet_.turnaround - sheet_.CWL);
}

void Checker::see(std::int64_t clock, const std::string& name, std::int64_t group, std::int64_t bank,
                  std::int64_t row) {
  now_ = {clock, name, group, group * sheet_.banks + bank, row};
  check_distances();
  check_rows();
  if (name == "ACT") check_window();
  if (name[0] == 'R' && name[1] == 'D') check_data_bus();
  if (name[0] == 'W') check_data_bus();
  if (name == "REF") {
    check_refresh(clock);
    ++refreshes_;
  }
  remember();
}

void Checker::check_distances() {
  for (const Rule& rule : rules_[now_.name]) {
    const std::int64_t number = rule.scope == Scope::bank    ? now_.bank
                                : rule.scope == Scope::group ? now_.group
                                                             : 0;
    const auto last = last_.find({rule.earlier, static_cast<int>(rule.scope), number});
    if (last != last_.end() && now_.clock - last->second < rule.distance)
      complain(rule.name + ": " + rule.earlier + " at " + std::to_string(last->second) + ", " +
               std::to_string(rule.distance) + " clocks needed");
  }
}

void Checker::check_rows() {
  Row& row = rows_[now_.bank];
  const bool any_open = std::any_of(rows_.begin(), rows_.end(), [](const Row& one) { return one.open; });
  if (now_.name == "ACT") {
    if (row.open) complain("activates a bank that is open");
    if (now_.row < 0 || now_.row >= sheet_.rows) complain("there is no such row");
    row = {true, now_.row};
  } else if (now_.name == "PRE") {
    if (!row.open) complain("precharges a bank that is closed");
    row.open = false;
  } else if (now_.name == "PREA") {
    for (Row& one : rows_) one.open = false;
  } else if (now_.name == "REF") {
    if (any_open) complain("refreshes while a row is open");
  } else {
    if (!row.open || row.number != now_.row) complain("the row is not open");
    if (now_.name == "RDA" || now_.name == "WRA") row.open = false;
  }
}

void Checker::check_window() {
  activates_.push_back(now_.clock);
  if (activates_.size() <= 4) return;
  if (now_.clock - activates_.front() < sheet_.tFAW)
    complain("tFAW: fifth activate since " + std::to_string(activates_.front()));
  activates_.pop_front();
}

void Checker::check_data_bus() {
  const std::int64_t begin = now_.clock + (now_.name[0] == 'R' ? sheet_.CL : sheet_.CWL);
  if (begin < bus_free_) complain("the data bus is taken until " + std::to_string(bus_free_));
  bus_free_ = begin + sheet_.burst;
}

// JEDEC: no more than eight refreshes may be postponed, or done ahead of time.
void Checker::check_refresh(std::int64_t clock) {
  const std::int64_t due = clock / sheet_.tREFI;
  if (due - refreshes_ > 8) complain("more than eight refreshes are overdue");
  if (refreshes_ - due > 8) complain("more than eight refreshes came early");
}

void Checker::finish(std::int64_t clock) {
  now_ = {clock, "end", 0, 0, 0};
  check_refresh(clock);
}

void Checker::remember() {
  last_[{now_.name, static_cast<int>(Scope::bank), now_.bank}] = now_.clock;
  last_[{now_.name, static_cast<int>(Scope::group), now_.group}] = now_.clock;
  last_[{now_.name, static_cast<int>(Scope::channel), 0}] = now_.clock;
}

void Checker::complain(const std::string& what) {
  if (violations_.size() < 20)
    violations_.push_back(std::to_string(now_.clock) + " " + now_.name + " bank " +
                          std::to_string(now_.bank) + ": " + what);
}

}  // namespace nestwave::testing
