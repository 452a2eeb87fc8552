// SPDX-License-Identifier: Apache-2.0
// Streams of requests to measure a DRAM with.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string_view>

#include "memory/dram/address.h"
#include "memory/dram/config.h"

namespace nestwave::dram {

/// Which request follows which.
enum class Order : std::uint8_t {
  group_first,   ///< bank group, then column, bank, row
  row_major,     ///< column, then bank group, bank, row
  same_bank,     ///< a new row of one bank each time
  rotate_banks,  ///< a new row each time: bank group, then bank, then row
  random         ///< uniform in every field
};
enum class Mix : std::uint8_t { reads, writes, half };

struct Pattern {
  std::string_view name;
  Order order;
  Mix mix;
  std::string_view summary;
};

[[nodiscard]] std::span<const Pattern> patterns();
/// Throws InputError with the nearest spelling.
[[nodiscard]] const Pattern& pattern(std::string_view name);

struct StreamRequest {
  Place place;
  bool write = false;
};

/// Endless; equal seeds give equal streams on any host. Several channels take turns.
class Stream {
 public:
  Stream(const Pattern& pattern, const Config& config, std::uint64_t seed);

  StreamRequest next();

 private:
  [[nodiscard]] std::uint32_t draw(std::uint64_t bound);
  [[nodiscard]] Place ordered() const;
  [[nodiscard]] Place drawn();

  Pattern pattern_;
  Config config_;
  std::mt19937_64 random_;
  std::uint64_t number_ = 0;
};

}  // namespace nestwave::dram
