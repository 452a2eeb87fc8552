// SPDX-License-Identifier: Apache-2.0
#include "traces/nest_text.h"

#include <fmt/format.h>

namespace nestwave {

namespace {

std::string level_head(const Design& design, int level) {
  std::string text = level_name(design, level) + " [";
  for (int d = 0; d < design.data_space_count(); ++d)
    if (design.mapping().levels[level].keep[d])
      text +=
          fmt::format(" {}:{}", design.problem().data_spaces[d].name, grouped(design.tile_words(level, d)));
  return text + " ]";
}

}  // namespace

std::string nest_text(const Design& design, const Style& style, bool spaced) {
  std::string text;
  std::size_t depth = 0;
  const auto add_loop = [&](const Loop& loop, std::string_view note) {
    text += fmt::format("|{}for {} in [0:{}){}\n", std::string(1 + 2 * depth++, ' '),
                        design.problem().dimensions[loop.dimension].name, loop.bound, note);
  };
  for (int level = 0; level < design.level_count(); ++level) {
    const std::string head = level_head(design, level);
    text += head + "\n";
    if (spaced) text += rule(display_width(head), style) + "\n";
    for (const Loop& loop : design.mapping().levels[level].temporal) add_loop(loop, "");
    for (const SpatialLoop& loop : design.mapping().levels[level].spatial)
      add_loop(loop, loop.axis == Axis::x ? " (Spatial-X)" : " (Spatial-Y)");
    if (spaced) text += "\n";
  }
  return text + fmt::format("{} [ {} of {} used ]\n", level_name(design, design.level_count()),
                            grouped(design.used_instances(design.level_count())),
                            grouped(design.architecture().compute.instances()));
}

}  // namespace nestwave
