// SPDX-License-Identifier: Apache-2.0
// From the mapping as written to loops: names looked up, left-over factors and axes filled in.
#include <algorithm>
#include <map>
#include <optional>

#include "models/formats/factors.h"
#include "models/formats/mapping_yaml.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// A directive's loops, looked up; outermost first.
struct Nest {
  const Directive* directive = nullptr;
  std::size_t level = 0;
  const Container* container = nullptr;  ///< the target, if it is no storage level
  std::vector<std::uint64_t> factors;    ///< per dimension
  std::vector<int> permutation;          ///< innermost first
};

class Resolver {
 public:
  Resolver(const MappingText& text, const Problem& problem, const Architecture& architecture,
           const ArchitectureLayout& layout)
      : text_(text), problem_(problem), architecture_(architecture), layout_(layout) {}

  Mapping resolve() {
    mapping_.where = text_.where;
    mapping_.levels.resize(architecture_.levels.size());
    for (LevelMapping& level : mapping_.levels) {
      level.where = text_.where;
      level.keep.assign(problem_.data_spaces.size(), true);
    }
    for (const Directive& directive : text_.directives) {
      if (directive.type == DirectiveType::bypass)
        set_keepers(directive);
      else
        nests_.push_back(look_up(directive));
    }
    fill_left_over();
    sort_by_container();
    // The temporal directive is where a level's mistakes are shown, so it comes last.
    for (const Nest& nest : nests_)
      if (nest.directive->type == DirectiveType::spatial) add_spatial(nest);
    for (const Nest& nest : nests_)
      if (nest.directive->type == DirectiveType::temporal) add_temporal(nest);
    return std::move(mapping_);
  }

 private:
  /// Sets level, and container if the target is one.
  void find_target(const Directive& directive, Nest& nest) const {
    const std::string& name = directive.target.text;
    if (const int level = architecture_.find_level(name); level >= 0) {
      nest.level = static_cast<std::size_t>(level);
      return;
    }
    std::vector<std::string> legal;
    for (const StorageLevel& level : architecture_.levels) legal.push_back(level.name);
    for (const Container& container : layout_.containers) {
      if (container.name == name) nest.container = &container;
      if (directive.type == DirectiveType::spatial) legal.push_back(container.name);
    }
    if (!nest.container && name == architecture_.compute.name)
      throw InputError(directive.target.where,
                       name + " is the compute unit; loops belong to the storage levels above it");
    if (!nest.container)
      throw InputError(directive.target.where, "the architecture has no storage level " + in_quotes(name) +
                                                   did_you_mean(name, legal));
    if (directive.type != DirectiveType::spatial)
      throw InputError(directive.target.where,
                       name + " stores nothing; only a spatial directive can name it");
    if (nest.container->level_above < 0)
      throw InputError(directive.target.where, "no storage level stands above " + name + " to spread from");
    nest.level = static_cast<std::size_t>(nest.container->level_above);
  }

  Nest look_up(const Directive& directive) {
    Nest nest;
    nest.directive = &directive;
    find_target(directive, nest);
    const auto [first, added] =
        seen_.emplace(std::pair(directive.target.text, directive.type), directive.where);
    if (!added)
      throw InputError(directive.where,
                       "a second " +
                           std::string(directive.type == DirectiveType::spatial ? "spatial" : "temporal") +
                           " directive for " + directive.target.text + "; the first is on line " +
                           std::to_string(first->second.line));
    nest.factors = parse_factors(directive.factors, problem_);
    nest.permutation = parse_permutation(directive.permutation, problem_);
    return nest;
  }

  int find_data_space(const PlacedText& name) const {
    const int found = problem_.find_data_space(name.text);
    if (found >= 0) return found;
    std::vector<std::string> legal;
    for (const DataSpace& space : problem_.data_spaces) legal.push_back(space.name);
    throw InputError(
        name.where, "the problem has no data space " + in_quotes(name.text) + did_you_mean(name.text, legal));
  }

  void set_keepers(const Directive& directive) {
    Nest nest;
    find_target(directive, nest);
    LevelMapping& level = mapping_.levels[nest.level];
    const auto set = [&](const PlacedText& name, bool keep) {
      const int space = find_data_space(name);
      const auto [first, added] = kept_.emplace(std::pair(nest.level, space), keep);
      if (!added && first->second != keep)
        throw InputError(name.where, name.text + " is both kept and bypassed at " + directive.target.text);
      level.keep[static_cast<std::size_t>(space)] = keep;
    };
    for (const PlacedText& name : directive.keep) set(name, true);
    for (const PlacedText& name : directive.bypass) set(name, false);
    if (level.temporal.empty()) level.where = directive.where;
  }

  /// Factor 0: the size divided by all other factors of the dimension.
  void fill_left_over() {
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      const Dimension& dimension = problem_.dimensions[d];
      Nest* open = nullptr;
      std::uint64_t rest = dimension.size;
      for (Nest& nest : nests_) {
        const std::uint64_t factor = nest.factors[d];
        if (factor == 0) {
          if (open)
            throw InputError(nest.directive->where, "a second factor 0 of " + dimension.name +
                                                        "; only one can take what is left over");
          open = &nest;
        } else {
          rest = rest % factor == 0 ? rest / factor : 0;
        }
        if (rest == 0) break;
      }
      // Without a factor 0 the design check compares product and size.
      const bool wanted =
          std::any_of(nests_.begin(), nests_.end(), [d](const Nest& n) { return n.factors[d] == 0; });
      if (rest == 0 && wanted)
        throw InputError(text_.where, "nothing whole is left over for the factor 0 of " + dimension.name +
                                          ": its size " + std::to_string(dimension.size) +
                                          " is no multiple of the other factors");
      if (open) open->factors[d] = rest;
    }
  }

  /// Containers of one fan-out: the outer one's loops are the outer loops. A level named itself comes first.
  void sort_by_container() {
    const auto rank = [this](const Nest& nest) -> std::ptrdiff_t {
      return nest.container ? nest.container - layout_.containers.data() : -1;
    };
    std::stable_sort(nests_.begin(), nests_.end(),
                     [&](const Nest& a, const Nest& b) { return rank(a) < rank(b); });
  }

  void add_temporal(const Nest& nest) {
    LevelMapping& level = mapping_.levels[nest.level];
    for (auto d = nest.permutation.rbegin(); d != nest.permutation.rend(); ++d)
      if (const std::uint64_t bound = nest.factors[static_cast<std::size_t>(*d)]; bound > 1)
        level.temporal.push_back({*d, bound});
    level.where = nest.directive->where;
  }

  /// Entries of the permutation that go to X when the file does not say: all if they fit, else as
  /// many as leave both axes within the machine.
  static std::size_t default_split(const Nest& nest, std::uint64_t fanout_x, std::uint64_t fanout_y) {
    const std::size_t count = nest.permutation.size();
    for (std::size_t split = count + 1; split-- > 0;) {
      long double across = 1;
      long double down = 1;
      for (std::size_t i = 0; i < count; ++i)
        (i < split ? across : down) *=
            static_cast<long double>(nest.factors[static_cast<std::size_t>(nest.permutation[i])]);
      if (across <= static_cast<long double>(fanout_x) && down <= static_cast<long double>(fanout_y))
        return split;
    }
    return count;  // the design check says what does not fit
  }

  void add_spatial(const Nest& nest) {
    LevelMapping& level = mapping_.levels[nest.level];
    const std::uint64_t fanout_x =
        nest.container ? nest.container->mesh_x : architecture_.fanout_x(nest.level);
    const std::uint64_t fanout_y =
        nest.container ? nest.container->mesh_y : architecture_.fanout_y(nest.level);
    const std::size_t split = nest.directive->split ? static_cast<std::size_t>(*nest.directive->split)
                                                    : default_split(nest, fanout_x, fanout_y);
    std::uint64_t across = 1;
    std::uint64_t down = 1;
    for (std::size_t i = nest.permutation.size(); i-- > 0;) {
      SpatialLoop loop;
      loop.dimension = nest.permutation[i];
      loop.bound = nest.factors[static_cast<std::size_t>(loop.dimension)];
      loop.axis = i < split ? Axis::x : Axis::y;
      if (loop.bound == 1) continue;
      std::uint64_t& taken = loop.axis == Axis::x ? across : down;
      const std::uint64_t offered = loop.axis == Axis::x ? fanout_x : fanout_y;
      if (nest.container && loop.bound > offered / taken)
        throw InputError(nest.directive->where, "the spatial loops at " + nest.container->name +
                                                    " do not fit its " + std::to_string(fanout_x) + " x " +
                                                    std::to_string(fanout_y) + " children");
      taken *= loop.bound;
      level.spatial.push_back(loop);
    }
    std::stable_sort(
        level.spatial.begin(), level.spatial.end(),
        [](const SpatialLoop& a, const SpatialLoop& b) { return a.axis == Axis::y && b.axis == Axis::x; });
    level.where = nest.directive->where;
  }

  const MappingText& text_;
  const Problem& problem_;
  const Architecture& architecture_;
  const ArchitectureLayout& layout_;
  Mapping mapping_;
  std::vector<Nest> nests_;
  std::map<std::pair<std::string, DirectiveType>, Location> seen_;
  std::map<std::pair<std::size_t, int>, bool> kept_;
};

}  // namespace

Mapping resolve_mapping(const MappingText& text, const Problem& problem, const Architecture& architecture,
                        const ArchitectureLayout& layout) {
  return Resolver(text, problem, architecture, layout).resolve();
}

}  // namespace nestwave
