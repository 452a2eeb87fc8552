// SPDX-License-Identifier: Apache-2.0
#include "traces/profile.h"

#include <fmt/format.h>

#include <iterator>

#include "models/error.h"
#include "traces/csv.h"
#include "traces/format.h"

namespace nestwave {

Profile::Profile(const Design& design, const std::string& path, Cycle interval)
    : design_(design), file_(path), interval_(interval), sums_(0, interval) {}

std::size_t Profile::add_column(const std::string& name) {
  columns_.push_back(name);
  return columns_.size() - 1;
}

void Profile::name_columns(const std::vector<std::string>& ports, const std::vector<int>& rooms) {
  const auto state = [&](PeState one) {
    states_[static_cast<std::size_t>(one)] = add_column("pe." + std::string(to_string(one)));
  };
  state(PeState::computing);
  state(PeState::adding);
  for (int d = 0; d < design_.data_space_count(); ++d) {
    waiting_.emplace_back(static_cast<std::size_t>(design_.level_count()), 0);
    for (const int level : design_.keepers(d))
      waiting_[d][level] = add_column(
          fmt::format("pe.waiting.{}@{}", design_.problem().data_spaces[d].name, level_name(design_, level)));
  }
  for (const PeState one : {PeState::output_room, PeState::unmapped, PeState::not_started, PeState::finished})
    state(one);
  for (const std::string& port : ports) {
    ports_.push_back(add_column(port + ".words"));
    (void)add_column(port + ".busy");
    for (std::size_t cause = 0; cause < kIdleCauses; ++cause)
      (void)add_column(fmt::format("{}.idle.{}", port, to_string(static_cast<IdleCause>(cause))));
  }
  for (const int level : rooms) {
    rooms_.push_back({add_column(level_name(design_, level) + ".occupancy.mean"), level});
    (void)add_column(level_name(design_, level) + ".occupancy.peak");
  }
}

void Profile::ledger_opens(const std::vector<std::string>& ports, const std::vector<int>& rooms) {
  name_columns(ports, rooms);
  sums_ = IntervalSums(columns_.size(), interval_);
  totals_.assign(columns_.size(), 0);
  std::string head = "first_cycle,cycles";
  for (const std::string& column : columns_) {
    head += ',';
    append_csv_cell(column, head);
  }
  file_.write(head + "\n");
}

void Profile::pe_cycles(PeState state, int data_space, int level, Cycle first, Cycle stop,
                        std::uint64_t pes) {
  const std::size_t column =
      state == PeState::waiting ? waiting_[data_space][level] : states_[static_cast<std::size_t>(state)];
  sums_.add_rate(column, first, stop, pes);
}

void Profile::port_cycles(std::size_t port, std::optional<IdleCause> idle, Cycle first, Cycle stop,
                          std::uint64_t instances) {
  const std::size_t offset = idle ? 2 + static_cast<std::size_t>(*idle) : 1;
  sums_.add_rate(ports_[port] + offset, first, stop, instances);
}

void Profile::port_words(std::size_t port, Cycle first, Cycle stop, std::uint64_t words) {
  sums_.add_total(ports_[port], first, stop, words);
}

void Profile::room_used(int level, std::int64_t words, Cycle cycle) {
  for (Room& room : rooms_) {
    if (room.level != level) continue;
    settle(room, cycle);
    room.words = static_cast<std::uint64_t>(static_cast<std::int64_t>(room.words) + words);
  }
}

void Profile::settle(Room& room, Cycle until) {
  if (until <= room.since) return;
  sums_.add_rate(room.column, room.since, until, room.words);
  room.since = until;
}

void Profile::end_of_cycle(Cycle cycle) {
  // The last line is left until the end of the run: what moves there belongs to it.
  while (cycle + 1 > sums_.stop()) {
    fold(sums_.stop());
    write_row(sums_.stop());
    sums_.advance();
  }
  constexpr std::size_t kMany = 4096;
  if (sums_.held() > kMany) sums_.fold(cycle + 1);
}

void Profile::finished(Cycle cycles) {
  if (columns_.empty() || cycles == 0) return;
  end_of_cycle(cycles - 1);
  fold(cycles);
  sums_.fold_late_totals(cycles);
  write_row(cycles);
}

void Profile::fold(Cycle until) {
  for (Room& room : rooms_) settle(room, until);
  sums_.fold(until);
}

void Profile::write_row(Cycle stop) {
  std::string& text = file_.buffer();
  const Cycle cycles = stop - sums_.first();
  fmt::format_to(std::back_inserter(text), "{},{}", sums_.first(), cycles);
  std::size_t room = 0;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    totals_[column] += sums_.sum(column);
    if (room < rooms_.size() && column == rooms_[room].column) {
      const double mean = static_cast<double>(sums_.sum(column)) / static_cast<double>(cycles);
      fmt::format_to(std::back_inserter(text), ",{:.3f},{}", mean, sums_.peak(column));
      ++room;
      ++column;
    } else {
      fmt::format_to(std::back_inserter(text), ",{}", sums_.sum(column));
    }
  }
  text += '\n';
  file_.flush_if_large();
}

void Profile::commit(const SimulationResult& run) {
  const auto require = [](const std::string& what, std::uint64_t found, std::uint64_t expected) {
    if (found != expected)
      throw InternalError(
          fmt::format("the profile has {} {} where the ledger has {}", found, what, expected));
  };
  const auto state = [&](PeState one) { return totals_[states_[static_cast<std::size_t>(one)]]; };
  require("computing PE-cycles", state(PeState::computing), run.pes.computing);
  require("adding PE-cycles", state(PeState::adding), run.pes.adding);
  require("PE-cycles without room", state(PeState::output_room), run.pes.output_room);
  require("unmapped PE-cycles", state(PeState::unmapped), run.pes.unmapped);
  require("PE-cycles not started", state(PeState::not_started), run.pes.not_started);
  require("finished PE-cycles", state(PeState::finished), run.pes.finished);
  for (std::size_t d = 0; d < waiting_.size(); ++d)
    for (const int level : design_.keepers(static_cast<int>(d)))
      require("PE-cycles of " + columns_[waiting_[d][level]], totals_[waiting_[d][level]],
              run.pes.waiting[d][level]);
  for (std::size_t port = 0; port < ports_.size(); ++port) {
    require("busy cycles of " + run.ports[port].name, totals_[ports_[port] + 1], run.ports[port].busy);
    for (std::size_t cause = 0; cause < kIdleCauses; ++cause)
      require(fmt::format("cycles of {}", columns_[ports_[port] + 2 + cause]),
              totals_[ports_[port] + 2 + cause], run.ports[port].idle[cause]);
  }
  file_.commit();
}

}  // namespace nestwave
