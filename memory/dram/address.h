// SPDX-License-Identifier: Apache-2.0
// From byte addresses to places in the DRAM, and back.
#pragma once

#include <array>
#include <cstdint>

#include "memory/dram/config.h"

namespace nestwave::dram {

/// Where one burst lives; `column` counts bursts within the row.
struct Place {
  std::uint32_t channel = 0;
  std::uint32_t bankgroup = 0;
  std::uint32_t bank = 0;  ///< within the bank group
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// `address_mapping` names five fields (ro, ba, co, bg, ch) from the most significant to the least;
/// an address is a mixed-radix number with those digits, in units of a burst.
class AddressMap {
 public:
  /// Throws InputError if the mapping does not name each field once.
  explicit AddressMap(const Config& config);

  /// `address` is less than the capacity.
  [[nodiscard]] Place place(std::uint64_t address) const;
  /// The first byte of the burst.
  [[nodiscard]] std::uint64_t address(const Place& place) const;

 private:
  struct Digit {
    std::uint32_t Place::*field = nullptr;
    std::uint64_t radix = 1;
  };
  std::array<Digit, 5> digits_;  ///< least significant first
  std::uint64_t burst_bytes_;
};

}  // namespace nestwave::dram
