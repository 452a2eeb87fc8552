// SPDX-License-Identifier: Apache-2.0
// The bytes that a memory holds.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace nestwave::dram {

/// Sparse: only pages that were written take room; all other bytes are zero.
class Storage {
 public:
  void read(std::uint64_t address, unsigned char* data, std::uint64_t length) const;
  void write(std::uint64_t address, const unsigned char* data, std::uint64_t length);

 private:
  static constexpr std::uint64_t kPage = 4096;
  std::unordered_map<std::uint64_t, std::unique_ptr<std::array<unsigned char, kPage>>> pages_;
};

}  // namespace nestwave::dram
