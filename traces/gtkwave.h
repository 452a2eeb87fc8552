// SPDX-License-Identifier: Apache-2.0
// The save file that tells GTKWave which waves to show, in which order and how.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nestwave {

/// "run.vcd" -> "run.gtkw"; none for standard output and devices, which have no place beside them.
[[nodiscard]] std::optional<std::string> gtkwave_save_path(const std::string& vcd_path);

class GtkwaveSave {
 public:
  explicit GtkwaveSave(const std::string& vcd_path);

  void group(std::string_view title);
  void bit(std::string_view signal);
  void decimal(std::string_view signal);
  /// A curve, three rows high.
  void analog(std::string_view signal);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void line(unsigned flags, std::string_view signal);

  std::string text_;
  unsigned flags_ = 0;  ///< display mode of the line before
};

}  // namespace nestwave
