// SPDX-License-Identifier: Apache-2.0
// Energy and area tables: a document with a number behind every name is both.
#include "models/formats/art_yaml.h"
#include "models/formats/ert_yaml.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nestwave::fuzz::feed_yaml(
      data, size, [](const nestwave::yaml::Node& node) { (void)nestwave::read_energy_table(node); });
  return nestwave::fuzz::feed_yaml(
      data, size, [](const nestwave::yaml::Node& node) { (void)nestwave::read_area_table(node); });
}
