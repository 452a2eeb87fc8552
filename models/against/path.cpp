// SPDX-License-Identifier: Apache-2.0
#include "models/against/path.h"

namespace nestwave::against {

namespace {

/// What tells a way of sharing from `identical`, which lies between all others.
Reason reason_of(Multicast multicast) {
  switch (multicast) {
    case Multicast::overlap: return Reason::diagonal_multicast;
    case Multicast::per_level: return Reason::multicast_by_level;
    default: return Reason::multicast_none;
  }
}

/// What is charged, from ours to that of the Timeloop of 2021; each differs from the one before by one thing.
struct Charge {
  Counters counters;
  bool drains;
  Reason reason;  ///< of the difference from the one before
};
constexpr Charge kCharges[] = {
    {Counters::own, true, Reason::drain_reads},  // the reason of the first is never used
    {Counters::own, false, Reason::drain_reads},
    {Counters::timeloop, false, Reason::zero_joins},
    {Counters::timeloop_2021, false, Reason::zero_starts},
};

std::size_t charge_of(Counters counters) {
  return counters == Counters::own ? 0 : counters == Counters::timeloop ? 2 : 3;
}

}  // namespace

std::vector<Stage> path(const Policy& from, const Convention& to) {
  std::vector<Stage> stages;
  Convention at;
  at.policy = from;
  at.drains = from.counters == Counters::own;
  const auto arrive = [&](Reason reason) { stages.push_back({reason, at}); };

  if (from.footprint != to.policy.footprint) {
    at.policy.footprint = to.policy.footprint;
    arrive(Reason::holes);
  }
  if (from.multicast != to.policy.multicast) {
    if (from.multicast != Multicast::identical) {
      at.policy.multicast = Multicast::identical;
      arrive(reason_of(from.multicast));
    }
    if (to.policy.multicast != Multicast::identical) {
      at.policy.multicast = to.policy.multicast;
      arrive(reason_of(to.policy.multicast));
    }
  }
  if (from.reuse != to.policy.reuse) {
    at.policy.reuse = to.policy.reuse;
    arrive(Reason::halo_credit);
  }
  if (to.at_zero_and_one) {
    at.at_zero_and_one = true;
    arrive(Reason::loops_at_0_and_1);
  }
  const std::size_t end = charge_of(to.policy.counters);
  for (std::size_t now = charge_of(from.counters); now != end;) {
    const bool onward = now < end;
    const Reason reason = kCharges[onward ? now + 1 : now].reason;
    now = onward ? now + 1 : now - 1;
    at.policy.counters = kCharges[now].counters;
    at.drains = kCharges[now].drains;
    arrive(reason);
  }
  if (from.prices != to.policy.prices) {
    at.policy.prices = to.policy.prices;
    arrive(Reason::dearest_action);
  }
  if (to.with_other_energy) {
    at.with_other_energy = true;
    arrive(Reason::other_energy);
  }
  return stages;
}

}  // namespace nestwave::against
