// SPDX-License-Identifier: Apache-2.0
#include "models/against_result.h"

namespace nestwave {

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::holes: return "holes";
    case Reason::diagonal_multicast: return "diagonal_multicast";
    case Reason::multicast_by_level: return "multicast_by_level";
    case Reason::multicast_none: return "multicast_none";
    case Reason::halo_credit: return "halo_credit";
    case Reason::loops_at_0_and_1: return "loops_at_0_and_1";
    case Reason::drain_reads: return "drain_reads";
    case Reason::zero_joins: return "zero_joins";
    case Reason::zero_starts: return "zero_starts";
    case Reason::dearest_action: return "dearest_action";
    case Reason::other_energy: return "other_energy";
    case Reason::rounded_average: return "rounded_average";
  }
  return "?";
}

std::string_view in_words(Reason reason) {
  switch (reason) {
    case Reason::holes: return "holes";
    case Reason::diagonal_multicast: return "diagonal multicast";
    case Reason::multicast_by_level: return "multicast by level";
    case Reason::multicast_none: return "no multicast";
    case Reason::halo_credit: return "halo credit";
    case Reason::loops_at_0_and_1: return "loops at 0 and 1 only";
    case Reason::drain_reads: return "drain reads";
    case Reason::zero_joins: return "zero joins";
    case Reason::zero_starts: return "zero starts";
    case Reason::dearest_action: return "dearest action";
    case Reason::other_energy: return "other energy";
    case Reason::rounded_average: return "rounded average";
  }
  return "?";
}

}  // namespace nestwave
