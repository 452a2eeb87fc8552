// SPDX-License-Identifier: Apache-2.0
// Whole files: those of one input stand behind each other, each behind a line "=== NAME".
#include "models/formats/inputs.h"

#include "models/formats/file_kind.h"
#include "tests/fuzz/fuzz.h"

namespace nestwave::fuzz {
namespace {

std::vector<NamedText> files_in(const std::string& text) {
  constexpr std::string_view mark = "=== ";
  std::vector<NamedText> files;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    if (line.starts_with(mark))
      files.push_back({std::string(line.substr(mark.size())), ""});
    else if (!files.empty())
      files.back().text.append(line).push_back('\n');
    at = end + 1;
  }
  return files;
}

/// Includes are looked up among the other files of the input.
void read_with_includes(const std::vector<NamedText>& files) {
  const auto find = [&files](const std::string&, const std::string& path, const Location& where) {
    for (const NamedText& file : files)
      if (file.name == path) return file;
    throw InputError(where, "not there");
  };
  for (const NamedText& file : files)
    if (kind_of(file.name, file.text) == FileKind::yaml) (void)yaml::parse(Source(file, find));
}

}  // namespace
}  // namespace nestwave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nestwave;
  fuzz::feed(data, size, [](const std::string& text) { fuzz::read_with_includes(fuzz::files_in(text)); });
  return fuzz::feed(data, size,
                    [](const std::string& text) { (void)mapping_of(read_texts(fuzz::files_in(text))); });
}
