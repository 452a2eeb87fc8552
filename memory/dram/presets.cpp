// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/presets.h"

#include <array>
#include <string>
#include <vector>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave::dram {

namespace {

// JESD79-3F: speed bin DDR3-1600K (11-11-11); 4 Gb parts, x8 (1 KB page), eight of them side by side.
// tRAS 35 ns, tRRD max(4, 6 ns), tFAW 30 ns, tWTR max(4, 7.5 ns), tRTP max(4, 7.5 ns), tWR 15 ns,
// tRFC 260 ns, tREFI 7.8 us. DDR3 has no bank groups: _S and _L are alike.
Config ddr3_1600() {
  Config c;
  c.bankgroups = 1, c.banks = 8, c.rows = 65536, c.columns = 1024;
  c.bus_width = 64, c.BL = 8, c.beats_per_clock = 2;
  c.tCK = 1250, c.CL = 11, c.CWL = 8, c.tRCD = 11, c.tRP = 11, c.tRAS = 28, c.tRTP = 6, c.tWR = 12;
  c.tCCD_S = c.tCCD_L = 4, c.tRRD_S = c.tRRD_L = 5, c.tWTR_S = c.tWTR_L = 6;
  c.tFAW = 24, c.tRFC = 208, c.tREFI = 6240;
  return c;
}

// JESD79-4: speed bin DDR4-2400R (17-17-17), 8 Gb parts, x8 (1 KB page), eight of them side by side; in
// clocks as DRAMsim3's DDR4_8Gb_x8_2400 has them (Ramulator 2 differs in tRFC, 433, and tREFI, 9364).
Config ddr4_2400() {
  Config c;
  c.bankgroups = 4, c.banks = 4, c.rows = 65536, c.columns = 1024;
  c.bus_width = 64, c.BL = 8, c.beats_per_clock = 2;
  c.tCK = 833, c.CL = 17, c.CWL = 12, c.tRCD = 17, c.tRP = 17, c.tRAS = 39, c.tRTP = 9, c.tWR = 18;
  c.tCCD_S = 4, c.tCCD_L = 6, c.tRRD_S = 4, c.tRRD_L = 6, c.tWTR_S = 3, c.tWTR_L = 9;
  c.tFAW = 26, c.tRFC = 420, c.tREFI = 9360;
  return c;
}

// DRAMsim3's LPDDR4_8Gb_x16_2400, so that its figures can be compared. JESD209-4 would have higher
// latencies at this rate (RL 24, WL 12), a refresh every 3.9 us, and no bank groups; here the
// eight banks are two groups of four, told apart by tWTR alone: bursts are longer than tCCD_L.
Config lpddr4_2400() {
  Config c;
  c.bankgroups = 2, c.banks = 4, c.rows = 65536, c.columns = 1024;
  c.bus_width = 64, c.BL = 16, c.beats_per_clock = 2;
  c.tCK = 833, c.CL = 17, c.CWL = 14, c.tRCD = 15, c.tRP = 15, c.tRAS = 32, c.tRTP = 12, c.tWR = 30;
  c.tCCD_S = 4, c.tCCD_L = 6, c.tRRD_S = c.tRRD_L = 8, c.tWTR_S = 8, c.tWTR_L = 16;
  c.tFAW = 32, c.tRFC = 392, c.tREFI = 8660;
  return c;
}

// JESD209-5 as Ramulator 2 sets it for LPDDR5-6400: one 16-bit channel, clock 800 MHz with the data
// clock at four times that (eight beats per clock), BL32.
Config lpddr5_6400() {
  Config c;
  c.bankgroups = 4, c.banks = 4, c.rows = 32768, c.columns = 1024;
  c.bus_width = 16, c.BL = 32, c.beats_per_clock = 8;
  c.tCK = 1250, c.CL = 17, c.CWL = 9, c.tRCD = 15, c.tRP = 15, c.tRPab = 17, c.tRAS = 34, c.tRTP = 8,
  c.tWR = 28;
  c.tCCD_S = 2, c.tCCD_L = 4, c.tRRD_S = c.tRRD_L = 4, c.tWTR_S = 5, c.tWTR_L = 10;
  c.tFAW = 16, c.tRFC = 168, c.tREFI = 3125;
  return c;
}

// JESD235 as DRAMsim3 sets it for HBM2: one legacy channel of 128 bits at 2 Gb/s per pin, BL4. A
// precharge always follows a read of its own bank, so tRTP is the tRTP_L of 6 (tRTP_S 4 has no use).
Config hbm2() {
  Config c;
  c.bankgroups = 4, c.banks = 4, c.rows = 32768, c.columns = 64;
  c.bus_width = 128, c.BL = 4, c.beats_per_clock = 2;
  c.tCK = 1000, c.CL = 14, c.CWL = 4, c.tRCD = 14, c.tRP = 14, c.tRAS = 34, c.tRTP = 6, c.tWR = 16;
  c.tCCD_S = 1, c.tCCD_L = 2, c.tRRD_S = 4, c.tRRD_L = 6, c.tWTR_S = 6, c.tWTR_L = 8;
  c.tFAW = 30, c.tRFC = 260, c.tREFI = 3900;
  return c;
}

constexpr std::array<Preset, 5> kPresets = {{
    {"ddr3_1600", "DDR3-1600, 64-bit channel of 4 Gb x8 parts, 12.8 GB/s",
     "JEDEC JESD79-3F, speed bin DDR3-1600K (11-11-11)", ddr3_1600},
    {"ddr4_2400", "DDR4-2400, 64-bit channel of 8 Gb x8 parts, 19.2 GB/s",
     "JEDEC JESD79-4, speed bin DDR4-2400R (17-17-17), in clocks as in DRAMsim3", ddr4_2400},
    {"lpddr4_2400", "LPDDR4-2400, 64-bit channel of 8 Gb x16 parts, 19.2 GB/s",
     "DRAMsim3, LPDDR4_8Gb_x16_2400 (RL, WL and tREFI differ from JEDEC JESD209-4)", lpddr4_2400},
    {"lpddr5_6400", "LPDDR5-6400, 16-bit channel, 12.8 GB/s", "JEDEC JESD209-5 as set in Ramulator 2",
     lpddr5_6400},
    {"hbm2", "HBM2 at 2 Gb/s per pin, one 128-bit channel, 32 GB/s", "JEDEC JESD235 as set in DRAMsim3",
     hbm2},
}};

}  // namespace

std::span<const Preset> presets() {
  return kPresets;
}

Config preset(std::string_view name) {
  std::vector<std::string> names;
  for (const Preset& known : presets()) {
    names.emplace_back(known.name);
    if (known.name != name) continue;
    Config config = known.config();
    config.preset = name;
    return config;
  }
  throw InputError({}, "there is no DRAM preset " + in_quotes(name) + did_you_mean(name, names) +
                           (did_you_mean(name, names).empty() ? "; the presets are " + one_of(names) : ""));
}

}  // namespace nestwave::dram
