// SPDX-License-Identifier: Apache-2.0
#include "models/formats/component.h"

#include <algorithm>
#include <cctype>

#include "models/formats/nestwave_attributes.h"
#include "models/formats/spelling.h"

namespace nestwave {

namespace {

// Depth × width, depth × block and sizes below stay within 2^60.
constexpr std::uint64_t kMaxDepth = std::uint64_t{1} << 40;
constexpr std::uint64_t kMaxWidth = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxEntries = std::uint64_t{1} << 60;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool contains_any(const std::string& text, const std::vector<std::string_view>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&text](std::string_view part) { return text.find(part) != std::string::npos; });
}

std::uint64_t integer_or(const yaml::Node* node, const std::string& what, std::uint64_t most,
                         std::uint64_t otherwise) {
  return node ? yaml::integer_of(*node, what, 1, most) : otherwise;
}

void set_rational(std::optional<Rational>& target, const yaml::Node* node, const std::string& what) {
  if (node) target = yaml::rational_of(*node, what);
}

/// Capacity and block size in words. Widths are in bits; a word is word_bits wide, else the whole width.
void read_size(const ComponentText& component, StorageLevel& level) {
  const yaml::Node* width_node = component.attribute({"width", "memory_width"});
  const std::uint64_t width = integer_or(width_node, "the width", kMaxWidth, 0);
  const std::uint64_t word_bits =
      integer_or(component.inherited_attribute({"word_bits", "datawidth", "word_width"}), "the word width",
                 kMaxWidth, width);
  const yaml::Node* block = component.attribute({"block_size", "n_words"});
  const std::uint64_t cluster =
      integer_or(component.attribute({"cluster_size"}), "cluster_size", kMaxWidth, 1);
  const std::uint64_t words_across = width == 0 ? 1 : std::max<std::uint64_t>(1, width / word_bits / cluster);
  level.word_bits = word_bits;
  level.block_size = integer_or(block, "block_size", kMaxWidth, words_across);

  const yaml::Node* depth = component.attribute({"depth", "memory_depth"});
  const yaml::Node* entries = component.attribute({"entries"});
  const yaml::Node* kilobytes = component.attribute({"sizeKB"});
  const yaml::Node* second = depth && entries ? entries : kilobytes;
  if (second && (depth || entries) && second != depth)
    yaml::fail(*second, "the capacity of " + component.name + " is given twice (depth, entries, sizeKB)");
  if (depth) {
    const std::uint64_t rows = yaml::integer_of(*depth, "the depth", 1, kMaxDepth);
    level.capacity_words = width > 0 ? rows * width / word_bits : rows * level.block_size;
  } else if (entries) {
    level.capacity_words = yaml::integer_of(*entries, "'entries'", 1, kMaxEntries);
  } else if (kilobytes) {
    if (word_bits == 0) yaml::fail(*kilobytes, "'sizeKB' needs 'word_bits' to tell how many words that is");
    const Rational bits = yaml::rational_of(*kilobytes, "'sizeKB'") * std::int64_t{1024 * 8};
    level.capacity_words = static_cast<std::uint64_t>(bits.numerator() / bits.denominator()) / word_bits;
  }
  if (level.capacity_words == 0)
    throw InputError(component.where, component.name + " has no room for a single word of " +
                                          std::to_string(word_bits) + " bits");
}

}  // namespace

const yaml::Node* ComponentText::attribute(const std::vector<std::string_view>& spellings) const {
  return attributes ? attributes->find_any(spellings) : nullptr;
}

const yaml::Node* ComponentText::inherited_attribute(const std::vector<std::string_view>& spellings) const {
  if (const yaml::Node* own = attribute(spellings)) return own;
  for (auto around = inherited.rbegin(); around != inherited.rend(); ++around)
    if (const yaml::Node* found = (*around)->find_any(spellings)) return found;
  return nullptr;
}

void UnusedAttributes::collect(const std::string& owner, const yaml::Node* attributes,
                               const std::vector<std::string>& used) {
  if (!attributes) return;
  for (const yaml::Node::Entry& entry : attributes->entries) {
    const std::string key = yaml::normalized(entry.key);
    if (std::find(used.begin(), used.end(), key) != used.end()) continue;
    if (strict_)
      throw InputError(entry.where, "attribute " + in_quotes(entry.key) + " of " + owner + " is not used" +
                                        did_you_mean(key, used));
    list_.push_back(owner + "." + entry.key);
  }
}

const std::vector<std::string>& storage_attributes() {
  static const std::vector<std::string> names = {
      "depth",     "width",      "memory_depth",   "memory_width",      "datawidth",
      "word_bits", "word_width", "block_size",     "n_words",           "cluster_size",
      "entries",   "sizeKB",     "read_bandwidth", "write_bandwidth",   "shared_bandwidth",
      "meshX",     "meshY",      "nestwave",       "multiple_buffering"};
  return names;
}

const std::vector<std::string>& compute_attributes() {
  static const std::vector<std::string> names = {"meshX", "meshY", "nestwave"};
  return names;
}

const std::vector<std::string>& container_attributes() {
  static const std::vector<std::string> names = {"meshX",     "meshY",      "datawidth",
                                                 "word_bits", "word_width", "global_cycle_seconds"};
  return names;
}

Role role_of(const ComponentText& component) {
  const std::string kind = lower(component.component_class + " " + component.subclass);
  if ((kind.find("mac") != std::string::npos && kind.find("macro") == std::string::npos) ||
      kind.find("compute") != std::string::npos)
    return Role::compute;
  if (contains_any(kind, {"sram", "dram", "regfile", "register", "storage", "buffer", "spad", "scratchpad",
                          "memory", "cache", "fifo", "latch"}) ||
      component.attribute({"depth"}) || component.attribute({"memory_depth"}) ||
      component.attribute({"entries"}) || component.attribute({"sizeKB"}))
    return Role::storage;
  if (contains_any(kind, {"noc", "network", "router", "wire", "bus", "crossbar", "xbar", "adder",
                          "multiplier", "bitwise", "shift", "mux", "crossing", "converter", "adc", "dac"}))
    return Role::other;
  throw InputError(component.where, "class " + in_quotes(component.component_class) + " of " +
                                        component.name +
                                        " is neither a storage nor a compute class, and no depth is given");
}

StorageLevel read_storage(const ComponentText& component, UnusedAttributes& unused,
                          std::vector<DataSpaceMention>& mentioned) {
  StorageLevel level;
  level.name = component.name;
  level.path = component.path;
  level.component_class = component.component_class;
  level.mesh_x = component.mesh_x;
  level.mesh_y = component.mesh_y;
  level.where = component.where;
  read_size(component, level);
  set_rational(level.read_bandwidth, component.attribute({"read_bandwidth"}), "read_bandwidth");
  set_rational(level.write_bandwidth, component.attribute({"write_bandwidth"}), "write_bandwidth");
  set_rational(level.shared_bandwidth, component.attribute({"shared_bandwidth"}), "shared_bandwidth");
  if (const yaml::Node* buffering = component.attribute({"multiple_buffering"})) {
    level.multiple_buffering = yaml::rational_of(*buffering, "multiple_buffering");
    if (level.multiple_buffering < 1) yaml::fail(*buffering, "multiple_buffering must be at least 1");
  }
  if (const yaml::Node* own = component.attribute({"nestwave"})) read_nestwave(*own, level, mentioned);
  read_constraints(component, level, unused);
  unused.collect(component.name, component.attributes, storage_attributes());
  return level;
}

ComputeUnit read_compute(const ComponentText& component, UnusedAttributes& unused) {
  ComputeUnit unit;
  unit.name = component.name;
  unit.path = component.path;
  unit.component_class = component.component_class;
  unit.mesh_x = component.mesh_x;
  unit.mesh_y = component.mesh_y;
  unit.where = component.where;
  if (const yaml::Node* own = component.attribute({"nestwave"})) read_nestwave(*own, unit);
  if (component.constraints) unused.note(component.name + ".constraints");
  unused.collect(component.name, component.attributes, compute_attributes());
  return unit;
}

}  // namespace nestwave
