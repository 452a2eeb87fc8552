// SPDX-License-Identifier: Apache-2.0
#include "noc/network.h"

#include "models/error.h"

namespace nestwave {

namespace {

struct Kind {
  std::string_view name;
  decltype(&make_bus) make;
  bool sorts;
  bool tells_apart;
  bool one_way;
};

constexpr Kind kKinds[] = {
    {"bus", make_bus, false, false, false},
    {"multicast", make_multicast, true, false, false},
    {"systolic", make_systolic, true, true, true},
    {"mesh", make_mesh, true, true, true},
    {"reduction_tree", make_reduction_tree, false, false, true},
    {"reduction_chain", make_reduction_chain, false, false, true},
};

const Kind& kind_of(const NetworkSpec& spec) {
  for (const Kind& kind : kKinds)
    if (kind.name == spec.kind) return kind;
  throw InternalError("there is no network of the kind " + spec.kind);
}

}  // namespace

std::unique_ptr<Network> make_network(const NetworkSpec& spec, Direction direction, const FanOut& fan_out,
                                      const LinesSource& lines) {
  return kind_of(spec).make(spec, direction, fan_out, lines);
}

bool tells_children_apart(const NetworkSpec& spec) {
  return kind_of(spec).tells_apart;
}

bool sorts_words(const NetworkSpec& spec) {
  return kind_of(spec).sorts;
}

bool has_one_way_links(const NetworkSpec& spec) {
  return kind_of(spec).one_way;
}

}  // namespace nestwave
