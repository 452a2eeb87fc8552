// SPDX-License-Identifier: Apache-2.0
#include "dataflows/keep_rule.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace nestwave {

namespace {

/// Other words for a tensor that hardware people use in names of memories.
constexpr std::array<std::array<std::string_view, 2>, 6> kSynonyms = {{{"filter", "weight"},
                                                                       {"ifmap", "input"},
                                                                       {"iact", "input"},
                                                                       {"ofmap", "output"},
                                                                       {"psum", "output"},
                                                                       {"accumulator", "output"}}};

/// Lower case, without a plural s, synonyms replaced.
std::string canonical(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (word.size() > 1 && word.back() == 's') word.pop_back();
  for (const auto& [synonym, name] : kSynonyms)
    if (word == synonym) return std::string(name);
  return word;
}

/// "input_activation_reg" and "InputActivationReg" both give {input, activation, reg}, "PEInputBuffer"
/// gives {pe, input, buffer}.
std::vector<std::string> words_of(const std::string& name) {
  const auto is = [&name](int (*kind)(int), std::size_t at) {
    return at < name.size() && kind(static_cast<unsigned char>(name[at])) != 0;
  };
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool after_lower = i > 0 && is(std::islower, i - 1);
    const bool ends_acronym = i > 0 && is(std::isupper, i - 1) && is(std::islower, i + 1);
    const bool hump = is(std::isupper, i) && (after_lower || ends_acronym);
    if (!is(std::isalpha, i) || hump) words.emplace_back();
    if (is(std::isalpha, i)) words.back() += name[i];
  }
  for (std::string& word : words) word = canonical(std::move(word));
  return words;
}

/// Data spaces that the level's name speaks of. One-letter names (A, B) are no words of a name.
std::vector<bool> named_in(const std::string& level, const Problem& problem) {
  const std::vector<std::string> words = words_of(level);
  std::vector<bool> named;
  for (const DataSpace& space : problem.data_spaces) {
    const std::string name = canonical(space.name);
    named.push_back(name.size() > 1 && std::find(words.begin(), words.end(), name) != words.end());
  }
  return named;
}

/// Which data spaces a list in the constraints of the level names.
std::vector<bool> listed(const std::vector<std::string>& names, const StorageLevel& level,
                         const Problem& problem) {
  std::vector<bool> is_listed(problem.data_spaces.size(), false);
  for (const std::string& name : names) {
    const int found = problem.find_data_space(name);
    if (found < 0)
      throw InputError(level.where, "the constraints of " + level.name + " name a data space " + name +
                                        ", which the problem " + problem.name + " does not have");
    is_listed[found] = true;
  }
  return is_listed;
}

bool any(const std::vector<bool>& set) {
  return std::find(set.begin(), set.end(), true) != set.end();
}

/// What one level may keep, as its constraints and its name say.
struct Wish {
  std::vector<bool> fixed;    ///< to be kept, and nothing else; none: the room decides
  std::vector<bool> allowed;  ///< not bypassed
};

Wish wish_of(const StorageLevel& level, const Problem& problem) {
  Wish wish{listed(level.keeps, level, problem), listed(level.bypasses, level, problem)};
  wish.allowed.flip();
  if (any(wish.fixed)) return wish;
  wish.fixed = named_in(level.name, problem);
  for (std::size_t s = 0; s < wish.fixed.size(); ++s) wish.fixed[s] = wish.fixed[s] && wish.allowed[s];
  return wish;
}

/// Level 0 holds the problem from the start: there is nowhere else to bring a data space from.
void check_outermost(const StorageLevel& level, const Problem& problem) {
  const std::vector<bool> bypassed = listed(level.bypasses, level, problem);
  const std::vector<bool> kept = listed(level.keeps, level, problem);
  for (std::size_t s = 0; s < bypassed.size(); ++s)
    if (bypassed[s] || (any(kept) && !kept[s]))
      throw InputError(level.where, "the constraints of " + level.name + " leave " +
                                        problem.data_spaces[s].name +
                                        " out; the outermost level has to keep everything");
}

}  // namespace

KeepTable choose_keepers(const Problem& problem, const Architecture& architecture, int stationary) {
  const std::size_t spaces = problem.data_spaces.size();
  std::vector<std::size_t> queue = {static_cast<std::size_t>(stationary)};
  for (std::size_t s = 0; s < spaces; ++s)
    if (s != queue.front()) queue.push_back(s);

  KeepTable keep(architecture.levels.size(), std::vector<bool>(spaces, false));
  check_outermost(architecture.levels[0], problem);
  keep[0].assign(spaces, true);
  std::vector<bool> in_run(spaces, false);  // already kept in the present run of small levels
  for (std::size_t l = 1; l < keep.size(); ++l) {
    const Wish wish = wish_of(architecture.levels[l], problem);
    const auto wanted =
        static_cast<std::uint64_t>(std::count(wish.allowed.begin(), wish.allowed.end(), true));
    const std::uint64_t room = tile_room(architecture.levels[l]).value_or(spaces);
    if (any(wish.fixed)) {
      std::uint64_t left = room;
      for (const std::size_t s : queue)
        if (wish.fixed[s] && left > 0) {
          keep[l][s] = in_run[s] = true;
          --left;
        }
    } else if (room >= wanted) {
      keep[l] = wish.allowed;
      if (wanted > 0) in_run.assign(spaces, false);
    } else if (room > 0) {
      if (std::find(in_run.begin(), in_run.end(), false) == in_run.end()) in_run.assign(spaces, false);
      auto next = std::find_if(queue.begin(), queue.end(),
                               [&](std::size_t s) { return wish.allowed[s] && !in_run[s]; });
      if (next == queue.end())
        next = std::find_if(queue.begin(), queue.end(), [&](std::size_t s) { return wish.allowed[s]; });
      keep[l][*next] = in_run[*next] = true;
    }
  }
  return keep;
}

}  // namespace nestwave
