// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/config.h"

#include "memory/dram/address.h"
#include "models/error.h"

namespace nestwave::dram {

namespace {

void require(bool condition, const std::string& message) {
  if (!condition) throw InputError({}, "DRAM: " + message);
}

std::string value(const char* name, std::uint64_t number) {
  return std::string(name) + " (" + std::to_string(number) + ")";
}

}  // namespace

void check(const Config& config) {
  const auto require_order = [](const char* small, std::uint64_t low, const char* large, std::uint64_t high) {
    require(low <= high, value(small, low) + " must not exceed " + value(large, high));
  };
  require(config.BL % config.beats_per_clock == 0, value("BL", config.BL) + " must be a multiple of " +
                                                       value("beats_per_clock", config.beats_per_clock));
  require(config.columns % config.BL == 0,
          value("columns", config.columns) + " must be a multiple of " + value("BL", config.BL));
  require(config.bus_width % 8 == 0, value("bus_width", config.bus_width) + " must be a multiple of 8");
  require(config.all_banks() <= 64,
          "bankgroups x banks (" + std::to_string(config.all_banks()) + ") must not exceed 64");
  require(config.bytes() <= std::uint64_t{1} << 48, "more than 2^48 bytes");
  require_order("tRRD_S", config.tRRD_S, "tRRD_L", config.tRRD_L);
  require_order("tCCD_S", config.tCCD_S, "tCCD_L", config.tCCD_L);
  require_order("tWTR_S", config.tWTR_S, "tWTR_L", config.tWTR_L);
  require_order("tRCD", config.tRCD, "tRAS", config.tRAS);
  require_order("write_high", config.write_high, "write_queue", config.write_queue);
  require(config.write_low < config.write_high, value("write_low", config.write_low) + " must be less than " +
                                                    value("write_high", config.write_high));
  // Between two refreshes there must be time for at least one access of either kind.
  const std::uint64_t busy = config.tRFC + config.tRAS + config.tRCD + config.CL + config.CWL + config.tBL() +
                             config.tWR + config.tRTP + config.tRP;
  require(config.tREFI > busy, value("tREFI", config.tREFI) +
                                   " leaves no time for an access beside the refresh; it must exceed " +
                                   std::to_string(busy));
  (void)AddressMap(config);
}

}  // namespace nestwave::dram
