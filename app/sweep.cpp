// SPDX-License-Identifier: Apache-2.0
#include "app/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "app/command.h"
#include "app/digest.h"
#include "app/grid.h"
#include "app/load.h"
#include "app/points.h"
#include "app/results_file.h"
#include "app/run_outputs.h"
#include "app/watch.h"
#include "models/error.h"
#include "models/formats/source.h"
#include "traces/output_file.h"
#include "traces/sweep_report.h"

namespace nestwave {

namespace {

using Status = PointOutcome::Status;

/// What concerns one run cannot be asked of many.
void refuse_options_of_one_run(const Arguments& arguments) {
  for (const char* option :
       {"transactions", "vcd", "profile", "interval", "against", "functional", "what-if", "explain-cycles"})
    if (arguments.has(option))
      throw InputError({},
                       fmt::format("--{} looks into one run, --sweep makes many; run the point of interest "
                                   "alone, with --set",
                                   option));
}

/// A path that is wrong is wrong at every point: better said at once. A value may fit with others only: so
/// every value is tried alone, and behind the first values of the axes before it, until one fits.
void check_paths(const Arguments& arguments, const SweepGrid& grid) {
  std::vector<std::string> before;
  for (const SweepAxis& axis : grid.axes()) {
    std::optional<InputError> first;
    const auto fits = [&](std::vector<std::string> settings, const std::string& value) {
      settings.push_back(axis.path + "=" + value);
      try {
        (void)load_with(arguments, settings);
        return true;
      } catch (const InputError& error) {
        if (!first) first = error;
        return false;
      }
    };
    const bool one = std::any_of(axis.values.begin(), axis.values.end(), [&](const std::string& value) {
      return fits({}, value) || fits(before, value);
    });
    if (!one) throw InputError(*first);
    before.push_back(axis.path + "=" + axis.values.front());
  }
}

/// Of what was read, and how it is to be run; the values of the grid left out.
std::string digest_of(const Arguments& arguments, const Loaded& loaded) {
  Digest digest;
  std::vector<std::string> files = loaded.inputs.files;
  files.insert(files.end(), loaded.inputs.included.begin(), loaded.inputs.included.end());
  if (const auto network = network_file(arguments)) files.push_back(*network);
  for (const std::string& file : files) digest.add_text(read_file(file));
  for (const char* option : {"layer", "dataflow", "policy", "parameters", "objective", "max-cycles"})
    digest.add_text(option).add_text(arguments.text(option).value_or(""));
  for (const std::string& set : arguments.texts("set")) digest.add_text(set);
  return digest.hex();
}

/// A program that was built anew may give other results under the same version.
std::string digest_of_program() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return Digest().add_text(NESTWAVE_VERSION).add_text(bytes.str()).hex();
}

class Sweep {
 public:
  explicit Sweep(const Arguments& arguments)
      : arguments_(arguments),
        grid_(arguments.texts("sweep"), arguments.texts("set")),
        base_(load(arguments)) {
    if (!complete(base_)) (void)make_engine(base_);  // says what is missing
    check_paths(arguments, grid_);
    digest_ = digest_of(arguments, base_);
    report_.version = NESTWAVE_VERSION;
    report_.inputs = base_.inputs.files;
    for (const SweepAxis& axis : grid_.axes()) report_.axes.push_back({axis.path, axis.values});
    for (std::size_t point = 0; point < grid_.size(); ++point)
      report_.points.push_back({grid_.values(point), {}});
  }

  [[nodiscard]] const Loaded& base() const { return base_; }
  SweepReport& report() { return report_; }

  /// What is finished is in the report even if Interrupted is thrown.
  void run(ResultsFile* results, bool progress) {
    PointTasks tasks;
    for (std::size_t point = 0; point < grid_.size(); ++point) {
      const auto* known = results == nullptr ? nullptr : results->find(key(point));
      if (known == nullptr)
        tasks.order.push_back(point);
      else
        report_.points[point].outcome = known_point(*known, results->path());
    }
    report_.reused = grid_.size() - tasks.order.size();
    tasks.known = report_.reused;
    tasks.jobs = std::min(jobs_of(arguments_), std::max<std::size_t>(tasks.order.size(), 1));
    report_.jobs = tasks.jobs;
    tasks.what = "points";
    tasks.progress = progress;
    tasks.inputs = base_.inputs.files;
    if (base_.dataflow != nullptr) tasks.run.dataflow = base_.dataflow->name;
    if (base_.inputs.energy) tasks.run.energy = &*base_.inputs.energy;
    tasks.run.max_cycles = arguments_.number("max-cycles", 1).value_or(0);
    tasks.run.fast_forward = !arguments_.has("no-fast-forward");
    tasks.engine = [this](std::size_t point) { return engine(point); };
    tasks.done = [&](std::size_t point, PointOutcome outcome) {
      // What failed may do better next time.
      if (results != nullptr && outcome.status != Status::failed)
        results->add(key(point), point_json(outcome));
      report_.points[point].outcome = std::move(outcome);
    };
    run_points(tasks);
  }

  [[nodiscard]] int exit_code() const {
    if (report_.count(Status::failed) > 0) return kInternalError;
    if (report_.count(Status::done) == 0) return kUserError;
    const bool well = std::all_of(report_.points.begin(), report_.points.end(), [](const auto& point) {
      return !point.outcome.done() || point.outcome.well;
    });
    return well ? kOk : kCheckFailed;
  }

 private:
  /// Tells results apart: all that decides one.
  [[nodiscard]] std::string key(std::size_t point) const {
    Digest digest;
    digest.add_text(program_).add_text(digest_);
    for (const std::string& setting : grid_.settings(point)) digest.add_text(setting);
    return digest.hex();
  }

  /// In the process of the point, from the files: they must be what the key says.
  [[nodiscard]] std::unique_ptr<Engine> engine(std::size_t point) const {
    const Loaded loaded = load_with(arguments_, grid_.settings(point));
    if (digest_of(arguments_, loaded) != digest_)
      throw std::runtime_error("the input files have changed since the sweep began");
    return make_engine(loaded);
  }

  static PointOutcome known_point(const nlohmann::ordered_json& json, const std::string& path) {
    try {
      return point_of(json);
    } catch (const nlohmann::json::exception& error) {
      throw InputError({std::make_shared<const std::string>(path), 0, 0},
                       fmt::format("a result in it cannot be read: {}", error.what()));
    }
  }

  const Arguments& arguments_;
  SweepGrid grid_;
  Loaded base_;
  std::string digest_;
  std::string program_ = digest_of_program();
  SweepReport report_;
};

}  // namespace

int run_sweep(const Arguments& arguments, const HostClock& clock) {
  refuse_options_of_one_run(arguments);
  const bool quiet = arguments.has("quiet");
  const bool progress = wants_progress(arguments.text("progress"), quiet);
  Sweep sweep(arguments);
  if (!quiet) print_notes(sweep.base());
  if (arguments.text("resume") == "-") throw InputError({}, "--resume needs a file, not standard output");
  const bool to_stdout = check_output_paths(arguments, {"json", "csv", "resume"}, input_paths(arguments));
  std::optional<OutputFile> json;
  std::optional<OutputFile> csv;
  std::optional<ResultsFile> results;
  if (const auto path = arguments.text("json")) json.emplace(*path);
  if (const auto path = arguments.text("csv")) csv.emplace(*path);
  if (const auto path = arguments.text("resume")) results.emplace(*path);

  std::optional<Interrupted> interrupted;
  try {
    sweep.run(results ? &*results : nullptr, progress);
  } catch (const Interrupted& stop) {
    interrupted = stop;  // what is finished is worth having
  }
  SweepReport& report = sweep.report();
  report.wall_s = clock.stats().wall_s;
  if (csv) {
    csv->write(sweep_csv(report));
    csv->commit();
  }
  if (json) {
    json->write(sweep_json_text(report));
    json->commit();
  }
  if (!quiet && !to_stdout) print_result(sweep_table(report, output_style()));
  if (interrupted) {
    if (results)
      print_error(
          fmt::format("what is done is in {}; the same command goes on from there\n", results->path()));
    throw Interrupted(*interrupted);
  }
  return sweep.exit_code();
}

}  // namespace nestwave
