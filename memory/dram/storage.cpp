// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/storage.h"

#include <algorithm>

namespace nestwave::dram {

namespace {

/// Calls body(page, offset, length) for every page that [address, address + length) touches.
template <typename Body>
void for_pages(std::uint64_t address, std::uint64_t length, std::uint64_t page, Body body) {
  while (length > 0) {
    const std::uint64_t offset = address % page;
    const std::uint64_t part = std::min(length, page - offset);
    body(address / page, offset, part);
    address += part;
    length -= part;
  }
}

}  // namespace

void Storage::read(std::uint64_t address, unsigned char* data, std::uint64_t length) const {
  for_pages(address, length, kPage, [&](std::uint64_t page, std::uint64_t offset, std::uint64_t part) {
    const auto found = pages_.find(page);
    if (found == pages_.end())
      std::fill_n(data, part, static_cast<unsigned char>(0));
    else
      std::copy_n(found->second->data() + offset, part, data);
    data += part;
  });
}

void Storage::write(std::uint64_t address, const unsigned char* data, std::uint64_t length) {
  for_pages(address, length, kPage, [&](std::uint64_t page, std::uint64_t offset, std::uint64_t part) {
    auto& bytes = pages_[page];
    if (!bytes) bytes = std::make_unique<std::array<unsigned char, kPage>>();
    std::copy_n(data, part, bytes->data() + offset);
    data += part;
  });
}

}  // namespace nestwave::dram
