// SPDX-License-Identifier: Apache-2.0
#include "models/formats/inputs.h"

#include <algorithm>
#include <map>

#include "models/formats/art_yaml.h"
#include "models/formats/ert_yaml.h"
#include "models/formats/file_kind.h"
#include "models/formats/flattened_architecture.h"
#include "models/formats/map_txt.h"
#include "models/formats/mapper_sections.h"
#include "models/formats/overrides.h"
#include "models/formats/policy_text.h"
#include "models/formats/problem_yaml.h"
#include "models/formats/spelling.h"
#include "models/formats/yaml.h"

namespace nestwave {

namespace {

const std::vector<std::string> kRead = {"architecture", "problem", "mapping",
                                        "ERT",          "policy",  "row_stationary"};

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
                                           "globals",
                                           "ERT_summary",
                                           "ART_summary"};

/// What the files hold: every top-level key once, and one printed loop nest in place of a mapping.
struct Sections {
  std::map<std::string, yaml::Node::Entry> keys;
  std::optional<MappingText> printed;

  [[nodiscard]] yaml::Node* find(const std::string& key) {
    const auto found = keys.find(key);
    return found == keys.end() ? nullptr : &found->second.value;
  }
};

std::string place(const Location& where) {
  std::string text = where.file ? *where.file : std::string();
  if (where.line > 0) text += ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
  return text;
}

void add_document(yaml::Node document, Sections& sections) {
  if (!document.is_map()) yaml::fail(document, "the file must hold keys such as " + one_of(kRead));
  for (yaml::Node::Entry& entry : document.entries) {
    const std::string key = yaml::normalized(entry.key);
    if (key.ends_with("_ignore")) continue;  // holds an anchor that other parts refer to
    const auto is = [&key](const std::string& known) { return known == key; };
    if (std::none_of(kRead.begin(), kRead.end(), is) && std::none_of(kNotUsed.begin(), kNotUsed.end(), is)) {
      std::vector<std::string> legal = kRead;
      legal.insert(legal.end(), kNotUsed.begin(), kNotUsed.end());
      throw InputError(entry.where,
                       "there is no top-level key " + in_quotes(entry.key) + did_you_mean(key, legal));
    }
    const Location where = entry.where;
    const auto [first, added] = sections.keys.emplace(key, std::move(entry));
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
  for (const DataSpaceMention& mention : inputs.layout.mentioned) {
    const int space = inputs.problem->find_data_space(mention.name);
    if (space < 0)
      throw InputError(mention.where, "the problem has no data space " + in_quotes(mention.name) +
                                          did_you_mean(mention.name, names));
    if (mention.outward.line > 0 && !inputs.problem->data_spaces[space].read_write)
      throw InputError(mention.outward, mention.name + " has no sums that go outward");
  }
}

void add_file(const NamedText& file, const IncludeReader& read_included, Sections& sections) {
  const Location whole{std::make_shared<const std::string>(file.name), 0, 0};
  if (kind_of(file.name, file.text) == FileKind::loop_nest) {
    if (sections.printed)
      throw InputError(whole, "a second loop nest; the first is " + place(sections.printed->where));
    sections.printed = read_loop_nest(file.text, file.name);
    return;
  }
  std::vector<yaml::Node> documents = yaml::parse(Source(file, read_included));
  if (documents.empty()) throw InputError(whole, "the file is empty");
  for (yaml::Node& document : documents) add_document(std::move(document), sections);
}

std::optional<MappingText> mapping_in(Sections& sections) {
  const auto written = sections.keys.find("mapping");
  if (written == sections.keys.end()) return std::move(sections.printed);
  if (sections.printed)
    throw InputError(written->second.where, "a mapping beside the loop nest in " +
                                                place(sections.printed->where) + "; give one of them");
  return read_mapping(written->second.value);
}

/// Checks what needs checking of the parts without effect, and keeps it or names it.
void read_not_used(Sections& sections, Inputs& inputs) {
  for (const std::string& key : kNotUsed) {
    yaml::Node* node = sections.find(key);
    if (!node) continue;
    inputs.not_used.push_back(key);
    if (!is_constraints(key) && key != "mapper") continue;
    is_constraints(key) ? check_constraints(*node) : check_mapper(*node);
    inputs.kept.push_back({key, std::move(*node)});
  }
}

Inputs interpret(Sections sections, std::vector<std::string> files, const ReadOptions& options) {
  Inputs inputs;
  inputs.files = std::move(files);
  if (const yaml::Node* node = sections.find("problem"))
    inputs.problem = read_problem(*node, inputs.not_used);
  if (yaml::Node* node = sections.find("architecture")) {
    unflatten(*node);
    for (const std::string& setting : options.overrides) apply_override(*node, setting);
    ArchitectureText text = read_architecture(*node, options.strict);
    inputs.architecture = std::move(text.architecture);
    inputs.layout = std::move(text.layout);
  } else if (!options.overrides.empty()) {
    throw InputError({std::make_shared<const std::string>("--set " + options.overrides.front()), 0, 0},
                     "no 'architecture' in the given files");
  }
  inputs.mapping = mapping_in(sections);
  if (const yaml::Node* node = sections.find("ERT")) inputs.energy = read_energy_table(*node);
  if (const yaml::Node* node = sections.find("ART")) inputs.area = read_area_table(*node);
  if (const yaml::Node* node = sections.find("policy")) inputs.policy = read_policy(*node);
  if (const yaml::Node* node = sections.find("row_stationary"))
    inputs.row_stationary = read_row_stationary(*node);
  read_not_used(sections, inputs);
  return inputs;
}

}  // namespace

Inputs read_inputs(const std::vector<std::filesystem::path>& files, const ReadOptions& options) {
  Sections sections;
  std::vector<std::string> names;
  std::vector<std::string> included;
  const IncludeReader read = [&included](const std::string& includer, const std::string& path,
                                         const Location& where) {
    NamedText text = read_include(includer, path, where);
    included.push_back(text.name);
    return text;
  };
  for (const std::filesystem::path& file : files) {
    names.push_back(file.string());
    add_file({names.back(), read_file(file)}, read, sections);
  }
  Inputs inputs = interpret(std::move(sections), std::move(names), options);
  inputs.included = std::move(included);
  return inputs;
}

Inputs read_texts(const std::vector<NamedText>& texts, const ReadOptions& options) {
  Sections sections;
  std::vector<std::string> names;
  for (const NamedText& text : texts) {
    names.push_back(text.name);
    add_file(text, refuse_include, sections);
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
