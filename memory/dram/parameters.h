// SPDX-License-Identifier: Apache-2.0
// Every parameter of a DRAM, declared once: what parses it, bounds it and describes it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memory/dram/config.h"

namespace nestwave::dram {

/// A whole number with legal range [least, most].
struct Parameter {
  std::string_view name;
  std::uint64_t Config::*value;
  std::uint64_t least;
  std::uint64_t most;
  std::string_view unit;
  std::string_view sentence;
};

/// A word; the legal ones are `choices`, or anything that check() accepts if there are none.
struct TextParameter {
  std::string_view name;
  std::string Config::*value;
  std::vector<std::string> choices;
  std::string_view sentence;
};

[[nodiscard]] std::span<const Parameter> parameters();
[[nodiscard]] std::span<const TextParameter> text_parameters();

/// Sets one parameter from text; throws InputError naming the nearest spelling or the legal range.
/// What the parameters must fulfil together is left to check().
void set(Config& config, std::string_view name, std::string_view value);

/// A manual: every parameter with its value in `config`, unit and sentence, a line each.
[[nodiscard]] std::string manual(const Config& config);

}  // namespace nestwave::dram
