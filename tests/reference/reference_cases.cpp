// SPDX-License-Identifier: Apache-2.0
#include "tests/reference/reference_cases.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

namespace nestwave::reference {

namespace {

using Json = nlohmann::json;

Rational to_rational(const Json& pair) {
  return {pair.at(0).get<std::int64_t>(), pair.at(1).get<std::int64_t>()};
}

std::optional<Rational> optional_rational(const Json& level, const char* key) {
  if (!level.contains(key)) return std::nullopt;
  return to_rational(level.at(key));
}

Problem to_problem(const Json& json, const Json& shapes) {
  Problem problem;
  problem.name = json.at("name");
  const Json& data_spaces = json.contains("shape") ? shapes.at(json.at("shape")) : json.at("data_spaces");
  for (const Json& dimension : json.at("dimensions"))
    problem.dimensions.push_back({dimension.at(0), dimension.at(1)});
  for (const Json& space : data_spaces) {
    DataSpace data_space;
    data_space.name = space.at("name");
    data_space.read_write = space.value("read_write", false);
    for (const Json& rank : space.at("ranks")) {
      Rank terms;
      for (const Json& term : rank)
        terms.terms.push_back({problem.find_dimension(term.at(0)), term.at(1).get<std::int64_t>()});
      data_space.ranks.push_back(terms);
    }
    problem.data_spaces.push_back(data_space);
  }
  return problem;
}

StorageLevel to_level(const Json& json) {
  StorageLevel level;
  level.name = json.at("name");
  level.path = "system." + level.name;
  level.component_class = json.value("class", "storage");
  level.mesh_x = json.at("mesh").at(0);
  level.mesh_y = json.at("mesh").at(1);
  if (json.contains("capacity")) level.capacity_words = json.at("capacity").get<std::uint64_t>();
  level.block_size = json.value("block_size", std::uint64_t{1});
  level.multiple_buffering = optional_rational(json, "multiple_buffering").value_or(Rational(1));
  level.read_bandwidth = optional_rational(json, "read_bandwidth");
  level.write_bandwidth = optional_rational(json, "write_bandwidth");
  level.shared_bandwidth = optional_rational(json, "shared_bandwidth");
  return level;
}

LevelMapping to_mapping(const Json& json, const Problem& problem) {
  LevelMapping mapping;
  for (const Json& loop : json.at("temporal"))
    mapping.temporal.push_back({problem.find_dimension(loop.at(0)), loop.at(1).get<std::uint64_t>()});
  for (const Json& loop : json.at("spatial")) {
    SpatialLoop spatial;
    spatial.dimension = problem.find_dimension(loop.at(0));
    spatial.bound = loop.at(1);
    spatial.axis = loop.at(2) == "x" ? Axis::x : Axis::y;
    mapping.spatial.push_back(spatial);
  }
  mapping.keep.assign(problem.data_spaces.size(), false);
  for (const Json& name : json.at("keep")) mapping.keep[problem.find_data_space(name)] = true;
  return mapping;
}

ReferenceCase to_case(const Json& json, const Json& shapes) {
  ReferenceCase reference;
  reference.name = json.at("name");
  reference.note = json.value("note", "");
  reference.problem = to_problem(json, shapes);
  reference.compute_cycles = json.at("compute_cycles");
  reference.cycles = json.at("cycles");
  reference.architecture.name = "system";
  int number = 0;
  for (const Json& level : json.at("levels")) {
    reference.architecture.levels.push_back(to_level(level));
    reference.mapping.levels.push_back(to_mapping(level, reference.problem));
    for (const auto& [name, counts] : level.at("expect").items())
      reference.expected.push_back(
          {number, reference.problem.find_data_space(name), {counts.at(0), counts.at(1), counts.at(2)}});
    const Json refills = level.value("refills", Json::object());
    for (const auto& [name, words] : refills.items())
      reference.refills.push_back(
          {number,
           reference.problem.find_data_space(name),
           {{Reuse::timeloop, words.at(0)}, {Reuse::resident, words.at(1)}, {Reuse::none, words.at(2)}}});
    ++number;
  }
  const Json& compute = json.at("compute");
  ComputeUnit& unit = reference.architecture.compute;
  unit.name = compute.at("name");
  unit.path = "system." + unit.name;
  unit.component_class = compute.value("class", "mac");
  unit.mesh_x = compute.at("mesh").at(0);
  unit.mesh_y = compute.at("mesh").at(1);
  return reference;
}

Json parse(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw InternalError("cannot open " + path);
  return Json::parse(file);
}

/// Designs of 2025, figures of 3.0.3.
std::vector<ReferenceCase> load_3_0_3() {
  std::vector<ReferenceCase> cases;
  const Json table = parse(NESTWAVE_REFERENCE_DIR "/timeloop_3_0_3.json");
  for (const Json& json : table.at("cases")) {
    ReferenceCase reference = timeloop_2025(json.at("name"));
    reference.cycles = reference.compute_cycles = json.at("cycles");
    reference.expected.clear();
    reference.refills.clear();
    for (const auto& [level, spaces] : json.at("expect").items())
      for (const auto& [space, counts] : spaces.items())
        reference.expected.push_back({reference.architecture.find_level(level),
                                      reference.problem.find_data_space(space),
                                      {counts.at(0), counts.at(1), counts.at(2)}});
    cases.push_back(std::move(reference));
  }
  return cases;
}

std::vector<ReferenceCase> load(const std::string& path) {
  std::vector<ReferenceCase> cases;
  const Json table = parse(path);
  const Json shapes = table.value("shapes", Json::object());
  for (const Json& json : table.at("cases")) cases.push_back(to_case(json, shapes));
  return cases;
}

}  // namespace

const std::vector<ReferenceCase>& timeloop_2025() {
  static const std::vector<ReferenceCase> cases = load(NESTWAVE_REFERENCE_DIR "/timeloop_2025.json");
  return cases;
}

const std::vector<ReferenceCase>& timeloop_2021() {
  static const std::vector<ReferenceCase> cases = load(NESTWAVE_REFERENCE_DIR "/timeloop_2021.json");
  return cases;
}

const std::vector<ReferenceCase>& timeloop_3_0_3() {
  static const std::vector<ReferenceCase> cases = load_3_0_3();
  return cases;
}

const ReferenceCase& timeloop_2025(const std::string& name) {
  for (const ReferenceCase& reference : timeloop_2025())
    if (reference.name == name) return reference;
  throw InternalError("no reference case " + name);
}

std::string difference(const ReferenceCase& reference, const Design& design, const CountTable& counts) {
  std::string text;
  for (const auto& [level, data_space, expected] : reference.expected) {
    const TimeloopCounters totals =
        timeloop_counters(counts.at(level, data_space), design.problem().data_spaces[data_space].read_write,
                          design.keepers(data_space).front() == level, design.policy().counters);
    const std::uint64_t instances = design.used_instances(level);
    const auto compare = [&](const char* counter, std::uint64_t found, std::uint64_t wanted) {
      if (found != wanted * instances)
        text += design.architecture().levels[level].name + " " +
                design.problem().data_spaces[data_space].name + ": " + counter + " " + std::to_string(found) +
                ", not " + std::to_string(wanted) + " x " + std::to_string(instances) + "\n";
    };
    compare("reads", totals.reads, expected.reads);
    compare("fills", totals.fills, expected.fills);
    compare("updates", totals.updates, expected.updates);
  }
  return text;
}

void PrintTo(const ReferenceCase& reference, std::ostream* out) {
  *out << reference.name;
}

}  // namespace nestwave::reference
