// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4): tells whether two runs were given the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nestwave {

class Digest {
 public:
  Digest& add(std::string_view bytes);
  /// The same after its length, so that two texts cannot be taken for one or for others.
  Digest& add_text(std::string_view text);
  /// 64 hexadecimal digits; nothing may be added afterwards.
  [[nodiscard]] std::string hex();

 private:
  static constexpr std::size_t kBlock = 64;
  void take_block(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, kBlock> rest_{};
  std::uint64_t bytes_ = 0;
};

}  // namespace nestwave
