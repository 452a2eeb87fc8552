// SPDX-License-Identifier: Apache-2.0
#include "models/policy.h"

namespace nestwave {

const std::vector<Policy>& policies() {
  static const std::vector<Policy> all = {
      {"resident", Reuse::resident, Multicast::overlap, Footprint::touched, Counters::own,
       Prices::per_action},
      {"timeloop", Reuse::timeloop, Multicast::identical, Footprint::bounding_box, Counters::timeloop,
       Prices::per_action},
      {"timeloop_3_0_3", Reuse::timeloop_3_0_3, Multicast::identical, Footprint::bounding_box,
       Counters::timeloop, Prices::per_action},
      {"timeloop_2021", Reuse::timeloop, Multicast::per_level, Footprint::bounding_box,
       Counters::timeloop_2021, Prices::dearest},
  };
  return all;
}

std::optional<Policy> find_policy(std::string_view name) {
  for (const Policy& policy : policies())
    if (policy.name == name) return policy;
  return std::nullopt;
}

std::string_view to_string(Reuse reuse) {
  switch (reuse) {
    case Reuse::resident: return "resident";
    case Reuse::timeloop: return "timeloop";
    case Reuse::timeloop_3_0_3: return "timeloop_3_0_3";
    case Reuse::none: return "none";
  }
  return "?";
}

std::string_view to_string(Multicast multicast) {
  switch (multicast) {
    case Multicast::overlap: return "overlap";
    case Multicast::identical: return "identical";
    case Multicast::per_level: return "per_level";
    case Multicast::none: return "none";
  }
  return "?";
}

std::string_view to_string(Footprint footprint) {
  switch (footprint) {
    case Footprint::touched: return "touched";
    case Footprint::bounding_box: return "bounding_box";
  }
  return "?";
}

std::string_view to_string(Counters counters) {
  switch (counters) {
    case Counters::own: return "own";
    case Counters::timeloop: return "timeloop";
    case Counters::timeloop_2021: return "timeloop_2021";
  }
  return "?";
}

std::string_view to_string(Prices prices) {
  switch (prices) {
    case Prices::per_action: return "per_action";
    case Prices::dearest: return "dearest";
  }
  return "?";
}

}  // namespace nestwave
