// SPDX-License-Identifier: Apache-2.0
// From text to tree, through yaml-cpp's events: places are kept, aliases are expanded with a limit.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "models/formats/spelling.h"
#include "models/formats/yaml.h"

namespace nestwave::yaml {

namespace {

constexpr std::size_t kMaxDocuments = 64;

Location location_of(const Source& source, const YAML::Mark& mark) {
  if (mark.is_null()) return source.whole();
  return source.at(mark.line + 1, mark.column + 1);
}

struct Extent {
  std::size_t nodes = 1;
  std::size_t depth = 0;  ///< lists and maps inside each other
};

Extent extent_of(const Node& node) {
  Extent extent;
  const auto add = [&extent](const Extent& part) {
    extent.nodes += part.nodes;
    extent.depth = std::max(extent.depth, part.depth);
  };
  for (const Node& item : node.items) add(extent_of(item));
  for (const Node::Entry& entry : node.entries) add(extent_of(entry.value));
  if (node.is_sequence() || node.is_map()) ++extent.depth;
  return extent;
}

/// "$depth$": left for a script to fill in.
bool is_placeholder(std::string_view text) {
  return text.size() > 2 && text.front() == '$' && text.back() == '$' &&
         std::all_of(text.begin() + 1, text.end() - 1,
                     [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

/// Builds the tree of one document.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const Source& source) : source_(source) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {
    root_ = Node{};
    anchors_.clear();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    complete(make(Kind::null, mark, ""), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = make(Kind::scalar, mark, tag);
    if (is_placeholder(value))
      throw InputError(node.where,
                       in_quotes(value) + " is a placeholder; fill in the template and give the result");
    node.text = value;
    complete(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw InputError(location_of(source_, mark), "this alias stands inside the node that it repeats");
    const Extent extent = extent_of(found->second);
    add_nodes(extent.nodes, location_of(source_, mark));
    require_depth(open_.size() + extent.depth, location_of(source_, mark));
    complete(Node(found->second), 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(make(Kind::sequence, mark, tag), anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(make(Kind::map, mark, tag), anchor);
  }
  void OnMapEnd() override {
    merge_defaults(open_.back().node);
    close();
  }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key;     ///< read, waiting for its value
    std::set<std::string> seen;  ///< keys so far, normalized
  };

  Node make(Kind kind, const YAML::Mark& mark, const std::string& tag) {
    Node node;
    node.kind = kind;
    node.where = location_of(source_, mark);
    // yaml-cpp reports "?" for plain and "!" for quoted nodes; YAML's own types change nothing here.
    if (tag != "?" && tag != "!" && !tag.starts_with("tag:yaml.org,2002:")) node.tag = tag;
    add_nodes(1, node.where);
    return node;
  }

  void add_nodes(std::size_t more, const Location& where) {
    nodes_ += more;
    if (nodes_ > kMaxNodes)
      throw InputError(where, "the file holds more than " + std::to_string(kMaxNodes) + " YAML nodes");
  }

  static void require_depth(std::size_t depth, const Location& where) {
    if (depth > kMaxDepth)
      throw InputError(where, "more than " + std::to_string(kMaxDepth) + " nested lists and maps");
  }

  void open(Node node, YAML::anchor_t anchor) {
    require_depth(open_.size() + 1, node.where);
    open_.push_back({std::move(node), anchor, std::nullopt, {}});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    complete(std::move(done.node), done.anchor);
  }

  void complete(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) {
      add_nodes(extent_of(node).nodes, node.where);
      anchors_[anchor] = node;
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_sequence()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      if (!node.is_scalar()) throw InputError(node.where, "a key must be a word");
      if (!parent.seen.insert(normalized(node.text)).second)
        throw InputError(node.where, "the key " + in_quotes(node.text) + " is given twice");
      parent.key = std::move(node);
    } else {
      // Nothing has no place of its own: it is missing at its key.
      if (node.is_null()) node.where = parent.key->where;
      parent.node.entries.push_back({parent.key->text, parent.key->where, std::move(node)});
      parent.key.reset();
    }
  }

  /// "<<: *defaults" adds what the map itself does not say; "<<<" does the same in the maps inside it.
  static void merge_defaults(Node& map) {
    for (const bool deep : {false, true}) {
      const std::string_view key = deep ? "<<<" : "<<";
      const auto found = std::find_if(map.entries.begin(), map.entries.end(),
                                      [key](const Node::Entry& entry) { return entry.key == key; });
      if (found == map.entries.end()) continue;
      Node merge = std::move(found->value);
      map.entries.erase(found);
      std::vector<Node> sources;
      if (merge.is_sequence())
        sources = std::move(merge.items);
      else
        sources.push_back(std::move(merge));
      for (Node& source : sources) {
        require_map(source, "the value of " + in_quotes(key));
        add_missing(map, std::move(source), deep);
      }
    }
  }

  static void add_missing(Node& map, Node defaults, bool deep) {
    std::map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < map.entries.size(); ++i) at.emplace(normalized(map.entries[i].key), i);
    for (Node::Entry& entry : defaults.entries) {
      const auto own = at.find(normalized(entry.key));
      if (own == at.end()) {
        map.entries.push_back(std::move(entry));
      } else if (deep) {
        Node& value = map.entries[own->second].value;
        if (value.is_map() && entry.value.is_map()) add_missing(value, std::move(entry.value), deep);
      }
    }
  }

  const Source& source_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t nodes_ = 0;
};

/// YAML is text: a zero byte or another control character means that this is something else.
void require_text(const Source& source) {
  int line = 1;
  int column = 1;
  for (const char c : source.text()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')
      throw InputError(source.at(line, column), "this is not a text file");
    if (c == '\n') {
      ++line;
      column = 0;
    }
    ++column;
  }
}

/// The most common cause of a message that yaml-cpp words otherwise.
std::string tab_hint(const std::string& text, int line) {
  std::istringstream lines(text);
  std::string content;
  for (int number = 0; number <= line; ++number) std::getline(lines, content);
  const std::size_t first = content.find_first_not_of(' ');
  return first != std::string::npos && content[first] == '\t' ? " (a tab; indent with spaces)" : "";
}

/// Timeloop's example designs are templates that another tool expands.
void refuse_template(const Source& source) {
  std::istringstream lines(source.text());
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::size_t comment = line.find('#');
    const std::size_t at = std::min(line.find("{{"), line.find("{%"));
    if (at != std::string::npos && at < comment)
      throw InputError(source.at(number, static_cast<int>(at) + 1),
                       "this is a Jinja template; expand it first and give the result");
  }
}

}  // namespace

std::vector<Node> parse(const Source& source) {
  require_text(source);
  refuse_template(source);
  std::istringstream stream(source.text());
  std::vector<Node> documents;
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder(source);
    for (std::size_t count = 0; parser.HandleNextDocument(builder); ++count) {
      if (count == kMaxDocuments)
        throw InputError(source.whole(), "more than " + std::to_string(kMaxDocuments) + " YAML documents");
      Node document = builder.take();
      if (!document.is_null()) documents.push_back(std::move(document));
    }
  } catch (const YAML::Exception& error) {
    throw InputError(location_of(source, error.mark),
                     "not valid YAML: " + error.msg + tab_hint(source.text(), error.mark.line));
  }
  return documents;
}

}  // namespace nestwave::yaml
