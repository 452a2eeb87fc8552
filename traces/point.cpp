// SPDX-License-Identifier: Apache-2.0
#include "traces/point.h"

namespace nestwave {

using Json = nlohmann::ordered_json;
using Status = PointOutcome::Status;

Json point_json(const PointOutcome& outcome) {
  return {{"status", to_string(outcome.status)},
          {"reason", outcome.reason},
          {"well", outcome.well},
          {"verdict", outcome.verdict},
          {"run", outcome.run}};
}

PointOutcome point_of(const Json& json) {
  PointOutcome outcome;
  const auto status = json.at("status").get<std::string>();
  for (const Status one : {Status::not_run, Status::done, Status::refused, Status::failed})
    if (status == to_string(one)) outcome.status = one;
  outcome.reason = json.at("reason").get<std::string>();
  outcome.well = json.at("well").get<bool>();
  outcome.verdict = json.at("verdict").get<std::string>();
  outcome.run = json.at("run");
  return outcome;
}

}  // namespace nestwave
