// SPDX-License-Identifier: Apache-2.0
#include "app/shared_progress.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "models/error.h"

namespace nestwave {

static_assert(std::atomic<std::uint32_t>::is_always_lock_free, "counters are shared between processes");

SharedProgress::SharedProgress(std::size_t tasks)
    : bytes_(std::max<std::size_t>(tasks, 1) * sizeof(std::atomic<std::uint32_t>)) {
  void* memory = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw InputError({}, "no shared memory to show progress with");
  parts_ = new (memory) std::atomic<std::uint32_t>[std::max<std::size_t>(tasks, 1)] {};
}

SharedProgress::~SharedProgress() {
  munmap(parts_, bytes_);
}

double SharedProgress::fraction(std::size_t task) const {
  return static_cast<double>(parts_[task].load(std::memory_order_relaxed)) / static_cast<double>(kWhole);
}

void SharedProgress::set(std::size_t task, std::uint64_t done, std::uint64_t all) {
  const double part = static_cast<double>(done) / static_cast<double>(all);
  parts_[task].store(static_cast<std::uint32_t>(std::min(1.0, part) * static_cast<double>(kWhole)),
                     std::memory_order_relaxed);
}

}  // namespace nestwave
