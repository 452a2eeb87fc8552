// SPDX-License-Identifier: Apache-2.0
#include "memory/arbiter.h"

#include <algorithm>

namespace nestwave {

Arbiter::Arbiter(sc_core::sc_module_name name, Clock& clock) : sc_module(name), clock_(clock) {
  // The storage levels, told of a change in the same phase as the arbiter, act while it waits.
  spawn_method(clock, "prepare", prepare_, [this] { grant_.notify(sc_core::SC_ZERO_TIME); });
  spawn_method(clock, "grant", grant_, [this] { grant_all(); });
}

void Arbiter::grant_all() {
  const Cycle now = clock_.enter();
  requests_.clear();
  for (Requester* requester : requesters_) requester->collect(requests_);
  if (!std::is_sorted(requests_.begin(), requests_.end())) std::sort(requests_.begin(), requests_.end());
  for (const Request& request : requests_) request.requester->grant(request, now);
}

}  // namespace nestwave
