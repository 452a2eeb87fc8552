// SPDX-License-Identifier: Apache-2.0
#include "app/network_run.h"

#include <algorithm>
#include <memory>
#include <new>
#include <numeric>
#include <optional>
#include <utility>

#include "app/host.h"
#include "app/layer_run.h"
#include "app/network_progress.h"
#include "app/shared_progress.h"
#include "app/workers.h"
#include "traces/csv.h"
#include "traces/json.h"
#include "traces/tables.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;
using Status = LayerOutcome::Status;

std::uint64_t outermost_words(const RunReport& report) {
  std::uint64_t words = 0;
  for (int d = 0; d < report.design->data_space_count(); ++d) {
    const Counts& counts = report.simulation.counts.at(0, d);
    for (std::size_t c = 0; c < kCategories; ++c)
      if (kCategoryNames[c].starts_with("reads.") || kCategoryNames[c].starts_with("writes."))
        words += counts.value[c];
  }
  return words;
}

/// What a worker writes into its pipe.
Json results_of(const RunReport& report, const LayerWork& work) {
  Json lines = Json::array();
  for (const std::string& name : work.names) lines.push_back(counts_csv_lines(report, name));
  return {{"well", report.all_well()},
          {"truncated", report.simulation.truncated},
          {"check", report.cross_check_status()},
          {"verdict", verdict(report, Style{false})},
          {"macs", report.simulation.macs},
          {"cycles", report.simulation.cycles},
          {"utilization", report.utilization()},
          {"outermost_words", outermost_words(report)},
          {"energy", report.energy ? Json(report.energy->total) : Json(nullptr)},
          {"run", run_json(report)},
          {"csv", std::move(lines)}};
}

Json refusal(const std::string& reason) {
  return {{"refused", reason}};
}

class NetworkRun {
 public:
  NetworkRun(const std::vector<LayerWork>& work, const NetworkRunOptions& options,
             std::vector<LayerOutcome>& outcomes)
      : work_(work), options_(options), outcomes_(outcomes) {
    for (const LayerWork& piece : work) {
      LayerOutcome& outcome = outcomes_.emplace_back();
      outcome.names = piece.names;
      outcome.macs = piece.problem.macs();
      outcome.reason = "the run was interrupted before";
    }
    if (options.progress) progress_.emplace(outcomes_);
  }

  void run() {
    WorkerTasks tasks;
    tasks.jobs = options_.jobs;
    tasks.order.resize(work_.size());
    std::iota(tasks.order.begin(), tasks.order.end(), std::size_t{0});
    // The longest first: then the last ones to end differ least.
    std::stable_sort(tasks.order.begin(), tasks.order.end(),
                     [&](std::size_t a, std::size_t b) { return outcomes_[a].macs > outcomes_[b].macs; });
    tasks.work = [this](std::size_t task) { return work_on(task); };
    tasks.done = [this](std::size_t task, WorkerResult result) { take(outcomes_[task], std::move(result)); };
    tasks.tick = [this](std::size_t alive) {
      if (progress_) progress_->show(alive);
    };
    run_workers(tasks);
  }

 private:
  /// In the worker's process.
  [[nodiscard]] std::string work_on(std::size_t task) {
    Json results;
    try {
      results = simulate_layer(task);
    } catch (const InputError& error) {
      results = refusal(error.formatted());
    } catch (const std::bad_alloc&) {
      results = refusal("not enough memory");
    } catch (const std::exception& error) {
      results = {{"failed", error.what()}};
    }
    return results.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  [[nodiscard]] Json simulate_layer(std::size_t task) {
    const HostClock clock;
    const LayerWork& work = work_[task];
    Loaded loaded = *options_.loaded;
    loaded.inputs.problem = work.problem;
    loaded.layers = work.names;
    const std::unique_ptr<Engine> engine = make_engine(loaded);
    LayerRunOptions run;
    if (loaded.dataflow != nullptr) run.dataflow = loaded.dataflow->name;
    if (loaded.inputs.energy) run.energy = &*loaded.inputs.energy;
    run.max_cycles = options_.max_cycles;
    run.fast_forward = options_.fast_forward;
    std::optional<StepMeter> meter;
    if (progress_)
      run.observers.push_back(&meter.emplace(progress_->shared(), task, engine->design().compute_steps()));
    RunReport report = run_layer(*engine, run);
    report.inputs = options_.inputs;
    report.host = clock.stats();
    return results_of(report, work);
  }

  static void take(LayerOutcome& outcome, WorkerResult result) {
    outcome.status = Status::failed;
    outcome.reason = result.failure;
    if (!result.failure.empty()) return;
    const Json results = Json::parse(result.text);
    if (const auto reason = results.find("refused"); reason != results.end()) {
      outcome.status = Status::refused;
      outcome.reason = *reason;
      return;
    }
    if (const auto reason = results.find("failed"); reason != results.end()) {
      outcome.reason = "internal error: " + reason->get<std::string>();
      return;
    }
    outcome.status = Status::done;
    outcome.reason.clear();
    outcome.well = results["well"];
    outcome.truncated = results["truncated"];
    outcome.check = results["check"];
    outcome.verdict = results["verdict"];
    outcome.done_macs = results["macs"];
    outcome.cycles = results["cycles"];
    outcome.utilization = results["utilization"];
    outcome.outermost_words = results["outermost_words"];
    if (!results["energy"].is_null()) outcome.energy = results["energy"].get<double>();
    outcome.run = results["run"];
    outcome.csv = results["csv"].get<std::vector<std::string>>();
  }

  const std::vector<LayerWork>& work_;
  const NetworkRunOptions& options_;
  std::vector<LayerOutcome>& outcomes_;
  std::optional<NetworkProgress> progress_;
};

}  // namespace

std::vector<LayerWork> distinct_work(const std::vector<Layer>& layers, std::uint64_t batch) {
  std::vector<LayerWork> all;
  for (const Layer& layer : layers) {
    Problem problem = problem_of(layer, batch);
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const LayerWork& work) { return same_work(work.problem, problem); });
    if (known != all.end())
      known->names.push_back(layer.name);
    else
      all.push_back({std::move(problem), {layer.name}});
  }
  return all;
}

void run_network(const std::vector<LayerWork>& work, const NetworkRunOptions& options,
                 std::vector<LayerOutcome>& outcomes) {
  NetworkRun(work, options, outcomes).run();
}

}  // namespace nestwave
