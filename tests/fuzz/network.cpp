// SPDX-License-Identifier: Apache-2.0
#include "models/formats/network_yaml.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed(
      data, size, [](const std::string& text) { (void)nestwave::read_network_text(text, "fuzz.yaml"); });
}
