// SPDX-License-Identifier: Apache-2.0
// One override per line, applied to a fixed architecture of either version.
#include "models/formats/overrides.h"

#include <sstream>

#include "models/formats/architecture_yaml.h"
#include "tests/formats/good_texts.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nestwave;
  for (const char* base : {kArchitecture, kOldArchitecture})
    fuzz::feed(data, size, [base](const std::string& text) {
      yaml::Node document = yaml::parse(Source(base, "arch.yaml")).front();
      yaml::Node& architecture = *document.find("architecture");
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);) apply_override(architecture, line);
      (void)read_architecture(architecture);
    });
  return 0;
}
