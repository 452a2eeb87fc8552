// SPDX-License-Identifier: Apache-2.0
// What a level with a memory of its own time must fulfil.
#include <string>

#include "models/design.h"

namespace nestwave {

namespace {

void check_timing(const StorageLevel& level) {
  const Location& where = level.timing->where;
  if (level.instances() != 1)
    throw InputError(where, level.name + " has " + std::to_string(level.instances()) +
                                " instances; 'timing' is for a single memory");
  if (level.word_bits == 0)
    throw InputError(where, "'timing' needs to know how wide a word of " + level.name +
                                " is: give 'word_bits' (or 'datawidth')");
  if (level.timing->outstanding == 0) throw InputError(where, "'outstanding' must be at least 1");
  if (level.timing->burst_bytes == 0) throw InputError(where, "'burst_bytes' must be at least 1");
}

}  // namespace

void Design::check_levels() const {
  for (int l = 0; l < level_count(); ++l) {
    const StorageLevel& level = architecture_.levels[l];
    if (!level.timing) continue;
    check_timing(level);
    for (int d = 0; d < data_space_count(); ++d)
      if (mapping_.levels[l].keep[d] && keepers_[d].front() != l)
        throw InputError(level.timing->where, level.name + " keeps only a part of " +
                                                  problem_.data_spaces[d].name +
                                                  " at a time; 'timing' is for the outermost keeper");
  }
}

}  // namespace nestwave
