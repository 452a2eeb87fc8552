// SPDX-License-Identifier: Apache-2.0
#include "models/formats/figures_csv.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "models/formats/spelling.h"
#include "models/formats/text_lines.h"

namespace nestwave {

namespace {

const std::vector<std::string> kColumns = {"level", "data_space", "counter", "value"};

enum class Need { none, optional, required };

/// A counter, and of what it can be.
struct Counter {
  Measure measure;
  Need level;
  Need data_space;
  Category category = Category::reads_fill;

  [[nodiscard]] std::string name() const { return std::string(counter_name(measure, category)); }
};

const std::vector<Counter>& counters() {
  static const std::vector<Counter> all = [] {
    std::vector<Counter> list = {
        {Measure::reads, Need::required, Need::required},
        {Measure::fills, Need::required, Need::required},
        {Measure::updates, Need::required, Need::required},
        {Measure::tile_words, Need::required, Need::required},
        {Measure::instances, Need::required, Need::optional},
        {Measure::energy, Need::optional, Need::optional},
        {Measure::compute_cycles, Need::none, Need::none},
        {Measure::timeloop_cycles, Need::optional, Need::none},
        {Measure::simulated_cycles, Need::none, Need::none},
        {Measure::macs, Need::none, Need::none},
    };
    for (std::size_t c = 0; c < kCategories; ++c)
      list.push_back({Measure::category, Need::required, Need::required, static_cast<Category>(c)});
    return list;
  }();
  return all;
}

struct Cell {
  std::string text;
  Location where;
};

/// The cells of one line.
class CellReader {
 public:
  explicit CellReader(const TextLines& lines) : lines_(lines), rest_(lines.line()) {}

  std::vector<Cell> all() {
    std::vector<Cell> cells;
    for (;;) {
      cells.push_back(next());
      if (rest_.text.empty()) return cells;
      rest_ = rest_.part(1);  // the comma
    }
  }

 private:
  Cell next() {
    if (rest_.text.starts_with('"')) return quoted();
    const std::size_t end = std::min(rest_.text.find(','), rest_.text.size());
    const Piece cell = rest_.part(0, end).trimmed();
    rest_ = rest_.part(end);
    return {std::string(cell.text), lines_.where(cell)};
  }

  Cell quoted() {
    Cell cell{"", lines_.where(rest_)};
    const Piece start = rest_;
    for (rest_ = rest_.part(1);; rest_ = rest_.part(1)) {
      const std::size_t quote = rest_.text.find('"');
      if (quote == std::string_view::npos)
        throw InputError(lines_.where(start), "this quote is not closed on its line");
      cell.text += rest_.text.substr(0, quote);
      rest_ = rest_.part(quote + 1);
      if (!rest_.text.starts_with('"')) break;
      cell.text += '"';
    }
    if (!rest_.text.empty() && rest_.text.front() != ',')
      throw InputError(lines_.where(rest_), "a comma must follow a closing quote");
    return cell;
  }

  const TextLines& lines_;
  Piece rest_;
};

void check_header(const std::vector<Cell>& cells) {
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c < kColumns.size() && cells[c].text == kColumns[c]) continue;
    if (c == 0)
      throw InputError(cells[c].where,
                       "this is neither a stats file of Timeloop nor a CSV of figures, which begins with "
                       "'level,data_space,counter,value'" +
                           did_you_mean(cells[c].text, {kColumns[c]}));
    if (c >= kColumns.size())
      throw InputError(cells[c].where, "there is no column after 'value', but " + in_quotes(cells[c].text));
    throw InputError(cells[c].where, "column " + std::to_string(c + 1) + " must be " +
                                         in_quotes(kColumns[c]) + ", not " + in_quotes(cells[c].text));
  }
  if (cells.size() < kColumns.size())
    throw InputError(cells.back().where, "the header must be 'level,data_space,counter,value'");
}

const Counter& find_counter(const Cell& cell) {
  std::vector<std::string> names;
  for (const Counter& counter : counters()) {
    names.push_back(counter.name());
    if (names.back() == cell.text) return counter;
  }
  throw InputError(cell.where,
                   "there is no counter " + in_quotes(cell.text) +
                       (nearest_spelling(cell.text, names).empty() ? "; there are " + one_of(names)
                                                                   : did_you_mean(cell.text, names)));
}

void check_need(Need need, const Cell& cell, const Cell& counter, const char* what) {
  if (need == Need::required && cell.text.empty())
    throw InputError(cell.where, in_quotes(counter.text) + " needs a " + what);
  if (need == Need::none && !cell.text.empty())
    throw InputError(cell.where, in_quotes(counter.text) + " is not of a " + what + ", so leave " +
                                     in_quotes(cell.text) + " out");
}

NamedFigure figure_of(const std::vector<Cell>& cells) {
  const Counter& counter = find_counter(cells[2]);
  check_need(counter.level, cells[0], cells[2], "level");
  check_need(counter.data_space, cells[1], cells[2], "data space");
  if (cells[0].text.empty() && !cells[1].text.empty())
    throw InputError(cells[1].where, "a data space needs a level");
  return {counter.measure,
          counter.category,
          {cells[0].text, cells[0].where},
          {cells[1].text, cells[1].where},
          parse_printed(cells[3].text, "the value of " + in_quotes(counter.name()), cells[3].where)};
}

}  // namespace

FigureFile read_figures_csv(const std::string& text, const std::shared_ptr<const std::string>& file) {
  FigureFile result;
  result.name = *file;
  result.format = FigureFormat::csv;
  std::map<std::tuple<std::string, std::string, std::string>, int> seen;
  bool header = true;
  for (TextLines lines(text, file); lines.next();) {
    if (lines.line().trimmed().text.empty()) continue;
    const std::vector<Cell> cells = CellReader(lines).all();
    if (header) {
      check_header(cells);
      header = false;
      continue;
    }
    if (cells.size() != kColumns.size())
      throw InputError(cells.size() > kColumns.size() ? cells[kColumns.size()].where : cells.back().where,
                       "a line must have 4 cells, not " + std::to_string(cells.size()));
    const auto [first, added] =
        seen.emplace(std::tuple(cells[0].text, cells[1].text, cells[2].text), lines.number());
    if (!added)
      throw InputError(cells[0].where,
                       "this figure is given twice; first in line " + std::to_string(first->second));
    result.figures.push_back(figure_of(cells));
  }
  if (result.figures.empty()) throw InputError({file, 0, 0}, "the file has no figures, only a header");
  return result;
}

}  // namespace nestwave
