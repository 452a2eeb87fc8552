// SPDX-License-Identifier: Apache-2.0
// YAML as a plain tree in which every node knows its place. Numbers are read strictly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/error.h"
#include "models/formats/source.h"
#include "models/time.h"

namespace nestwave::yaml {

/// Limits on what one file may hold, beside its size; beyond them it is refused.
inline constexpr std::size_t kMaxNodes = 1'000'000;  ///< with aliases expanded
inline constexpr std::size_t kMaxDepth = 64;

enum class Kind { null, scalar, sequence, map };

/// One node. A map keeps the order of the file; keys are scalars and unique.
/// In look-ups '-' and '_' are the same letter.
struct Node {
  struct Entry;

  Kind kind = Kind::null;
  std::string tag;   ///< "!Container"; empty if none was written
  std::string text;  ///< of a scalar
  std::vector<Node> items;
  std::vector<Entry> entries;
  Location where;

  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::sequence; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }

  /// The value of that key, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  /// The same for several spellings of one thing; two of them that say different things are an error.
  [[nodiscard]] const Node* find_any(const std::vector<std::string_view>& keys) const;
};

struct Node::Entry {
  std::string key;
  Location where;  ///< of the key
  Node value;
};

/// The documents of one file; throws InputError on anything that is not YAML.
[[nodiscard]] std::vector<Node> parse(const Source& source);

/// '-' → '_'.
[[nodiscard]] std::string normalized(std::string_view key);

// Typed reading. `what` names the thing in the message: "<what> must be a whole number, not 'x'".
[[noreturn]] void fail(const Node& node, const std::string& message);
const Node& require_map(const Node& node, const std::string& what);
const Node& require_sequence(const Node& node, const std::string& what);
[[nodiscard]] const std::string& text_of(const Node& node, const std::string& what);
[[nodiscard]] std::uint64_t integer_of(const Node& node, const std::string& what, std::uint64_t least,
                                       std::uint64_t most);
/// "3", "0.25", "1e-2", "3/4"; greater than zero, numerator and denominator at most 10^6.
[[nodiscard]] Rational rational_of(const Node& node, const std::string& what);
/// A finite decimal number, at least zero.
[[nodiscard]] double decimal_of(const Node& node, const std::string& what);
[[nodiscard]] bool boolean_of(const Node& node, const std::string& what);

/// Every key must be one of `legal`; the error names the nearest.
void require_known_keys(const Node& map, const std::string& what, const std::vector<std::string>& legal);
/// A `version`, if there is one, must be one that the readers know.
void require_known_version(const Node& map);

}  // namespace nestwave::yaml
