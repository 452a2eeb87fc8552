// SPDX-License-Identifier: Apache-2.0
#include "models/formats/inputs.h"

#include <algorithm>
#include <map>

#include "models/formats/ert_yaml.h"
#include "models/formats/overrides.h"
#include "models/formats/policy_text.h"
#include "models/formats/problem_yaml.h"
#include "models/formats/spelling.h"
#include "models/formats/yaml.h"

namespace nestwave {

namespace {

const std::vector<std::string> kRead = {"architecture", "problem", "mapping", "ERT", "policy"};

/// Parts of a Timeloop or Accelergy specification that a run with a given mapping does not need.
const std::vector<std::string> kNotUsed = {"ART",
                                           "constraints",
                                           "architecture_constraints",
                                           "mapspace_constraints",
                                           "mapspace",
                                           "extra_mapping_constraints",
                                           "mapper",
                                           "components",
                                           "compound_components",
                                           "variables",
                                           "globals"};

/// The top-level keys of all files: each once.
using Sections = std::map<std::string, yaml::Node::Entry>;

std::string place(const Location& where) {
  return (where.file ? *where.file : std::string()) + ":" + std::to_string(where.line) + ":" +
         std::to_string(where.column);
}

void add_document(yaml::Node document, Sections& sections) {
  if (!document.is_map()) yaml::fail(document, "the file must hold keys such as " + one_of(kRead));
  for (yaml::Node::Entry& entry : document.entries) {
    const std::string key = yaml::normalized(entry.key);
    const auto is = [&key](const std::string& known) { return known == key; };
    if (std::none_of(kRead.begin(), kRead.end(), is) && std::none_of(kNotUsed.begin(), kNotUsed.end(), is)) {
      std::vector<std::string> legal = kRead;
      legal.insert(legal.end(), kNotUsed.begin(), kNotUsed.end());
      throw InputError(entry.where,
                       "there is no top-level key " + in_quotes(entry.key) + did_you_mean(key, legal));
    }
    const Location where = entry.where;
    const auto [first, added] = sections.emplace(key, std::move(entry));
    if (!added)
      throw InputError(where, in_quotes(key) + " is given twice; first at " + place(first->second.where));
  }
}

template <typename T>
const T& required(const std::optional<T>& part, const char* key, const Inputs& inputs) {
  if (part) return *part;
  std::string files;
  for (const std::string& file : inputs.files) files += (files.empty() ? "" : ", ") + file;
  throw InputError({},
                   std::string("no '") + key + "' in the given files" + (files.empty() ? "" : ": " + files));
}

void check_mentioned_data_spaces(const Inputs& inputs) {
  std::vector<std::string> names;
  for (const DataSpace& space : inputs.problem->data_spaces) names.push_back(space.name);
  for (const DataSpaceMention& mention : inputs.layout.mentioned)
    if (inputs.problem->find_data_space(mention.name) < 0)
      throw InputError(mention.where, "the problem has no data space " + in_quotes(mention.name) +
                                          did_you_mean(mention.name, names));
}

void add_file(std::vector<yaml::Node> documents, const std::string& name, Sections& sections) {
  if (documents.empty())
    throw InputError({std::make_shared<const std::string>(name), 0, 0}, "the file is empty");
  for (yaml::Node& document : documents) add_document(std::move(document), sections);
}

Inputs interpret(Sections sections, std::vector<std::string> files, const ReadOptions& options) {
  Inputs inputs;
  inputs.files = std::move(files);
  const auto section = [&sections](const std::string& key) -> yaml::Node* {
    const auto found = sections.find(key);
    return found == sections.end() ? nullptr : &found->second.value;
  };
  if (const yaml::Node* node = section("problem")) inputs.problem = read_problem(*node, inputs.not_used);
  if (yaml::Node* node = section("architecture")) {
    for (const std::string& setting : options.overrides) apply_override(*node, setting);
    ArchitectureText text = read_architecture(*node, options.strict);
    inputs.architecture = std::move(text.architecture);
    inputs.layout = std::move(text.layout);
  } else if (!options.overrides.empty()) {
    throw InputError({std::make_shared<const std::string>("--set " + options.overrides.front()), 0, 0},
                     "no 'architecture' in the given files");
  }
  if (const yaml::Node* node = section("mapping")) inputs.mapping = read_mapping(*node);
  if (const yaml::Node* node = section("ERT")) inputs.energy = read_energy_table(*node);
  if (const yaml::Node* node = section("policy")) inputs.policy = read_policy(*node);
  for (const std::string& key : kNotUsed)
    if (sections.contains(key)) inputs.not_used.push_back(key);
  return inputs;
}

}  // namespace

Inputs read_inputs(const std::vector<std::filesystem::path>& files, const ReadOptions& options) {
  Sections sections;
  std::vector<std::string> names;
  for (const std::filesystem::path& file : files) {
    names.push_back(file.string());
    add_file(yaml::parse_file(file), names.back(), sections);
  }
  return interpret(std::move(sections), std::move(names), options);
}

Inputs read_texts(const std::vector<NamedText>& texts, const ReadOptions& options) {
  Sections sections;
  std::vector<std::string> names;
  for (const NamedText& text : texts) {
    names.push_back(text.name);
    add_file(yaml::parse_text(text.text, text.name), text.name, sections);
  }
  return interpret(std::move(sections), std::move(names), options);
}

Mapping mapping_of(const Inputs& inputs) {
  const Problem& problem = required(inputs.problem, "problem", inputs);
  const Architecture& architecture = required(inputs.architecture, "architecture", inputs);
  const MappingText& text = required(inputs.mapping, "mapping", inputs);
  return resolve_mapping(text, problem, architecture, inputs.layout);
}

Design make_design(const Inputs& inputs, Mapping mapping, const Policy& policy) {
  check_mentioned_data_spaces(inputs);
  return {*inputs.problem, *inputs.architecture, std::move(mapping), policy};
}

Design make_design(const Inputs& inputs, const Policy& policy) {
  return make_design(inputs, mapping_of(inputs), policy);
}

Design make_design(const Inputs& inputs) {
  return make_design(inputs, inputs.policy.value_or(policies().front()));
}

}  // namespace nestwave
