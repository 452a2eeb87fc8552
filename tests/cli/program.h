// SPDX-License-Identifier: Apache-2.0
// Runs the built program as a user would.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace nestwave::testing {

struct Outcome {
  int code = -1;  ///< exit code; negative: ended by that signal
  std::string out;
  std::string err;
};

/// A fresh directory holding arch.yaml, problem.yaml, mapping.yaml and energy.yaml of a small layer;
/// programs run inside it.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Arguments are split at blanks.
  [[nodiscard]] Outcome run(const std::string& arguments) const;
  /// Starts the program without waiting for it.
  [[nodiscard]] pid_t start(const std::string& arguments) const;
  [[nodiscard]] Outcome wait(pid_t process) const;

  void write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] bool exists(const std::string& name) const;
  /// Names of all files but the inputs and what run() itself keeps, sorted.
  [[nodiscard]] std::vector<std::string> outputs() const;

 private:
  std::string directory_;
};

}  // namespace nestwave::testing
