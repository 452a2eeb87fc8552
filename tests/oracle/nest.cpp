// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/nest.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace nestwave::oracle {

std::uint64_t common_words(const Words& a, const Words& b) {
  Words common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common.size();
}

Words difference(const Words& a, const Words& b) {
  Words rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

void make_set(Words& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

Nest::Nest(const Design& design) : design_(design) {
  const Problem& problem = design.problem();
  for (int l = 0; l < design.level_count(); ++l) {
    const LevelMapping& level = design.mapping().levels[l];
    for (const Loop& loop : level.temporal)
      loops_.push_back({l, loop.dimension, false, static_cast<std::int64_t>(loop.bound), 1});
    for (const SpatialLoop& loop : level.spatial)
      loops_.push_back({l, loop.dimension, true, static_cast<std::int64_t>(loop.bound), 1});
  }
  std::vector<std::int64_t> inside(problem.dimensions.size(), 1);
  for (auto loop = loops_.rbegin(); loop != loops_.rend(); ++loop) {
    loop->stride = inside[loop->dimension];
    inside[loop->dimension] *= loop->bound;
  }
  for (const DataSpace& space : problem.data_spaces) {
    extents_.emplace_back();
    for (const Rank& rank : space.ranks) {
      std::int64_t last = 0;
      for (const Term& term : rank.terms)
        last += term.coefficient * (static_cast<std::int64_t>(problem.dimensions[term.dimension].size) - 1);
      extents_.back().push_back(last + 1);
    }
  }
  Digits digits(loops_.size(), 0);
  std::vector<std::int64_t> index;
  do {
    if (in_problem(digits, index)) steps_.push_back(digits);
  } while (turn(digits, [](const FlatLoop& loop) { return !loop.spatial; }));
}

std::uint64_t Nest::instances(int level) const {
  std::uint64_t product = 1;
  for (const FlatLoop& loop : loops_)
    if (loop.spatial && loop.level < level) product *= static_cast<std::uint64_t>(loop.bound);
  return product;
}

std::vector<std::uint64_t> Nest::fanouts(int outer, int inner) const {
  std::vector<std::uint64_t> children;
  for (int l = outer; l < inner; ++l) children.push_back(instances(l + 1) / instances(l));
  return children;
}

bool Nest::has_work(std::uint64_t mac, std::uint64_t step) const {
  std::vector<std::int64_t> index;
  return in_problem(digits_above(design_.level_count(), mac, step), index);
}

std::vector<std::uint64_t> Nest::changes(std::size_t count) const {
  std::vector<std::uint64_t> steps = {0};
  for (std::uint64_t step = 1; step < steps_.size(); ++step) {
    const auto end = steps_[step].begin() + static_cast<std::ptrdiff_t>(count);
    if (!std::equal(steps_[step].begin(), end, steps_[step - 1].begin())) steps.push_back(step);
  }
  return steps;
}

std::vector<std::uint64_t> Nest::advances(int level) const {
  std::size_t count = 0;
  while (count < loops_.size() && loops_[count].level < level) ++count;
  return changes(count);
}

std::vector<std::uint64_t> Nest::epochs(int data_space, int level) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < loops_.size() && loops_[i].level < level; ++i)
    if (!loops_[i].spatial && loops_[i].bound >= 2 &&
        design_.problem().data_spaces[data_space].uses(loops_[i].dimension))
      count = i + 1;
  return changes(count);
}

std::vector<std::int64_t> Nest::origin(int data_space, int level, std::uint64_t step) const {
  std::vector<std::int64_t> index;
  std::vector<std::int64_t> at;
  if (!in_problem(digits_above(level, 0, step), index))
    throw std::logic_error("oracle: the first instance has no work");
  find_coordinates(data_space, index, at);
  return at;
}

Words Nest::tile(int data_space, int level, std::uint64_t instance, std::uint64_t step) const {
  Touched touched;
  visit(data_space, level, instance, step, touched);
  const Words all = words(data_space, std::move(touched));
  return stores_padding(data_space, level) ? all : that_exist(data_space, all);
}

Words Nest::ever_touched(int data_space, int level, std::uint64_t instance) const {
  Touched touched;
  for (const std::uint64_t step : advances(level)) visit(data_space, level, instance, step, touched);
  const Words all = words(data_space, std::move(touched));
  return stores_padding(data_space, level) ? all : that_exist(data_space, all);
}

bool Nest::in_problem(const Digits& digits, std::vector<std::int64_t>& index) const {
  index.assign(design_.problem().dimensions.size(), 0);
  for (std::size_t i = 0; i < loops_.size(); ++i) index[loops_[i].dimension] += digits[i] * loops_[i].stride;
  for (std::size_t d = 0; d < index.size(); ++d)
    if (index[d] >= static_cast<std::int64_t>(design_.problem().dimensions[d].size)) return false;
  return true;
}

void Nest::find_coordinates(int data_space, const std::vector<std::int64_t>& index,
                            std::vector<std::int64_t>& at) const {
  at.clear();
  for (const Rank& rank : design_.problem().data_spaces[data_space].ranks) {
    at.push_back(0);
    for (const Term& term : rank.terms) at.back() += term.coefficient * index[term.dimension];
  }
}

Nest::Digits Nest::digits_above(int level, std::uint64_t instance, std::uint64_t step) const {
  Digits digits(loops_.size(), 0);
  for (std::size_t i = loops_.size(); i-- > 0;) {
    if (loops_[i].level >= level) continue;
    if (!loops_[i].spatial) {
      digits[i] = steps_[step][i];
      continue;
    }
    const auto bound = static_cast<std::uint64_t>(loops_[i].bound);
    digits[i] = static_cast<std::int64_t>(instance % bound);
    instance /= bound;
  }
  return digits;
}

template <typename Chosen>
bool Nest::turn(Digits& digits, Chosen chosen) const {
  for (std::size_t i = loops_.size(); i-- > 0;) {
    if (!chosen(loops_[i])) continue;
    if (++digits[i] < loops_[i].bound) return true;
    digits[i] = 0;
  }
  return false;
}

bool Nest::stores_padding(int data_space, int level) const {
  if (design_.policy().footprint == Footprint::bounding_box) return true;
  for (int l = 0, last = 0; level == design_.level_count(); ++l) {
    if (l == design_.level_count()) return stores_padding(data_space, last);
    if (design_.mapping().levels[l].keep[data_space]) last = l;
  }
  return design_.architecture().levels[level].padding == Padding::stored;
}

Words Nest::that_exist(int data_space, const Words& words) const {
  const std::vector<Rank>& ranks = design_.problem().data_spaces[data_space].ranks;
  Words found;
  for (const std::int64_t word : words) {
    bool exists = true;
    std::int64_t rest = word;
    for (std::size_t r = ranks.size(); r-- > 0;) {
      const std::int64_t at = rest % extents_[data_space][r];
      rest /= extents_[data_space][r];
      if (at < ranks[r].begin || at >= ranks[r].end) exists = false;
    }
    if (exists) found.push_back(word);
  }
  return found;
}

void Nest::visit(int data_space, int level, std::uint64_t instance, std::uint64_t step,
                 Touched& touched) const {
  Digits digits = digits_above(level, instance, step);
  std::vector<std::int64_t> index;
  std::vector<std::int64_t> at;
  do {
    if (!in_problem(digits, index)) continue;
    find_coordinates(data_space, index, at);
    if (touched.words.empty()) touched.low = touched.high = at;
    for (std::size_t r = 0; r < at.size(); ++r) {
      touched.low[r] = std::min(touched.low[r], at[r]);
      touched.high[r] = std::max(touched.high[r], at[r]);
    }
    touched.words.push_back(encode(data_space, at));
  } while (turn(digits, [level](const FlatLoop& loop) { return loop.level >= level; }));
}

Words Nest::words(int data_space, Touched touched) const {
  Words words = std::move(touched.words);
  make_set(words);
  // Holes between outputs never carry a sum: no policy counts them.
  if (words.empty() || design_.policy().footprint != Footprint::bounding_box ||
      design_.problem().data_spaces[data_space].read_write)
    return words;
  const std::vector<std::int64_t>& low = touched.low;
  const std::vector<std::int64_t>& high = touched.high;
  words.clear();
  std::vector<std::int64_t> at = low;
  for (;;) {
    words.push_back(encode(data_space, at));
    std::size_t r = at.size();
    while (r > 0 && at[r - 1] == high[r - 1]) {
      at[r - 1] = low[r - 1];
      --r;
    }
    if (r == 0) break;
    ++at[r - 1];
  }
  make_set(words);
  return words;
}

std::int64_t Nest::encode(int data_space, const std::vector<std::int64_t>& at) const {
  std::int64_t word = 0;
  for (std::size_t r = 0; r < at.size(); ++r) {
    if (at[r] < 0 || at[r] >= extents_[data_space][r])
      throw std::logic_error("oracle: a coordinate outside its tensor");
    word = word * extents_[data_space][r] + at[r];
  }
  return word;
}

}  // namespace nestwave::oracle
