// SPDX-License-Identifier: Apache-2.0
// `--resume FILE`: results that outlive the run that made them, however it ends.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace nestwave {

/// A file of one JSON object per line: a line that says what file this is, then one per result,
///
///   {"key": "…", "result": {…}}
///
/// Each line is written at once and brought to the disk before add() returns. A run that is killed leaves
/// at most its last line unfinished; it is then taken off. Only one run at a time may have the file open.
class ResultsFile {
 public:
  static constexpr std::string_view kHeader = "{\"schema\":\"nestwave.results/1\"}\n";

  /// Opens or makes the file, reads what is there. Throws InputError if it is another kind of file, has a
  /// line that is no result, is in use, or cannot be written.
  explicit ResultsFile(std::string path);
  ResultsFile(const ResultsFile&) = delete;
  ResultsFile& operator=(const ResultsFile&) = delete;
  ~ResultsFile();

  /// The result of that key; null if there is none.
  [[nodiscard]] const nlohmann::ordered_json* find(const std::string& key) const;
  void add(const std::string& key, const nlohmann::ordered_json& result);
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t size() const { return results_.size(); }

 private:
  void lock() const;
  void read();
  void take(std::string_view line, std::size_t number);
  void append(std::string_view text) const;
  [[noreturn]] void fail(int error) const;

  std::string path_;
  int descriptor_ = -1;
  std::map<std::string, nlohmann::ordered_json> results_;
};

}  // namespace nestwave
