// SPDX-License-Identifier: Apache-2.0
#include "app/workers.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <utility>

#include "app/watch.h"
#include "models/error.h"

namespace nestwave {

namespace {

constexpr int kTickMilliseconds = 100;

struct Worker {
  std::size_t task = 0;
  pid_t process = -1;
  int pipe = -1;  ///< what it writes can be read here
  std::string text;
};

bool write_all(int descriptor, const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t written = write(descriptor, text.data() + at, text.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    at += static_cast<std::size_t>(written);
  }
  return true;
}

int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

std::string failure_text(int status) {
  if (WIFSIGNALED(status))
    return fmt::format("its process was ended by signal {} ({})", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) return fmt::format("its process ended with code {}", WEXITSTATUS(status));
  return "";
}

/// The processes that are alive; none outlives it.
class Crew {
 public:
  explicit Crew(const WorkerTasks& tasks) : tasks_(tasks) {}
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() {
    for (const Worker& worker : workers_) kill(worker.process, SIGKILL);
    for (const Worker& worker : workers_) {
      close(worker.pipe);
      wait_for(worker.process);
    }
  }

  [[nodiscard]] std::size_t size() const { return workers_.size(); }

  void start(std::size_t task) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) fail();
    std::fflush(nullptr);  // or the child would write it again
    const pid_t parent = getpid();
    const pid_t process = fork();
    if (process < 0) {
      close(ends[0]);
      close(ends[1]);
      fail();
    }
    if (process == 0) {
      close(ends[0]);
      be_worker(parent, task, ends[1]);
    }
    close(ends[1]);
    workers_.push_back({task, process, ends[0], {}});
  }

  /// Reads what has come, and hands over what is complete.
  void collect() {
    std::vector<pollfd> polled;
    for (const Worker& worker : workers_) polled.push_back({worker.pipe, POLLIN, 0});
    if (poll(polled.data(), polled.size(), kTickMilliseconds) < 0) return;  // a signal: the caller looks
    // A signal that ended a worker too must not look like the worker's failure.
    check_signals();
    for (std::size_t i = polled.size(); i-- > 0;)
      if (polled[i].revents != 0 && !read_some(workers_[i])) finish(i);
  }

 private:
  [[noreturn]] static void fail() {
    throw InputError({}, fmt::format("cannot start a process: {}", std::strerror(errno)));
  }

  [[noreturn]] void be_worker(pid_t parent, std::size_t task, int out) const {
    for (const Worker& sibling : workers_) close(sibling.pipe);
    std::signal(SIGINT, SIG_IGN);  // the keys reach the whole group; the parent decides
    std::signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    // _exit(): open files and their destructors belong to the parent.
    _exit(write_all(out, tasks_.work(task)) ? 0 : 1);
  }

  /// False at the end of what the worker writes.
  static bool read_some(Worker& worker) {
    std::array<char, std::size_t{1} << 16> piece{};
    const ssize_t count = read(worker.pipe, piece.data(), piece.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    worker.text.append(piece.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  void finish(std::size_t index) {
    Worker worker = std::move(workers_[index]);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(index));
    close(worker.pipe);
    const int status = wait_for(worker.process);
    tasks_.done(worker.task, {std::move(worker.text), failure_text(status)});
  }

  const WorkerTasks& tasks_;
  std::vector<Worker> workers_;
};

}  // namespace

void run_workers(const WorkerTasks& tasks) {
  Crew crew(tasks);
  auto next = tasks.order.begin();
  while (next != tasks.order.end() || crew.size() > 0) {
    while (next != tasks.order.end() && crew.size() < tasks.jobs) crew.start(*next++);
    check_signals();
    crew.collect();
    check_signals();
    tasks.tick(crew.size());
  }
}

}  // namespace nestwave
