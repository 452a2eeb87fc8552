// SPDX-License-Identifier: Apache-2.0
// How much room parameters of row stationary take: for those who check them and those who look for them.
#pragma once

#include <cstdint>
#include <optional>

#include "models/row_stationary.h"

namespace nestwave {

/// Where sets stand in the array. A set of R x e PEs wider than the array is cut into segments, which are
/// placed in rows of their own.
struct SetSpace {
  std::uint64_t segments = 1;
  std::uint64_t sets = 0;  ///< floor(rows / (R segments)) * floor(columns / ceil(e / segments))
};
[[nodiscard]] SetSpace set_space(const ConvShape& shape, const RowStationaryMachine& machine,
                                 std::uint64_t e);

/// Words of a level that may be filled: capacity / multiple_buffering; none: unlimited.
[[nodiscard]] std::optional<std::uint64_t> room_of(const StorageLevel& level);

/// Ifmap words in the buffer: n images, q r channels, the rows of e output rows. Without stored padding the
/// most that can exist.
[[nodiscard]] std::uint64_t ifmap_tile_words(const ConvShape& shape, const RowStationaryMachine& machine,
                                             const RowStationaryParameters& cut);
/// Psums in the buffer: n images, m filters, e output rows.
[[nodiscard]] std::uint64_t psum_tile_words(const ConvShape& shape, const RowStationaryParameters& cut);
/// Filter words of a pass: p t filters of q r channels.
[[nodiscard]] std::uint64_t pass_filter_words(const ConvShape& shape, const RowStationaryParameters& cut);

}  // namespace nestwave
