// SPDX-License-Identifier: Apache-2.0
// What became of one run among many.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace nestwave {

struct PointOutcome {
  enum class Status {
    not_run,  ///< the sweep was interrupted before
    done,     ///< there are results
    refused,  ///< this machine cannot be, or cannot run the mapping; `reason` says why
    failed    ///< our bug, or the process died; `reason` says it
  };
  Status status = Status::not_run;
  std::string reason;
  bool well = false;           ///< if done: every check holds, and the run is complete
  std::string verdict;         ///< if done: lines that say what is not well
  nlohmann::ordered_json run;  ///< if done: schema nestwave.run/1

  [[nodiscard]] bool done() const { return status == Status::done; }
};

[[nodiscard]] inline const char* to_string(PointOutcome::Status status) {
  switch (status) {
    case PointOutcome::Status::not_run: return "not_run";
    case PointOutcome::Status::done: return "done";
    case PointOutcome::Status::refused: return "refused";
    case PointOutcome::Status::failed: return "failed";
  }
  return "?";
}

/// As it goes through a pipe or into a file; point_of() is the way back.
[[nodiscard]] nlohmann::ordered_json point_json(const PointOutcome& outcome);
/// Throws nlohmann's exceptions where the text is not what point_json() writes.
[[nodiscard]] PointOutcome point_of(const nlohmann::ordered_json& json);

}  // namespace nestwave
