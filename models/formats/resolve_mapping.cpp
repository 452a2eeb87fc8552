// SPDX-License-Identifier: Apache-2.0
// From the mapping as written to loops: names looked up, left-over factors and axes filled in.
#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

#include "models/formats/factors.h"
#include "models/formats/last_rounds.h"
#include "models/formats/mapping_yaml.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// A directive's loops, looked up; outermost first.
struct Nest {
  const Directive* directive = nullptr;
  std::size_t level = 0;
  const Container* container = nullptr;  ///< the target, if it is one
  bool stores = true;                    ///< the target is a storage level, not just a fan-out
  std::vector<Factor> factors;           ///< per dimension
  std::vector<int> permutation;          ///< innermost first
  std::size_t split = 0;                 ///< entries of the permutation that go to X; 0 in time

  [[nodiscard]] bool in_space() const { return directive->type == DirectiveType::spatial; }
  [[nodiscard]] std::uint64_t bound(int dimension) const {
    return factors[static_cast<std::size_t>(dimension)].bound;
  }
  [[nodiscard]] Axis axis(int dimension) const {
    const auto at = std::find(permutation.begin(), permutation.end(), dimension) - permutation.begin();
    return static_cast<std::size_t>(at) < split ? Axis::x : Axis::y;
  }
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
      level.keep.assign(problem_.data_spaces.size(), text_.printed_levels.empty());
    }
    check_printed_levels();
    for (const Directive& directive : text_.directives) {
      if (directive.type == DirectiveType::bypass)
        set_keepers(directive);
      else
        nests_.push_back(look_up(directive));
    }
    sort_by_container();
    settle_factors();
    // The temporal directive is where a level's mistakes are shown, so it comes last.
    for (const Nest& nest : nests_)
      if (nest.in_space()) add_spatial(nest);
    for (const Nest& nest : nests_)
      if (!nest.in_space()) add_temporal(nest);
    return std::move(mapping_);
  }

 private:
  /// X of "inter_X_spatial": a printed nest has such a level for the fan-out in front of X.
  [[nodiscard]] std::string_view behind_fanout(std::string_view written) const {
    constexpr std::string_view before = "inter_";
    constexpr std::string_view behind = "_spatial";
    const bool fits = written.size() > before.size() + behind.size() && written.starts_with(before) &&
                      written.ends_with(behind);
    if (!fits || text_.printed_levels.empty() || architecture_.find_level(std::string(written)) >= 0)
      return {};
    return written.substr(before.size(), written.size() - before.size() - behind.size());
  }

  /// A printed nest names all levels in the order of the architecture.
  void check_printed_levels() const {
    if (text_.printed_levels.empty()) return;
    std::size_t next = 0;
    for (const PlacedText& printed : text_.printed_levels) {
      Directive directive;
      directive.target = printed;
      directive.type = DirectiveType::spatial;
      Nest nest;
      find_target(directive, nest);
      if (!nest.stores) continue;
      if (nest.level != next)
        throw InputError(printed.where,
                         "the loop nest has its levels in another order than the architecture; " +
                             printed.text + " is out of place");
      ++next;
    }
    if (next < architecture_.levels.size())
      throw InputError(text_.where, "the loop nest lacks the level " + architecture_.levels[next].name +
                                        " of the architecture");
  }

  /// Sets level, and container if the target is one.
  void find_target(const Directive& directive, Nest& nest) const {
    const std::string& written = directive.target.text;
    const std::string inner(behind_fanout(written));
    const std::string& name = inner.empty() ? written : inner;
    int level = architecture_.find_level(name);
    if (level >= 0 && inner.empty()) {
      nest.level = static_cast<std::size_t>(level);
      return;
    }
    nest.stores = false;
    std::vector<std::string> legal;
    for (const StorageLevel& one : architecture_.levels) legal.push_back(one.name);
    for (const Container& container : layout_.containers) {
      if (container.name == name) nest.container = &container;
      if (directive.type == DirectiveType::spatial) legal.push_back(container.name);
    }
    if (!nest.container && name == architecture_.compute.name && inner.empty())
      throw InputError(directive.target.where,
                       name + " is the compute unit; loops belong to the storage levels above it");
    if (nest.container) level = nest.container->level_above + 1;
    if (level < 0)
      throw InputError(directive.target.where, "the architecture has no storage level " + in_quotes(name) +
                                                   did_you_mean(name, legal));
    if (directive.type != DirectiveType::spatial)
      throw InputError(directive.target.where,
                       written + " stores nothing; only spatial loops can stand at it");
    if (level == 0)
      throw InputError(directive.target.where, "no storage level stands above " + name + " to spread from");
    nest.level = static_cast<std::size_t>(level) - 1;
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

  /// Containers of one fan-out: the outer one's loops are the outer loops. A level named itself comes first.
  void sort_by_container() {
    const auto rank = [this](const Nest& nest) -> std::ptrdiff_t {
      return nest.container ? nest.container - layout_.containers.data() : -1;
    };
    std::stable_sort(nests_.begin(), nests_.end(),
                     [&](const Nest& a, const Nest& b) { return rank(a) < rank(b); });
  }

  /// Fills in and checks the factors of every dimension in the order in which its loops will stand.
  void settle_factors() {
    for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
      std::vector<Factor*> all;
      for (Nest& nest : nests_) all.push_back(&nest.factors[d]);
      fill_left_over(problem_.dimensions[d], all);
    }
    for (Nest& nest : nests_)
      if (nest.in_space())
        nest.split =
            nest.directive->split ? static_cast<std::size_t>(*nest.directive->split) : default_split(nest);
    // Outermost first: level by level, time before space, y before x.
    const auto rank = [](const Nest& nest, int dimension) {
      return std::tuple(nest.level, nest.in_space(), nest.in_space() && nest.axis(dimension) == Axis::x);
    };
    std::vector<Nest*> order;
    for (Nest& nest : nests_) order.push_back(&nest);
    for (int d = 0; d < static_cast<int>(problem_.dimensions.size()); ++d) {
      std::stable_sort(order.begin(), order.end(),
                       [&](const Nest* a, const Nest* b) { return rank(*a, d) < rank(*b, d); });
      std::vector<Factor*> outermost_first;
      for (Nest* nest : order) outermost_first.push_back(&nest->factors[static_cast<std::size_t>(d)]);
      settle_last_rounds(problem_.dimensions[static_cast<std::size_t>(d)], outermost_first, text_.where);
    }
  }

  void add_temporal(const Nest& nest) {
    LevelMapping& level = mapping_.levels[nest.level];
    for (auto d = nest.permutation.rbegin(); d != nest.permutation.rend(); ++d)
      if (nest.bound(*d) > 1) level.temporal.push_back({*d, nest.bound(*d)});
    level.where = nest.directive->where;
  }

  [[nodiscard]] std::uint64_t fanout_x(const Nest& nest) const {
    return nest.container ? nest.container->mesh_x : architecture_.fanout_x(nest.level);
  }
  [[nodiscard]] std::uint64_t fanout_y(const Nest& nest) const {
    return nest.container ? nest.container->mesh_y : architecture_.fanout_y(nest.level);
  }

  /// Entries of the permutation that go to X when the file does not say: all if they fit, else as
  /// many as leave both axes within the machine.
  [[nodiscard]] std::size_t default_split(const Nest& nest) const {
    const std::size_t count = nest.permutation.size();
    for (std::size_t split = count + 1; split-- > 0;) {
      long double across = 1;
      long double down = 1;
      for (std::size_t i = 0; i < count; ++i)
        (i < split ? across : down) *= static_cast<long double>(nest.bound(nest.permutation[i]));
      if (across <= static_cast<long double>(fanout_x(nest)) &&
          down <= static_cast<long double>(fanout_y(nest)))
        return split;
    }
    return count;  // the design check says what does not fit
  }

  void add_spatial(const Nest& nest) {
    LevelMapping& level = mapping_.levels[nest.level];
    std::uint64_t across = 1;
    std::uint64_t down = 1;
    for (std::size_t i = nest.permutation.size(); i-- > 0;) {
      SpatialLoop loop;
      loop.dimension = nest.permutation[i];
      loop.bound = nest.bound(loop.dimension);
      loop.axis = i < nest.split ? Axis::x : Axis::y;
      if (loop.bound == 1) continue;
      std::uint64_t& taken = loop.axis == Axis::x ? across : down;
      const std::uint64_t offered = loop.axis == Axis::x ? fanout_x(nest) : fanout_y(nest);
      if (nest.container && loop.bound > offered / taken)
        throw InputError(nest.directive->where, "the spatial loops at " + nest.container->name +
                                                    " do not fit its " + std::to_string(fanout_x(nest)) +
                                                    " x " + std::to_string(fanout_y(nest)) + " children");
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
