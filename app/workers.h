// SPDX-License-Identifier: Apache-2.0
// Work in processes of its own: SystemC has one kernel per process, and one that dies takes no other
// with it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace nestwave {

/// What a worker left behind.
struct WorkerResult {
  std::string text;     ///< what work() returned; incomplete if it failed
  std::string failure;  ///< empty, or how the process ended before its time
};

struct WorkerTasks {
  std::vector<std::size_t> order;  ///< numbers of the tasks, in the order in which they are started
  std::size_t jobs = 1;            ///< processes at once
  /// Runs in a process of its own; must not throw.
  std::function<std::string(std::size_t)> work;
  /// Runs here, in the order in which workers end.
  std::function<void(std::size_t, WorkerResult)> done;
  /// Runs here, ten times a second or more, with the number of workers alive.
  std::function<void(std::size_t)> tick;
};

/// Returns when all are done. Throws Interrupted when a signal has come, with no worker left alive;
/// InputError if the system gives no processes.
void run_workers(const WorkerTasks& tasks);

}  // namespace nestwave
