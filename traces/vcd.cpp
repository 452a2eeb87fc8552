// SPDX-License-Identifier: Apache-2.0
#include "traces/vcd.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "traces/format.h"
#include "traces/gtkwave.h"

namespace nestwave {

namespace {

constexpr std::size_t kKinds = 4;  // fill, drain, operand, update; a mac is seen at the PEs

struct TimeUnit {
  std::string_view timescale;
  std::uint64_t per_cycle;
};

/// Nanoseconds where a cycle is a whole number of them, else picoseconds.
TimeUnit time_unit(double cycle_seconds) {
  const double nanoseconds = cycle_seconds * 1e9;
  const double whole = std::round(nanoseconds);
  if (whole >= 1 && std::abs(nanoseconds - whole) < 1e-6 * whole)
    return {"1 ns", static_cast<std::uint64_t>(whole)};
  const double picoseconds = std::max(1.0, std::round(cycle_seconds * 1e12));
  return {"1 ps", static_cast<std::uint64_t>(picoseconds)};
}

std::size_t kind_index(TransferKind kind) {
  switch (kind) {
    case TransferKind::fill: return 0;
    case TransferKind::drain: return 1;
    case TransferKind::operand: return 2;
    case TransferKind::update: return 3;
    case TransferKind::mac: break;
  }
  return kKinds;
}

}  // namespace

VcdTrace::VcdTrace(const Design& design, const std::string& path)
    : design_(design),
      writer_(path, time_unit(design.architecture().cycle_seconds).timescale,
              time_unit(design.architecture().cycle_seconds).per_cycle),
      edges_(kKinds * design.data_space_count() * design.level_count()),
      runs_(design.used_instances(design.level_count())) {
  if (const auto save_path = gtkwave_save_path(path)) save_file_.emplace(*save_path);
  writer_.open_scope("nestwave");
  for (int level = 0; level < design.level_count(); ++level) define_level(level);
  define_macs();
  writer_.close_scope();
  writer_.end_definitions();
}

void VcdTrace::define_level(int level) {
  writer_.open_scope(level_name(design_, level));
  const std::uint64_t traced = std::min(kTraced, design_.used_instances(level));
  occupancy_.emplace_back();
  for (std::uint64_t i = 0; i < traced; ++i)
    occupancy_.back().push_back(writer_.add(fmt::format("occupancy_{}", i), 64));
  define_edges(level);
  writer_.close_scope();
}

void VcdTrace::define_edges(int level) {
  const int macs = design_.level_count();
  // The data spaces may have different next keepers; each pair of levels is a scope of its own.
  for (int inner = level + 1; inner <= macs; ++inner) {
    const std::string scope = fmt::format("to_{}", level_name(design_, inner));
    bool open = false;
    for (int d = 0; d < design_.data_space_count(); ++d) {
      const std::vector<int>& keepers = design_.keepers(d);
      const auto here = std::find(keepers.begin(), keepers.end(), level);
      if (here == keepers.end() || (here + 1 == keepers.end() ? macs : *(here + 1)) != inner) continue;
      if (!open) writer_.open_scope(scope);
      open = true;
      define_edge(inner == macs ? TransferKind::operand : TransferKind::fill, d, level, scope);
      if (design_.problem().data_spaces[d].read_write)
        define_edge(inner == macs ? TransferKind::update : TransferKind::drain, d, level, scope);
    }
    if (open) writer_.close_scope();
  }
}

void VcdTrace::define_edge(TransferKind kind, int data_space, int outer, const std::string& scope) {
  Edge& edge = edges_[edge_index(kind, data_space, outer)];
  const std::string name =
      fmt::format("{}_{}", design_.problem().data_spaces[data_space].name, to_string(kind));
  edge.exists = true;
  edge.busy = writer_.add(name + "_busy", 1);
  edge.words = writer_.add(name + "_words", 64);
  edge.path = fmt::format("nestwave.{}.{}.{}", VcdWriter::identifier(level_name(design_, outer)),
                          VcdWriter::identifier(scope), VcdWriter::identifier(name));
}

void VcdTrace::define_macs() {
  const int macs = design_.level_count();
  writer_.open_scope(level_name(design_, macs));
  computing_ = writer_.add("computing", 64);
  step_ = writer_.add("step", 64);
  const std::uint64_t traced = std::min(kTraced, design_.used_instances(macs));
  for (std::uint64_t i = 0; i < traced; ++i) pes_.push_back(writer_.add(fmt::format("pe_{}", i), 1));
  writer_.close_scope();
}

std::size_t VcdTrace::edge_index(TransferKind kind, int data_space, int outer) const {
  return (kind_index(kind) * design_.data_space_count() + data_space) * design_.level_count() + outer;
}

void VcdTrace::schedule(Cycle cycle, Change::What what, std::uint64_t index, std::uint64_t value) {
  pending_.push({cycle, told_++, what, index, value});
}

void VcdTrace::transfer(const Transfer& transfer) {
  if (transfer.kind == TransferKind::mac || transfer.data_space < 0) return;
  const std::size_t index = edge_index(transfer.kind, transfer.data_space, transfer.outer);
  if (!edges_[index].exists) return;
  schedule(transfer.first, Change::What::begin, index, transfer.words);
  schedule(transfer.last + 1, Change::What::end, index, transfer.words);
}

void VcdTrace::occupancy(int level, std::uint64_t instance, std::uint64_t words, Cycle cycle) {
  if (instance < occupancy_[level].size())
    schedule(cycle, Change::What::set, occupancy_[level][instance], words);
}

void VcdTrace::mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) {
  if (pe == 0) schedule(cycle, Change::What::set, step_, step);
  Run& run = runs_[pe];
  if (run.open && run.end == cycle) {
    ++run.end;
    return;
  }
  if (run.open) schedule(run.end, Change::What::stop_pe, pe, 0);
  run = {cycle + 1, run.number + 1, true};
  schedule(cycle, Change::What::start_pe, pe, 0);
  schedule(run.end, Change::What::look, pe, run.number);
}

void VcdTrace::set_computing(std::uint64_t pe, bool computing, Cycle cycle) {
  const std::uint64_t all = writer_.value(computing_);
  writer_.change(computing_, computing ? all + 1 : all - 1, cycle);
  if (pe < pes_.size()) writer_.change(pes_[pe], computing ? 1 : 0, cycle);
}

/// The run was to end now; it may have become longer since.
void VcdTrace::look_after_run(const Change& change) {
  Run& run = runs_[change.index];
  if (run.number != change.value) return;
  if (run.end > change.cycle) {
    schedule(run.end, Change::What::look, change.index, run.number);
    return;
  }
  run.open = false;
  set_computing(change.index, false, change.cycle);
}

void VcdTrace::apply(const Change& change) {
  switch (change.what) {
    case Change::What::set:
      writer_.change(static_cast<Signal>(change.index), change.value, change.cycle);
      break;
    case Change::What::start_pe:
    case Change::What::stop_pe:
      set_computing(change.index, change.what == Change::What::start_pe, change.cycle);
      break;
    case Change::What::look: look_after_run(change); break;
    case Change::What::begin:
    case Change::What::end: {
      Edge& edge = edges_[change.index];
      const bool begin = change.what == Change::What::begin;
      begin ? ++edge.transfers : --edge.transfers;
      const std::uint64_t words = writer_.value(edge.words);
      writer_.change(edge.words, begin ? words + change.value : words - change.value, change.cycle);
      writer_.change(edge.busy, edge.transfers > 0 ? 1 : 0, change.cycle);
      break;
    }
  }
}

void VcdTrace::advance_to(Cycle cycle) {
  while (!pending_.empty() && pending_.top().cycle <= cycle) {
    const Change change = pending_.top();
    pending_.pop();
    apply(change);
    end_ = std::max(end_, change.cycle);
  }
}

void VcdTrace::finished(Cycle cycles) {
  advance_to(kNever - 1);
  end_ = std::max(end_, cycles);
}

std::string VcdTrace::save_file_text() const {
  GtkwaveSave save(writer_.path());
  const std::string macs = "nestwave." + VcdWriter::identifier(level_name(design_, design_.level_count()));
  save.group("PEs");
  save.analog(macs + ".computing[63:0]");
  save.decimal(macs + ".step[63:0]");
  for (int level = 0; level < design_.level_count(); ++level) {
    save.group(level_name(design_, level));
    const std::string scope = "nestwave." + VcdWriter::identifier(level_name(design_, level));
    if (!occupancy_[level].empty()) save.analog(scope + ".occupancy_0[63:0]");
    for (int d = 0; d < design_.data_space_count(); ++d)
      for (const TransferKind kind :
           {TransferKind::fill, TransferKind::drain, TransferKind::operand, TransferKind::update}) {
        const Edge& edge = edges_[edge_index(kind, d, level)];
        if (!edge.exists) continue;
        save.bit(edge.path + "_busy");
        save.decimal(edge.path + "_words[63:0]");
      }
  }
  return save.text();
}

void VcdTrace::commit() {
  writer_.commit(end_);
  if (!save_file_) return;
  save_file_->write(save_file_text());
  save_file_->commit();
}

}  // namespace nestwave
