// SPDX-License-Identifier: Apache-2.0
#include "models/formats/systolic_yaml.h"

#include <array>
#include <string_view>
#include <vector>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

template <typename Enum>
struct Choice {
  std::string_view word;
  Enum value;
  std::string_view sentence;
};

constexpr std::array<Choice<FoldOverlap>, 3> kOverlaps = {{
    {"none", FoldOverlap::none, "a fold begins when the one before it has left the array (default)"},
    {"preload", FoldOverlap::preload,
     "a second register per PE takes what stays in the next fold while this one streams"},
    {"full", FoldOverlap::full, "the next fold's streams follow as closely as the registers allow, too"},
}};

constexpr std::array<Choice<Pace>, 2> kPaces = {{
    {"full_array", Pace::full_array, "a partial fold takes the time of a full one (default)"},
    {"used", Pace::used, "it takes the time of an array of its size: wires pass by the other rows"},
}};

template <typename Enum, std::size_t count>
Enum choice_of(const yaml::Node& node, const std::string& key, const std::array<Choice<Enum>, count>& all) {
  const std::string& word = yaml::text_of(node, "'" + key + "'");
  std::vector<std::string> legal;
  for (const Choice<Enum>& choice : all) {
    if (choice.word == word) return choice.value;
    legal.emplace_back(choice.word);
  }
  yaml::fail(node, "'" + key + "' must be " + one_of(legal) + ", not " + in_quotes(word) +
                       did_you_mean(word, legal));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string wide(text);
  wide.resize(std::max(width, wide.size()), ' ');
  return wide;
}

template <typename Enum, std::size_t count>
std::string manual_of(std::string_view key, const std::array<Choice<Enum>, count>& all) {
  std::string text;
  for (const Choice<Enum>& choice : all) {
    text +=
        "  " + padded(text.empty() ? key : "", 14) + padded(choice.word, 12) + std::string(choice.sentence);
    text += "\n";
  }
  return text;
}

}  // namespace

SystolicArraySpec read_systolic(const yaml::Node& node) {
  yaml::require_map(node, "'systolic'");
  yaml::require_known_keys(node, "'systolic'", {"fold_overlap", "pace"});
  SystolicArraySpec spec;
  if (const yaml::Node* overlap = node.find("fold_overlap"))
    spec.fold_overlap = choice_of(*overlap, "fold_overlap", kOverlaps);
  if (const yaml::Node* pace = node.find("pace")) spec.pace = choice_of(*pace, "pace", kPaces);
  return spec;
}

std::string systolic_manual() {
  return manual_of("fold_overlap", kOverlaps) + manual_of("pace", kPaces);
}

}  // namespace nestwave
