// SPDX-License-Identifier: Apache-2.0
// The files that a run writes.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/engine.h"
#include "models/observer.h"
#include "models/report.h"
#include "traces/output_file.h"
#include "traces/profile.h"
#include "traces/transactions.h"
#include "traces/vcd.h"

namespace nestwave {

/// --json, --csv, --transactions, --vcd, --profile, --interval.
void add_output_options(boost::program_options::options_description& options);

/// Throws InputError if two of these options write to one place, or one overwrites an input; says
/// whether one of them writes to standard output.
[[nodiscard]] bool check_output_paths(const Arguments& arguments, const std::vector<std::string>& options,
                                      const std::vector<std::string>& inputs);

/// The files that the arguments name as inputs.
[[nodiscard]] std::vector<std::string> input_paths(const Arguments& arguments);

/// All are opened before the run, so that a path that cannot be written costs no simulation.
class RunOutputs {
 public:
  /// Throws InputError for an output that the engine cannot give.
  RunOutputs(const Arguments& arguments, const Engine& engine);

  /// To attach to the run.
  [[nodiscard]] std::vector<Observer*> observers() const;
  /// Standard output belongs to one of the files: no tables there.
  [[nodiscard]] bool uses_stdout() const { return uses_stdout_; }
  /// Writes what is left and gives all files their names.
  void commit(const RunReport& report);

 private:
  bool uses_stdout_ = false;
  std::optional<OutputFile> json_;
  std::optional<OutputFile> csv_;
  std::unique_ptr<Transactions> transactions_;
  std::unique_ptr<VcdTrace> vcd_;
  std::unique_ptr<Profile> profile_;
};

}  // namespace nestwave
