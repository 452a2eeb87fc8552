// SPDX-License-Identifier: Apache-2.0
// Figures that others computed for a run, as a file gives them: names are not looked up yet.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/error.h"
#include "models/figure.h"

namespace nestwave {

/// A number, and to how many digits behind the point it was printed (negative: to tens, hundreds, …).
struct Printed {
  double value = 0;
  int places = 0;
  Location where;
};

struct FigureName {
  std::string text;  ///< empty: the figure is not of a level, or not of a data space
  Location where;
};

struct NamedFigure {
  Measure measure = Measure::reads;
  Category category = Category::reads_fill;  ///< of Measure::category
  FigureName level;
  FigureName data_space;
  Printed value;
};

struct FigureFile {
  std::string name;
  FigureFormat format = FigureFormat::csv;
  /// A stats file that counts "MACCs" as the Timeloop of 2021 does, not "Computes".
  bool old_layout = false;
  std::vector<NamedFigure> figures;  ///< in the order of the file
  /// pJ in a stats file's total that belong to no level and no MAC: networks, reductions, address generation.
  double other_energy = 0;
};

/// Tells by content what the file is. Throws InputError with the place of the mistake.
[[nodiscard]] FigureFile read_figures(const std::filesystem::path& file);
[[nodiscard]] FigureFile read_figures_text(const std::string& text, const std::string& file_name);

/// A number of at least zero, of decimal digits, perhaps with a point and an exponent; counts above 2^53 are
/// refused, as they could not be compared exactly. `what` names it in the message.
[[nodiscard]] Printed parse_printed(std::string_view text, const std::string& what, const Location& where);

}  // namespace nestwave
