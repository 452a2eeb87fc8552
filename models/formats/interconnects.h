// SPDX-License-Identifier: Apache-2.0
// Every kind of network on chip and every attribute of it, declared once: what parses it and what
// describes it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/formats/yaml.h"
#include "models/interconnect.h"

namespace nestwave {

/// `outward_bandwidth`: the same network once more, of that bandwidth, for sums outward.
struct OutwardBandwidth {};
/// `outward`: a map that describes the network of sums outward.
struct OutwardNetwork {};

struct InterconnectAttribute {
  std::string_view name;
  std::variant<std::optional<Rational> NetworkSpec::*, std::uint64_t NetworkSpec::*, Along NetworkSpec::*,
               OutwardBandwidth, OutwardNetwork>
      what;
  std::string_view unit;
  std::string_view initial;  ///< the default, as text
  std::string_view sentence;
};

struct Interconnect {
  std::string_view name;
  std::string_view summary;
  std::string_view text;  ///< what it does, in a paragraph
  bool outward_only;      ///< for sums on their way outward, as a value of `outward`
  std::vector<InterconnectAttribute> attributes;

  [[nodiscard]] std::vector<std::string> keys() const;
};

[[nodiscard]] std::span<const Interconnect> interconnects();

/// What `describe` prints below the summary.
[[nodiscard]] std::string manual(const Interconnect& interconnect);

/// Reads a `network` map, or the part of it that holds for one data space: what `node` leaves open is
/// taken from `common` (may be null). Entries of `common` whose values are maps, other than `outward`,
/// belong to data spaces and are passed over. Throws InputError.
[[nodiscard]] NetworkSpec read_interconnect(const yaml::Node& node, const yaml::Node* common,
                                            const std::string& what);

}  // namespace nestwave
