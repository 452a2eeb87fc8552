// SPDX-License-Identifier: Apache-2.0
#include "traces/vcd_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>

#include "models/error.h"

namespace nestwave {

VcdWriter::VcdWriter(const std::string& path, std::string_view timescale, std::uint64_t units_per_cycle)
    : file_(path), units_per_cycle_(units_per_cycle) {
  // No date: two equal runs write equal files.
  file_.write(fmt::format("$version nestwave $end\n$timescale {} $end\n", timescale));
}

std::string VcdWriter::identifier(std::string_view name) {
  const bool needs_letter = name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0;
  std::string text(needs_letter ? 1 : 0, '_');
  for (const char c : name) text += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return text;
}

void VcdWriter::open_scope(std::string_view name) {
  file_.write(fmt::format("$scope module {} $end\n", identifier(name)));
}

void VcdWriter::close_scope() {
  file_.write("$upscope $end\n");
}

VcdWriter::Signal VcdWriter::add(std::string_view name, unsigned bits) {
  constexpr unsigned kFirst = '!';
  constexpr unsigned kCodes = '~' - '!' + 1;
  State state;
  state.bits = bits;
  for (auto rest = static_cast<unsigned>(signals_.size()); state.code.empty() || rest > 0; rest /= kCodes)
    state.code += static_cast<char>(kFirst + rest % kCodes);
  const std::string range = bits == 1 ? "" : fmt::format(" [{}:0]", bits - 1);
  file_.write(fmt::format("$var wire {} {} {}{} $end\n", bits, state.code, identifier(name), range));
  signals_.push_back(std::move(state));
  return static_cast<Signal>(signals_.size() - 1);
}

void VcdWriter::end_definitions() {
  file_.write("$enddefinitions $end\n#0\n$dumpvars\n");
  for (const State& signal : signals_) write_value(signal);
  file_.write("$end\n");
}

void VcdWriter::write_time() {
  written_cycle_ = cycle_;
  char digits[24];
  digits[0] = '#';
  char* end = std::to_chars(digits + 1, digits + sizeof digits - 1, cycle_ * units_per_cycle_).ptr;
  *end++ = '\n';
  file_.buffer().append(digits, end);
}

void VcdWriter::write_value(const State& signal) {
  std::string& text = file_.buffer();
  if (signal.bits == 1) {
    text += signal.value != 0 ? '1' : '0';
  } else {
    char digits[66];
    digits[0] = 'b';
    const int count = signal.value == 0 ? 1 : 64 - std::countl_zero(signal.value);
    for (int i = 0; i < count; ++i)
      digits[1 + i] = static_cast<char>('0' + (signal.value >> (count - 1 - i) & 1U));
    digits[1 + count] = ' ';
    text.append(digits, static_cast<std::size_t>(count) + 2);
  }
  text += signal.code;
  text += '\n';
}

void VcdWriter::write_changes() {
  std::sort(changed_.begin(), changed_.end());  // the file does not depend on who told first
  for (const Signal index : changed_) {
    State& signal = signals_[index];
    signal.dirty = false;
    if (signal.value == signal.written) continue;
    signal.written = signal.value;
    if (written_cycle_ != cycle_) write_time();
    write_value(signal);
  }
  changed_.clear();
  file_.flush_if_large();
}

void VcdWriter::change(Signal signal, std::uint64_t value, std::uint64_t cycle) {
  if (cycle != cycle_) {
    if (cycle < cycle_) throw InternalError("a waveform change was told after a later one");
    write_changes();
    cycle_ = cycle;
  }
  State& state = signals_[signal];
  state.value = value;
  if (state.dirty) return;
  state.dirty = true;
  changed_.push_back(signal);
}

void VcdWriter::commit(std::uint64_t cycle) {
  write_changes();
  cycle_ = cycle;
  if (written_cycle_ != cycle_) write_time();
  file_.commit();
}

}  // namespace nestwave
