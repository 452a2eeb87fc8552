// SPDX-License-Identifier: Apache-2.0
#include "models/formats/architecture_yaml.h"
#include "models/formats/flattened_architecture.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return nestwave::fuzz::feed_yaml(data, size, [](nestwave::yaml::Node& node) {
    nestwave::unflatten(node);
    (void)nestwave::read_architecture(node);
  });
}
