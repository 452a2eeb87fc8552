// SPDX-License-Identifier: Apache-2.0
#include "traces/against_json.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "traces/format.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

/// As files print it: of one instance, whole where it can be.
Json amount_json(const Comparison& comparison, Amount amount) {
  const double value = amount / comparison.instances;
  if (comparison.figure.exact() && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

Json comparison_json(const Design& design, const Comparison& comparison, bool explained) {
  const Figure& figure = comparison.figure;
  Json reasons = Json::array();
  for (const Share& share : comparison.shares)
    reasons.push_back(
        {{"reason", to_string(share.reason)}, {"share", amount_json(comparison, share.amount)}});
  Json json;
  json["level"] = figure.level < 0 ? Json(nullptr) : Json(level_name(design, figure.level));
  json["data_space"] =
      figure.data_space < 0
          ? Json(nullptr)
          : Json(design.problem().data_spaces[static_cast<std::size_t>(figure.data_space)].name);
  json["counter"] = counter_name(figure.measure, figure.category);
  json["ours"] = amount_json(comparison, comparison.ours);
  json["theirs"] = amount_json(comparison, comparison.theirs);
  json["difference"] = amount_json(comparison, comparison.difference());
  json["reasons"] = std::move(reasons);
  if (!explained) json["unexplained"] = amount_json(comparison, comparison.unexplained);
  return json;
}

Json comparisons_json(const Design& design, const std::vector<Comparison>& comparisons, bool explained) {
  Json json = Json::array();
  for (const Comparison& comparison : comparisons)
    json.push_back(comparison_json(design, comparison, explained));
  return json;
}

}  // namespace

nlohmann::ordered_json against_json(const RunReport& report) {
  if (!report.against) return nullptr;
  const AgainstResult& against = *report.against;
  return {{"file", against.file},
          {"kind", to_string(against.format)},
          {"counted_as", against.counted_as},
          {"compared", against.compared},
          {"equal", against.equal},
          {"explained", comparisons_json(*report.design, against.explained, true)},
          {"unexplained", comparisons_json(*report.design, against.unexplained, false)},
          {"not_compared", against.not_compared}};
}

}  // namespace nestwave
