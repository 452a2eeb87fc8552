// SPDX-License-Identifier: Apache-2.0
#include "models/formats/problem_yaml.h"

#include <algorithm>
#include <map>
#include <optional>

#include "models/formats/padding_yaml.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 60;
constexpr std::uint64_t kMaxCoefficient = std::uint64_t{1} << 32;
constexpr std::size_t kMaxNames = 64;  ///< dimensions, data spaces or coefficients

/// Sizes of the unpooled, unpadded input that layer tables carry along; P, Q, R, S say it all.
const std::vector<std::string> kInformative = {"H", "W", "Hpad", "Wpad"};

class Reader {
 public:
  Reader(const yaml::Node& node, std::vector<std::string>& not_used) : node_(node), not_used_(not_used) {}

  Problem read() {
    yaml::require_known_keys(node_, "the problem", {"version", "name", "shape", "instance", "nestwave"});
    yaml::require_known_version(node_);
    problem_.where = node_.where;
    const yaml::Node* shape = node_.find("shape");
    if (!shape) yaml::fail(node_, "the problem has no 'shape'");
    if (shape->is_scalar())
      yaml::fail(*shape, "shapes by name are not supported; write out dimensions and data_spaces");
    yaml::require_known_keys(*shape, "the shape", {"name", "dimensions", "coefficients", "data_spaces"});
    if (const yaml::Node* name = shape->find("name")) problem_.name = yaml::text_of(*name, "the name");
    read_dimensions(*shape);
    read_coefficients(*shape);
    const yaml::Node* instance = node_.find("instance");
    if (!instance) yaml::fail(node_, "the problem has no 'instance'");
    read_instance(*instance);
    read_data_spaces(*shape);
    if (const yaml::Node* own = node_.find("nestwave")) read_problem_attributes(*own, problem_);
    return std::move(problem_);
  }

 private:
  static const yaml::Node& required(const yaml::Node& map, const std::string& key, const std::string& owner) {
    const yaml::Node* value = map.find(key);
    if (!value) yaml::fail(map, owner + " has no '" + key + "'");
    return *value;
  }

  static const yaml::Node& bounded_list(const yaml::Node& node, const std::string& what) {
    yaml::require_sequence(node, what);
    if (node.items.size() > kMaxNames)
      yaml::fail(node, what + " has more than " + std::to_string(kMaxNames) + " entries");
    return node;
  }

  void read_dimensions(const yaml::Node& shape) {
    for (const yaml::Node& item :
         bounded_list(required(shape, "dimensions", "the shape"), "'dimensions'").items) {
      const std::string& name = yaml::text_of(item, "a dimension");
      const bool plain =
          std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
      if (!plain || std::isdigit(static_cast<unsigned char>(name[0])))
        yaml::fail(item, "a dimension's name must be letters, digits and '_', not " + in_quotes(name));
      if (problem_.find_dimension(name) >= 0)
        yaml::fail(item, "dimension " + in_quotes(name) + " is listed twice");
      problem_.dimensions.push_back({name, 1});
    }
  }

  void read_coefficients(const yaml::Node& shape) {
    const yaml::Node* list = shape.find("coefficients");
    if (!list) return;
    for (const yaml::Node& item : bounded_list(*list, "'coefficients'").items) {
      yaml::require_known_keys(item, "a coefficient", {"name", "default"});
      const std::string& name =
          yaml::text_of(required(item, "name", "a coefficient"), "a coefficient's name");
      if (problem_.find_dimension(name) >= 0)
        yaml::fail(item, "coefficient " + in_quotes(name) + " has the name of a dimension");
      const yaml::Node* value = item.find("default");
      std::optional<std::uint64_t> initial;
      if (value) initial = yaml::integer_of(*value, "the default of " + name, 1, kMaxCoefficient);
      if (!coefficients_.emplace(name, initial).second)
        yaml::fail(item, "coefficient " + in_quotes(name) + " is listed twice");
    }
  }

  void read_instance(const yaml::Node& instance) {
    yaml::require_map(instance, "the instance");
    std::vector<std::string> legal;
    for (const Dimension& dimension : problem_.dimensions) legal.push_back(dimension.name);
    for (const auto& [name, value] : coefficients_) legal.push_back(name);
    std::vector<bool> given(problem_.dimensions.size(), false);
    for (const yaml::Node::Entry& entry : instance.entries) {
      if (const int d = problem_.find_dimension(entry.key); d >= 0) {
        const auto at = static_cast<std::size_t>(d);
        problem_.dimensions[at].size = yaml::integer_of(entry.value, "dimension " + entry.key, 1, kMaxSize);
        given[at] = true;
      } else if (const auto found = coefficients_.find(entry.key); found != coefficients_.end()) {
        found->second = yaml::integer_of(entry.value, "coefficient " + entry.key, 1, kMaxCoefficient);
      } else if (std::find(kInformative.begin(), kInformative.end(), entry.key) != kInformative.end()) {
        not_used_.push_back("problem.instance." + entry.key);
      } else if (entry.key == "densities") {
        throw InputError(entry.where, "sparse tensors ('densities') are not supported");
      } else {
        throw InputError(entry.where, "the shape declares no dimension or coefficient " +
                                          in_quotes(entry.key) + did_you_mean(entry.key, legal));
      }
    }
    for (std::size_t d = 0; d < given.size(); ++d)
      if (!given[d])
        yaml::fail(instance, "the instance gives no size for dimension " + problem_.dimensions[d].name);
    for (const auto& [name, value] : coefficients_)
      if (!value)
        yaml::fail(instance, "coefficient " + in_quotes(name) + " has neither a default nor a value");
  }

  void read_data_spaces(const yaml::Node& shape) {
    for (const yaml::Node& item :
         bounded_list(required(shape, "data_spaces", "the shape"), "'data_spaces'").items) {
      yaml::require_known_keys(item, "a data space", {"name", "projection", "read_write"});
      DataSpace space;
      space.where = item.where;
      space.name = yaml::text_of(required(item, "name", "a data space"), "a data space's name");
      if (problem_.find_data_space(space.name) >= 0)
        yaml::fail(item, "data space " + in_quotes(space.name) + " is listed twice");
      if (const yaml::Node* flag = item.find("read_write"))
        space.read_write = yaml::boolean_of(*flag, "'read_write'");
      const yaml::Node& projection = required(item, "projection", "data space " + space.name);
      for (const yaml::Node& rank : bounded_list(projection, "the projection of " + space.name).items)
        space.ranks.push_back(read_rank(rank));
      problem_.data_spaces.push_back(std::move(space));
    }
  }

  /// [ [R, Wdilation], [P, Wstride] ] is the coordinate R*Wdilation + P*Wstride.
  Rank read_rank(const yaml::Node& node) const {
    if (!node.is_sequence() || node.items.empty())
      yaml::fail(node, "a rank must be a list of terms such as [ [R, Wdilation], [P, Wstride] ]");
    Rank rank;
    for (const yaml::Node& term : bounded_list(node, "a rank").items) rank.terms.push_back(read_term(term));
    return rank;
  }

  Term read_term(const yaml::Node& node) const {
    if (!node.is_sequence() || node.items.empty() || node.items.size() > 2)
      yaml::fail(node, "a term must be [dimension] or [dimension, coefficient]");
    const yaml::Node& first = node.items[0];
    const std::string& name = yaml::text_of(first, "a dimension");
    Term term;
    term.dimension = problem_.find_dimension(name);
    if (term.dimension < 0) {
      std::vector<std::string> names;
      for (const Dimension& dimension : problem_.dimensions) names.push_back(dimension.name);
      yaml::fail(first, "there is no dimension " + in_quotes(name) + did_you_mean(name, names));
    }
    if (node.items.size() == 2) term.coefficient = coefficient(node.items[1]);
    return term;
  }

  std::int64_t coefficient(const yaml::Node& node) const {
    const std::string& name = yaml::text_of(node, "a coefficient");
    if (const auto found = coefficients_.find(name); found != coefficients_.end())
      return static_cast<std::int64_t>(*found->second);
    if (std::isdigit(static_cast<unsigned char>(name[0])))
      return static_cast<std::int64_t>(yaml::integer_of(node, "a coefficient", 1, kMaxCoefficient));
    std::vector<std::string> names;
    for (const auto& [known, value] : coefficients_) names.push_back(known);
    yaml::fail(node, "there is no coefficient " + in_quotes(name) + did_you_mean(name, names));
  }

  const yaml::Node& node_;
  std::vector<std::string>& not_used_;
  Problem problem_;
  std::map<std::string, std::optional<std::uint64_t>> coefficients_;  ///< value: instance, else default
};

}  // namespace

Problem read_problem(const yaml::Node& node, std::vector<std::string>& not_used) {
  return Reader(node, not_used).read();
}

}  // namespace nestwave
