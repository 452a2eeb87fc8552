// SPDX-License-Identifier: Apache-2.0
// Writes a value change dump: definitions first, then changes in order of time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "traces/output_file.h"

namespace nestwave {

/// Pushes changes as they are told. Of several changes of a signal in one cycle the last one holds,
/// and a value equal to the one before is not written again.
class VcdWriter {
 public:
  using Signal = std::uint32_t;

  /// Time is written in multiples of `timescale` ("1 ns"); one cycle takes `units_per_cycle` of them.
  VcdWriter(const std::string& path, std::string_view timescale, std::uint64_t units_per_cycle);

  void open_scope(std::string_view name);
  void close_scope();
  /// `bits` 1 or 64; the initial value is 0.
  Signal add(std::string_view name, unsigned bits);
  /// No scope or signal may be added afterwards.
  void end_definitions();

  /// Cycles must not go backwards.
  void change(Signal signal, std::uint64_t value, std::uint64_t cycle);
  /// Marks the end of the recording and gives the file its name.
  void commit(std::uint64_t cycle);

  /// The value told last.
  [[nodiscard]] std::uint64_t value(Signal signal) const { return signals_[signal].value; }
  [[nodiscard]] const std::string& path() const { return file_.path(); }
  /// A legal identifier: everything unusual becomes an underscore.
  [[nodiscard]] static std::string identifier(std::string_view name);

 private:
  struct State {
    std::uint64_t value = 0;
    std::uint64_t written = 0;
    bool dirty = false;  ///< in changed_
    unsigned bits = 1;
    std::string code;  ///< the short name used in the dump
  };

  void write_changes();
  void write_time();
  void write_value(const State& signal);

  OutputFile file_;
  std::vector<State> signals_;
  std::vector<Signal> changed_;  ///< told in cycle_, not written yet
  std::uint64_t units_per_cycle_;
  std::uint64_t cycle_ = 0;
  std::uint64_t written_cycle_ = 0;
};

}  // namespace nestwave
