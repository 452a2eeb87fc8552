// SPDX-License-Identifier: Apache-2.0
#include "models/formats/map_txt.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_machine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed(data, size, [](const std::string& text) {
    nestwave::fuzz::resolve(nestwave::read_loop_nest(text, "fuzz.map.txt"));
  });
}
