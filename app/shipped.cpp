// SPDX-License-Identifier: Apache-2.0
#include "app/shipped.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kExtension = ".yaml";

fs::path& chosen_directory() {
  static fs::path directory;
  return directory;
}

}  // namespace

void use_configs(const fs::path& directory) {
  chosen_directory() = directory;
}

fs::path configs_directory() {
  if (!chosen_directory().empty()) return chosen_directory();
  std::error_code ignored;
  // Relative to the program, so that an installed package can be moved.
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = (program.parent_path() / NESTWAVE_CONFIGS_FROM_PROGRAM).lexically_normal();
  return fs::is_directory(installed, ignored) ? installed : fs::path(NESTWAVE_CONFIGS_IN_SOURCE);
}

std::vector<std::string> shipped_names(const ShippedKind& kind) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(configs_directory() / kind.folder, ignored))
    if (entry.path().extension() == kExtension) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

fs::path shipped_file(const ShippedKind& kind, const std::string& name) {
  return configs_directory() / kind.folder / (name + std::string(kExtension));
}

fs::path file_or_shipped(const ShippedKind& kind, const std::string& given) {
  std::error_code ignored;
  // Not a folder: one called as an architecture is no reason not to find that.
  if (fs::exists(given, ignored) && !fs::is_directory(given, ignored)) return given;
  const std::vector<std::string> names = shipped_names(kind);
  if (std::find(names.begin(), names.end(), given) != names.end()) return shipped_file(kind, given);
  const std::string hint = did_you_mean(given, names);
  throw InputError({},
                   fmt::format("{} is neither a file nor a built-in {}{}", in_quotes(given), kind.one,
                               hint.empty() ? fmt::format("; see 'nestwave list {}'", kind.folder) : hint));
}

}  // namespace nestwave
