// SPDX-License-Identifier: Apache-2.0
// What a DRAM is: organisation, timing and controller. Names are the data sheets'.
#pragma once

#include <cstdint>
#include <string>

namespace nestwave::dram {

/// A clock of the DRAM (tCK long), counted from zero.
using Clocks = std::uint64_t;
inline constexpr Clocks kNever = ~Clocks{0};

/// One rank per channel; all channels alike. Times are in clocks unless noted.
struct Config {
  std::string preset;  ///< the preset it began as

  // Organisation.
  std::uint64_t channels = 1;
  std::uint64_t bankgroups = 1;       ///< of a channel; 1: the part has none, _S and _L are alike
  std::uint64_t banks = 1;            ///< of a bank group
  std::uint64_t rows = 1;             ///< of a bank
  std::uint64_t columns = 1;          ///< of a row, each bus_width wide
  std::uint64_t bus_width = 8;        ///< bits, data of a channel
  std::uint64_t BL = 1;               ///< columns that one command moves
  std::uint64_t beats_per_clock = 2;  ///< columns that pass in one clock

  // Timing.
  std::uint64_t tCK = 1000;  ///< picoseconds
  std::uint64_t CL = 1;
  std::uint64_t CWL = 1;
  std::uint64_t tRCD = 1;
  std::uint64_t tRP = 1;
  std::uint64_t tRPab = 1;  ///< of a precharge of all banks, if longer than tRP
  std::uint64_t tRAS = 1;
  std::uint64_t tRTP = 1;
  std::uint64_t tWR = 1;
  std::uint64_t tCCD_S = 1;
  std::uint64_t tCCD_L = 1;
  std::uint64_t tRRD_S = 1;
  std::uint64_t tRRD_L = 1;
  std::uint64_t tWTR_S = 1;
  std::uint64_t tWTR_L = 1;
  std::uint64_t tFAW = 1;
  std::uint64_t tRFC = 1;
  std::uint64_t tREFI = 1;
  std::uint64_t bus_turnaround = 2;  ///< from the end of read data to the begin of write data

  // Controller.
  std::uint64_t read_queue = 40;  ///< bursts, of a channel
  std::uint64_t write_queue = 32;
  std::uint64_t write_high = 28;   ///< that many waiting writes turn the bus to writing
  std::uint64_t write_low = 4;     ///< that few turn it back, if reads wait
  std::uint64_t age_limit = 4096;  ///< a burst that has waited longer is no more overtaken in its bank
  std::string page_policy = "open";
  std::string address_mapping = "ro-ba-co-bg-ch";

  /// Clocks that the data of one command is on the bus.
  [[nodiscard]] std::uint64_t tBL() const { return BL / beats_per_clock; }
  [[nodiscard]] std::uint64_t burst_bytes() const { return BL * bus_width / 8; }
  [[nodiscard]] std::uint64_t bursts_per_row() const { return columns / BL; }
  /// Banks of a channel.
  [[nodiscard]] std::uint64_t all_banks() const { return bankgroups * banks; }
  /// Of all channels together.
  [[nodiscard]] std::uint64_t bytes() const {
    return channels * all_banks() * rows * bursts_per_row() * burst_bytes();
  }
  [[nodiscard]] double peak_gigabytes_per_second() const {
    return static_cast<double>(channels * burst_bytes()) / static_cast<double>(tBL()) * 1000.0 /
           static_cast<double>(tCK);
  }
};

/// Throws InputError if the values, each legal by itself, do not make a DRAM that can work.
void check(const Config& config);

}  // namespace nestwave::dram
