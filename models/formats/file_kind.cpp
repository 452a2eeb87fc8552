// SPDX-License-Identifier: Apache-2.0
#include "models/formats/file_kind.h"

#include <algorithm>
#include <string_view>

#include "models/error.h"

namespace nestwave {

namespace {

bool begins_with(const std::string& text, std::string_view start) {
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
  return rest.starts_with(start);
}

}  // namespace

FileKind kind_of(const std::string& name, const std::string& text) {
  const Location whole{std::make_shared<const std::string>(name), 0, 0};
  if (name.ends_with(".stats.txt") || begins_with(text, "Buffer and Arithmetic Levels"))
    throw InputError(whole, "these are figures that Timeloop wrote, not an input; give it to --against");
  if (name.ends_with(".csv"))
    throw InputError(whole, "a table of figures is not an input; give it to --against");
  if (name.ends_with(".xml") || begins_with(text, "<?xml") || begins_with(text, "<!DOCTYPE"))
    throw InputError(whole, "this is XML, which is not read; of timeloop-mapper's output give the .map.txt");
  if (name.ends_with(".cfg"))
    throw InputError(whole, "configurations in libconfig's syntax are not read; convert them to YAML");
  return name.ends_with(".txt") ? FileKind::loop_nest : FileKind::yaml;
}

}  // namespace nestwave
