// SPDX-License-Identifier: Apache-2.0
// How often a moving tile is fetched, and how much of it.
#pragma once

#include <cstdint>
#include <vector>

#include "models/analytical/nest.h"
#include "models/policy.h"

namespace nestwave::analytical {

/// What a child asks for over a run of consecutive tiles.
///
/// From one tile to the next exactly one loop advances and those inside it return to zero. The
/// tiles so reached from that loop all have the same shift against the tile before, hence the
/// same delta.
struct Fetches {
  std::uint64_t whole = 0;           ///< fetches of a whole tile
  std::vector<std::uint64_t> delta;  ///< per loop that advanced: fetches of the new words alone
};

/// Move per rank when loop `advancing` goes on by one and the loops inside it return to zero.
[[nodiscard]] std::vector<std::int64_t> shift_of(const std::vector<Move>& moves, std::size_t advancing);

/// Fetches for the first `tiles` iterations of the moves.
[[nodiscard]] Fetches count_fetches(const std::vector<Move>& moves, Reuse reuse, std::uint64_t tiles);

}  // namespace nestwave::analytical
