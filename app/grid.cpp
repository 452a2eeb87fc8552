// SPDX-License-Identifier: Apache-2.0
#include "app/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

SweepAxis parse_axis(const std::string& text, const Location& where) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw InputError(where, "a sweep is written COMPONENT.ATTRIBUTE=VALUE,VALUE,…");
  SweepAxis axis{text.substr(0, equals), {}};
  for (std::size_t at = equals + 1; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string value = text.substr(at, comma - at);
    if (value.empty()) throw InputError(where, fmt::format("{} has an empty value", axis.path));
    if (std::find(axis.values.begin(), axis.values.end(), value) != axis.values.end())
      throw InputError(where, fmt::format("{} has the value {} twice", axis.path, in_quotes(value)));
    axis.values.push_back(value);
    at = comma + 1;
  }
  return axis;
}

}  // namespace

SweepGrid::SweepGrid(const std::vector<std::string>& sweeps, const std::vector<std::string>& sets) {
  for (const std::string& sweep : sweeps) {
    const Location where{std::make_shared<const std::string>("--sweep " + sweep), 0, 0};
    SweepAxis axis = parse_axis(sweep, where);
    for (const SweepAxis& other : axes_)
      if (other.path == axis.path)
        throw InputError(where, fmt::format("{} is swept twice; give all values at once", axis.path));
    for (const std::string& set : sets)
      if (set.substr(0, set.find('=')) == axis.path)
        throw InputError(where, fmt::format("{} is also set, by --set {}", axis.path, set));
    if (axis.values.size() > kMostPoints / size_)
      throw InputError(where, fmt::format("the grid has more than {} points", kMostPoints));
    size_ *= axis.values.size();
    axes_.push_back(std::move(axis));
  }
}

std::vector<std::string> SweepGrid::values(std::size_t point) const {
  std::vector<std::string> values(axes_.size());
  for (std::size_t i = axes_.size(); i-- > 0;) {
    values[i] = axes_[i].values[point % axes_[i].values.size()];
    point /= axes_[i].values.size();
  }
  return values;
}

std::vector<std::string> SweepGrid::settings(std::size_t point) const {
  std::vector<std::string> settings = values(point);
  for (std::size_t i = 0; i < axes_.size(); ++i) settings[i] = axes_[i].path + "=" + settings[i];
  return settings;
}

}  // namespace nestwave
