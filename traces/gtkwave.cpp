// SPDX-License-Identifier: Apache-2.0
#include "traces/gtkwave.h"

#include <fmt/format.h>

#include <filesystem>

namespace nestwave {

namespace {

// Display modes, as GTKWave's save files encode them.
constexpr unsigned kBinary = 0x28;        // binary, right-justified
constexpr unsigned kDecimal = 0x24;       // decimal, right-justified
constexpr unsigned kAnalogStep = 0x8024;  // decimal drawn as a stepped curve
constexpr unsigned kStretch = 0x20000;    // room below for the curve
constexpr unsigned kComment = 0x200;

}  // namespace

std::optional<std::string> gtkwave_save_path(const std::string& vcd_path) {
  std::error_code ignored;
  const bool special =
      std::filesystem::exists(vcd_path, ignored) && !std::filesystem::is_regular_file(vcd_path, ignored);
  if (vcd_path == "-" || special) return std::nullopt;
  return std::filesystem::path(vcd_path).replace_extension(".gtkw").string();
}

GtkwaveSave::GtkwaveSave(const std::string& vcd_path) {
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(vcd_path, ignored);
  text_ = fmt::format("[dumpfile] \"{}\"\n[timestart] 0\n[size] 1400 800\n[sst_expanded] 1\n",
                      ignored ? vcd_path : absolute.string());
}

void GtkwaveSave::line(unsigned flags, std::string_view signal) {
  if (flags != flags_) text_ += fmt::format("@{:x}\n", flags);
  flags_ = flags;
  text_ += signal;
  text_ += '\n';
}

void GtkwaveSave::group(std::string_view title) {
  line(kComment, fmt::format("-{}", title));
}

void GtkwaveSave::bit(std::string_view signal) {
  line(kBinary, signal);
}

void GtkwaveSave::decimal(std::string_view signal) {
  line(kDecimal, signal);
}

void GtkwaveSave::analog(std::string_view signal) {
  line(kAnalogStep, signal);
  line(kStretch, "-");
  line(kStretch, "-");
}

}  // namespace nestwave
