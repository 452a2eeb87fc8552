// SPDX-License-Identifier: Apache-2.0
#include "app/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <thread>
#include <utility>

#include "app/host.h"
#include "app/watch.h"
#include "app/workers.h"
#include "models/error.h"
#include "traces/json.h"
#include "traces/tables.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;
using Status = PointOutcome::Status;

PointOutcome outcome_of(Status status, std::string reason) {
  PointOutcome outcome;
  outcome.status = status;
  outcome.reason = std::move(reason);
  return outcome;
}

PointOutcome simulate_point(const PointTasks& tasks, std::size_t point) {
  const HostClock clock;
  try {
    const std::unique_ptr<Engine> engine = tasks.engine(point);
    RunReport report = run_layer(*engine, tasks.run);
    report.inputs = tasks.inputs;
    report.host = clock.stats();
    PointOutcome outcome;
    outcome.status = Status::done;
    outcome.well = report.all_well();
    outcome.verdict = verdict(report, Style{false});
    outcome.run = run_json(report);
    return outcome;
  } catch (const InputError& error) {
    return outcome_of(Status::refused, error.formatted());
  } catch (const std::bad_alloc&) {
    return outcome_of(Status::failed, "not enough memory");
  } catch (const std::exception& error) {
    return outcome_of(Status::failed, std::string("internal error: ") + error.what());
  }
}

/// One line on stderr: how many points are done, and how long the rest may take.
class Progress {
 public:
  explicit Progress(const PointTasks& tasks)
      : tasks_(tasks),
        terminal_(error_is_terminal()),
        start_(std::chrono::steady_clock::now()),
        next_(start_) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (shown_ && terminal_) print_error("\r\033[K");
  }

  void count() { ++done_; }
  void show(std::size_t running) {
    const auto now = std::chrono::steady_clock::now();
    if (!tasks_.progress || now < next_) return;
    next_ = now + std::chrono::milliseconds(terminal_ ? 100 : 2000);
    shown_ = true;
    const std::chrono::duration<double> elapsed = now - start_;
    const std::size_t todo = tasks_.order.size();
    const double each = done_ > 0 ? elapsed.count() / static_cast<double>(done_) : 0;
    const std::string left =
        done_ > 0 ? fmt::format(", about {} left", duration_text(each * static_cast<double>(todo - done_)))
                  : "";
    const std::string known = tasks_.known > 0 ? fmt::format(" ({} from before)", tasks_.known) : "";
    print_error(fmt::format("{}{} of {} {} done{}, {} running{}{}", terminal_ ? "\r\033[K" : "",
                            done_ + tasks_.known, todo + tasks_.known, tasks_.what, known, running, left,
                            terminal_ ? "" : "\n"));
  }

 private:
  const PointTasks& tasks_;
  bool terminal_;
  bool shown_ = false;
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace

void run_points(const PointTasks& tasks) {
  Progress progress(tasks);
  WorkerTasks workers;
  workers.order = tasks.order;
  workers.jobs = tasks.jobs;
  workers.work = [&tasks](std::size_t point) {
    return point_json(simulate_point(tasks, point)).dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  workers.done = [&](std::size_t point, WorkerResult result) {
    progress.count();
    tasks.done(point, result.failure.empty() ? point_of(Json::parse(result.text))
                                             : outcome_of(Status::failed, result.failure));
  };
  workers.tick = [&progress](std::size_t alive) { progress.show(alive); };
  run_workers(workers);
}

std::size_t jobs_of(const Arguments& arguments) {
  const std::uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
  return arguments.number("jobs", 1).value_or(cores);
}

}  // namespace nestwave
