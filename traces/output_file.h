// SPDX-License-Identifier: Apache-2.0
// An output file that appears complete or not at all.
#pragma once

#include <string>
#include <string_view>

namespace nestwave {

/// Text goes to a temporary beside the target; commit() gives it its name, the destructor of an
/// uncommitted file removes it. "-" is standard output; devices and pipes are written directly.
/// Everything that the user can put right throws InputError.
class OutputFile {
 public:
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  void write(std::string_view text) {
    buffer_.append(text);
    if (buffer_.size() >= kChunk) flush();
  }
  /// The text that is not yet on its way: writers append here and call flush_if_large().
  [[nodiscard]] std::string& buffer() { return buffer_; }
  void flush_if_large() {
    if (buffer_.size() >= kChunk) flush();
  }
  /// Writes what is left and renames; nothing may be written afterwards.
  void commit();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 18;

  void flush();
  [[noreturn]] void fail(const char* what, int error) const;
  void close_quietly();

  std::string path_;
  std::string target_;     ///< path_ with symbolic links followed
  std::string temporary_;  ///< empty: written directly
  std::string buffer_;
  int descriptor_ = -1;
};

}  // namespace nestwave
