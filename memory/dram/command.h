// SPDX-License-Identifier: Apache-2.0
// What a controller says to a DRAM.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

#include "memory/dram/config.h"

namespace nestwave::dram {

/// RDA and WRA precharge their bank by themselves; PREA precharges all, REF needs all precharged.
enum class Command : std::uint8_t { ACT, PRE, PREA, RD, RDA, WR, WRA, REF };
inline constexpr std::size_t kCommands = 8;
inline constexpr std::array<std::string_view, kCommands> kCommandNames = {"ACT", "PRE", "PREA", "RD",
                                                                          "RDA", "WR",  "WRA",  "REF"};

[[nodiscard]] constexpr bool is_read(Command command) {
  return command == Command::RD || command == Command::RDA;
}
[[nodiscard]] constexpr bool is_write(Command command) {
  return command == Command::WR || command == Command::WRA;
}
[[nodiscard]] constexpr bool is_column(Command command) {
  return is_read(command) || is_write(command);
}

/// A command as it goes over the bus of a channel. Fields that the command does not use are 0.
struct Issued {
  Clocks clock = 0;
  Command command = Command::REF;
  std::uint32_t channel = 0;
  std::uint32_t bankgroup = 0;
  std::uint32_t bank = 0;
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  friend bool operator==(const Issued&, const Issued&) = default;
};

/// Is told every command, in the order of time within a channel.
using CommandObserver = std::function<void(const Issued&)>;

}  // namespace nestwave::dram
