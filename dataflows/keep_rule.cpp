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

/// "input_activation_reg" and "InputActivationReg" both give {input, activation, reg}.
std::vector<std::string> words_of(const std::string& name) {
  std::vector<std::string> words(1);
  char before = '_';
  for (const char c : name) {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    const bool hump = std::isupper(static_cast<unsigned char>(c)) != 0 &&
                      std::islower(static_cast<unsigned char>(before)) != 0;
    if (!letter || hump) words.emplace_back();
    if (letter) words.back() += c;
    before = c;
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

}  // namespace

KeepTable choose_keepers(const Problem& problem, const Architecture& architecture, int stationary) {
  const std::size_t spaces = problem.data_spaces.size();
  std::vector<std::size_t> queue = {static_cast<std::size_t>(stationary)};
  for (std::size_t s = 0; s < spaces; ++s)
    if (s != queue.front()) queue.push_back(s);

  KeepTable keep(architecture.levels.size(), std::vector<bool>(spaces, false));
  keep[0].assign(spaces, true);
  std::vector<bool> in_run(spaces, false);  // already kept in the present run of small levels
  for (std::size_t l = 1; l < keep.size(); ++l) {
    const std::uint64_t room = tile_room(architecture.levels[l]).value_or(spaces);
    const std::vector<bool> named = named_in(architecture.levels[l].name, problem);
    if (std::find(named.begin(), named.end(), true) != named.end()) {
      std::uint64_t left = room;
      for (const std::size_t s : queue)
        if (named[s] && left > 0) {
          keep[l][s] = in_run[s] = true;
          --left;
        }
    } else if (room >= spaces) {
      keep[l].assign(spaces, true);
      in_run.assign(spaces, false);
    } else if (room > 0) {
      if (std::find(in_run.begin(), in_run.end(), false) == in_run.end()) in_run.assign(spaces, false);
      const auto next = std::find_if(queue.begin(), queue.end(), [&](std::size_t s) { return !in_run[s]; });
      keep[l][*next] = in_run[*next] = true;
    }
  }
  return keep;
}

}  // namespace nestwave
