// SPDX-License-Identifier: Apache-2.0
// One override per line, applied to a fixed architecture of either version.
#include "models/formats/overrides.h"

#include <sstream>

#include "models/formats/architecture_yaml.h"
#include "tests/formats/good_texts.h"
#include "tests/fuzz/fuzz.h"

namespace nestwave::fuzz {
namespace {

yaml::Node parsed(const char* text) {
  return *yaml::parse(Source(text, "arch.yaml")).front().find("architecture");
}

}  // namespace
}  // namespace nestwave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nestwave;
  static const yaml::Node bases[] = {fuzz::parsed(kArchitecture), fuzz::parsed(kOldArchitecture)};
  for (const yaml::Node& base : bases)
    fuzz::feed(data, size, [&base](const std::string& text) {
      yaml::Node architecture = base;
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) apply_override(architecture, line);
      (void)read_architecture(architecture);
    });
  return 0;
}
