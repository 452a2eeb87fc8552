// SPDX-License-Identifier: Apache-2.0
// What all fuzz targets share: bytes in, nothing but an InputError out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "models/error.h"
#include "models/formats/source.h"
#include "models/formats/yaml.h"

/// libFuzzer's entry, and that of the driver which replays files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace nestwave::fuzz {

/// Gives the bytes to the reader. Anything but success and InputError ends the program.
template <typename Read>
int feed(const std::uint8_t* data, std::size_t size, Read read) {
  try {
    read(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const InputError&) {
    // What a reader has to do with most inputs.
  }
  return 0;
}

/// The same for the reader of one top-level value: it is given every document.
template <typename Read>
int feed_yaml(const std::uint8_t* data, std::size_t size, Read read) {
  return feed(data, size, [&read](const std::string& text) {
    for (yaml::Node& document : yaml::parse(Source(text, "fuzz.yaml"))) read(document);
  });
}

}  // namespace nestwave::fuzz
