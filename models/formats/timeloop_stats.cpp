// SPDX-License-Identifier: Apache-2.0
#include "models/formats/timeloop_stats.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "models/formats/spelling.h"
#include "models/formats/text_lines.h"

namespace nestwave {

namespace {

constexpr std::string_view kStart = "Buffer and Arithmetic Levels";

/// The part of the file that a line belongs to.
enum class Section { before, levels, networks, ignored, summary };

/// A figure that a block must have, under one of its labels.
struct Wanted {
  std::vector<std::string> labels;  ///< the first is the name in messages
  Measure measure;
};

const std::vector<Wanted>& wanted_of_data_space() {
  static const std::vector<Wanted> all = {
      {{"Utilized capacity", "Max utilized data storage capacity"}, Measure::tile_words},
      {{"Utilized instances (max)"}, Measure::instances},
      {{"Scalar reads (per-instance)", "Algorithmic scalar reads (per-instance)"}, Measure::reads},
      {{"Scalar fills (per-instance)", "Algorithmic scalar fills (per-instance)"}, Measure::fills},
      {{"Scalar updates (per-instance)", "Algorithmic scalar updates (per-instance)"}, Measure::updates},
      {{"Energy (total)"}, Measure::energy}};
  return all;
}

const std::vector<Wanted>& wanted_of_storage() {
  static const std::vector<Wanted> all = {{{"Cycles"}, Measure::timeloop_cycles}};
  return all;
}

const std::vector<Wanted>& wanted_of_macs() {
  static const std::vector<Wanted> all = {
      {{"Utilized instances", "Utilized instances (max)"}, Measure::instances},
      {{"Cycles"}, Measure::compute_cycles},
      {{"Energy (total)"}, Measure::energy}};
  return all;
}

/// Energy that a total includes besides that of the accesses and the MACs.
const std::set<std::string, std::less<>> kOtherEnergy = {
    "Temporal Reduction Energy (total)", "Address Generation Energy (total)", "Link transfer energy (total)",
    "Spatial Reduction Energy (total)"};

/// The lines of one data space, or of a level itself.
struct Block {
  std::string title;  ///< "Weights of RegisterFile"
  Location where;
  FigureName level;
  FigureName data_space;
  const std::vector<Wanted>* wanted = nullptr;
  std::vector<std::optional<Printed>> found;
  std::map<std::string, Location> unknown;
};

class StatsReader {
 public:
  StatsReader(const std::string& text, std::shared_ptr<const std::string> file)
      : lines_(text, file), file_(std::move(file)) {
    result_.name = *file_;
    result_.format = FigureFormat::timeloop_stats;
  }

  FigureFile read() {
    while (lines_.next()) read_line();
    finish();
    return std::move(result_);
  }

 private:
  [[noreturn]] void fail(const Piece& piece, const std::string& message) const {
    throw InputError(lines_.where(piece), message);
  }

  void read_line() {
    const Piece line = lines_.line().trimmed();
    if (line.text.empty() || enter_section(line)) return;
    if (section_ == Section::levels)
      read_level_line(line);
    else if (section_ == Section::networks)
      read_network_line(line);
    else if (section_ == Section::summary)
      read_summary_line(line);
  }

  bool enter_section(const Piece& line) {
    static const std::map<std::string_view, Section> kHeads = {
        {kStart, Section::levels},
        {"Networks", Section::networks},
        {"Operational Intensity Stats", Section::ignored},
        {"Summary Stats", Section::summary}};
    const auto head = line.column == 1 ? kHeads.find(line.text) : kHeads.end();
    if (head == kHeads.end()) return false;
    if (section_ == Section::levels) close_level(line);
    section_ = head->second;
    return true;
  }

  // Levels.

  void read_level_line(const Piece& line) {
    if (line.column == 1 && line.text.starts_with("Level ")) {
      begin_level(line);
    } else if (line.text.starts_with("===")) {
      name_level(line);
    } else if (line.text == "SPECS" || line.text == "MAPPING") {
      in_stats_ = false;
    } else if (line.text == "STATS") {
      if (level_.text.empty()) fail(line, "STATS before the level has a name");
      in_stats_ = true;
      open_block(line, {}, storage() ? wanted_of_storage() : wanted_of_macs());
    } else if (in_stats_) {
      read_stats_line(line);
    }
  }

  /// Level 0 is the MACs.
  [[nodiscard]] bool storage() const { return levels_ > 1; }

  void begin_level(const Piece& line) {
    close_level(line);
    const Piece digits = line.part(std::string_view("Level ").size()).trimmed();
    if (digits.text != std::to_string(levels_))
      fail(digits, "this level should have the number " + std::to_string(levels_) + ", not " +
                       in_quotes(digits.text));
    ++levels_;
  }

  void name_level(const Piece& line) {
    constexpr std::size_t kMarks = 3;
    if (line.text.size() <= 2 * kMarks || !line.text.ends_with("==="))
      fail(line, "a level's name must stand between '===' and '==='");
    if (levels_ == 0 || !level_.text.empty()) fail(line, "a name without a 'Level N' of its own");
    const Piece name = line.part(kMarks, line.text.size() - 2 * kMarks).trimmed();
    if (name.text.empty()) fail(line, "the level's name is empty");
    if (!names_.insert(std::string(name.text)).second)
      fail(name, "the level " + in_quotes(name.text) + " is given twice");
    level_ = {std::string(name.text), lines_.where(name)};
  }

  void close_level(const Piece& line) {
    close_block();
    if (levels_ > 0 && level_.text.empty())
      fail(line, "level " + std::to_string(levels_ - 1) + " has no name");
    if (levels_ > 0 && !in_stats_) fail(line, "the level " + in_quotes(level_.text) + " has no STATS");
    level_ = {};
    data_spaces_.clear();
    in_stats_ = false;
  }

  void read_stats_line(const Piece& line) {
    const std::size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) return;  // rules, and heads of tables
    const Piece label = line.part(0, colon).trimmed();
    const Piece value = line.part(colon + 1).trimmed();
    if (value.text.empty()) {
      if (!data_spaces_.insert(std::string(label.text)).second)
        fail(label,
             "the data space " + in_quotes(label.text) + " is given twice at " + in_quotes(level_.text));
      if (!storage()) fail(label, "the MACs have no data spaces");
      open_block(label, {std::string(label.text), lines_.where(label)}, wanted_of_data_space());
      return;
    }
    if (kOtherEnergy.contains(label.text)) {
      result_.other_energy += picojoules(label, value).value;
      return;
    }
    for (std::size_t w = 0; w < block_->wanted->size(); ++w)
      for (const std::string& name : (*block_->wanted)[w].labels)
        if (name == label.text) {
          take(w, label, value);
          return;
        }
    block_->unknown.emplace(label.text, lines_.where(label));
  }

  void take(std::size_t wanted, const Piece& label, const Piece& value) {
    std::optional<Printed>& found = block_->found[wanted];
    if (found) fail(label, in_quotes(label.text) + " of " + block_->title + " is given twice");
    const bool energy = (*block_->wanted)[wanted].measure == Measure::energy;
    found = energy ? picojoules(label, value)
                   : parse_printed(value.text, std::string(label.text), lines_.where(value));
  }

  void open_block(const Piece& at, FigureName data_space, const std::vector<Wanted>& wanted) {
    close_block();
    block_.emplace();
    block_->title = data_space.text.empty() ? level_.text : data_space.text + " of " + level_.text;
    block_->where = lines_.where(at);
    block_->level = level_;
    block_->data_space = std::move(data_space);
    block_->wanted = &wanted;
    block_->found.resize(wanted.size());
  }

  void close_block() {
    if (!block_) return;
    for (std::size_t w = 0; w < block_->wanted->size(); ++w) {
      const Wanted& wanted = (*block_->wanted)[w];
      if (!block_->found[w]) missing(wanted);
      result_.figures.push_back(
          {wanted.measure, Category::reads_fill, block_->level, block_->data_space, *block_->found[w]});
    }
    block_.reset();
  }

  [[noreturn]] void missing(const Wanted& wanted) const {
    for (const auto& [label, where] : block_->unknown)
      if (!nearest_spelling(label, wanted.labels).empty())
        throw InputError(where, "in " + block_->title + " there is no " + in_quotes(wanted.labels.front()) +
                                    ", but " + in_quotes(label) + did_you_mean(label, wanted.labels));
    throw InputError(block_->where, block_->title + " has no " + in_quotes(wanted.labels.front()));
  }

  // The rest.

  void read_network_line(const Piece& line) {
    const std::size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) return;
    const Piece label = line.part(0, colon).trimmed();
    const Piece value = line.part(colon + 1).trimmed();
    if (line.column > 1 && (label.text == "Energy (total)" || kOtherEnergy.contains(label.text)))
      result_.other_energy += picojoules(label, value).value;
    if (line.column == 1 && label.text == "Total topology energy") energy_ = picojoules(label, value);
  }

  void read_summary_line(const Piece& line) {
    const std::size_t sign = line.text.find_first_of(":=");
    if (sign == std::string_view::npos || line.column > 1) return;
    const Piece label = line.part(0, sign).trimmed();
    const Piece value = line.part(sign + 1).trimmed();
    const auto set = [&](std::optional<Printed>& figure) {
      if (figure) fail(label, in_quotes(label.text) + " is given twice");
      figure = parse_printed(value.text, std::string(label.text), lines_.where(value));
    };
    if (label.text == "Cycles") {
      set(cycles_);
    } else if (label.text == "MACCs" || label.text == "Computes") {
      set(macs_);
      result_.old_layout = label.text == "MACCs";
    } else if (label.text == "Energy" && !energy_) {
      energy_ = picojoules(label, value);
    }
  }

  /// "12.30 pJ" or "1.20 uJ".
  [[nodiscard]] Printed picojoules(const Piece& label, const Piece& value) const {
    const std::size_t blank = value.text.find(' ');
    const Piece unit =
        blank == std::string_view::npos ? Piece{"", value.column} : value.part(blank + 1).trimmed();
    const int exponent = unit.text == "pJ" ? 0 : unit.text == "uJ" ? 6 : -1;
    if (exponent < 0)
      fail(value, std::string(label.text) + " must be a number and its unit, pJ or uJ, not " +
                      in_quotes(value.text));
    Printed energy = parse_printed(value.text.substr(0, blank), std::string(label.text), lines_.where(value));
    energy.value *= std::pow(10.0, exponent);
    energy.places -= exponent;
    return energy;
  }

  void finish() {
    const Location end{file_, lines_.number(), 1};
    if (section_ == Section::levels || levels_ < 2)
      throw InputError(end, levels_ < 2 && section_ != Section::levels
                                ? "the file has no storage level"
                                : "the file ends in the middle of its levels");
    const auto required = [&](std::optional<Printed> figure, const char* name) {
      if (!figure)
        throw InputError(end, std::string("the file ends without ") + name + " in its 'Summary Stats'");
      return *figure;
    };
    result_.figures.push_back(
        {Measure::timeloop_cycles, Category::reads_fill, {}, {}, required(cycles_, "'Cycles'")});
    result_.figures.push_back(
        {Measure::macs, Category::reads_fill, {}, {}, required(macs_, "'MACCs' or 'Computes'")});
    if (energy_) result_.figures.push_back({Measure::energy, Category::reads_fill, {}, {}, *energy_});
  }

  TextLines lines_;
  std::shared_ptr<const std::string> file_;
  FigureFile result_;
  Section section_ = Section::before;
  int levels_ = 0;    ///< begun so far
  FigureName level_;  ///< the present one
  std::set<std::string> names_;
  std::set<std::string> data_spaces_;  ///< of the present level
  bool in_stats_ = false;
  std::optional<Block> block_;
  std::optional<Printed> cycles_;
  std::optional<Printed> macs_;
  std::optional<Printed> energy_;
};

}  // namespace

bool is_timeloop_stats(const std::string& text) {
  for (std::size_t at = text.find(kStart); at != std::string::npos; at = text.find(kStart, at + 1)) {
    const bool line_begins = at == 0 || text[at - 1] == '\n' || (at == 3 && text.starts_with("\xEF\xBB\xBF"));
    const std::size_t end = at + kStart.size();
    if (line_begins && (end == text.size() || text[end] == '\n' || text[end] == '\r')) return true;
  }
  return false;
}

FigureFile read_timeloop_stats(const std::string& text, const std::shared_ptr<const std::string>& file) {
  return StatsReader(text, file).read();
}

}  // namespace nestwave
