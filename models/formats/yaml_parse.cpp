// SPDX-License-Identifier: Apache-2.0
// From text to tree, through yaml-cpp's events: places are kept, aliases are expanded with a limit.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "models/formats/spelling.h"
#include "models/formats/text_file.h"
#include "models/formats/yaml.h"

namespace nestwave::yaml {

namespace {

constexpr std::size_t kMaxDocuments = 64;

using FileName = std::shared_ptr<const std::string>;

Location location_of(const FileName& file, const YAML::Mark& mark) {
  if (mark.is_null()) return {file, 0, 0};
  return {file, mark.line + 1, mark.column + 1};
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

/// Builds the tree of one document.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(FileName file) : file_(std::move(file)) {}

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
    node.text = value;
    complete(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw InputError(location_of(file_, mark), "this alias stands inside the node that it repeats");
    const Extent extent = extent_of(found->second);
    add_nodes(extent.nodes, location_of(file_, mark));
    require_depth(open_.size() + extent.depth, location_of(file_, mark));
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
    node.where = location_of(file_, mark);
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

  /// YAML's merge key: "<<: *defaults" adds what the map itself does not say.
  static void merge_defaults(Node& map) {
    Node* merge = map.find("<<");
    if (!merge) return;
    std::vector<Node> sources = merge->is_sequence() ? std::move(merge->items) : std::vector<Node>{*merge};
    std::erase_if(map.entries, [](const Node::Entry& entry) { return entry.key == "<<"; });
    for (const Node& source : sources) {
      require_map(source, "the value of '<<'");
      for (const Node::Entry& entry : source.entries)
        if (!map.find(entry.key)) map.entries.push_back(entry);
    }
  }

  FileName file_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t nodes_ = 0;
};

/// YAML is text: a zero byte or another control character means that this is something else.
void require_text(const std::string& text, const FileName& file) {
  int line = 1;
  int column = 1;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t')
      throw InputError({file, line, column}, "this is not a text file");
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
void refuse_template(const std::string& text, const FileName& file) {
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const std::size_t comment = line.find('#');
    const std::size_t at = std::min(line.find("{{"), line.find("{%"));
    if (at != std::string::npos && at < comment)
      throw InputError({file, number, static_cast<int>(at) + 1},
                       "this is a Jinja template; expand it first and give the result");
  }
}

}  // namespace

std::vector<Node> parse_text(const std::string& text, const std::string& file_name) {
  const auto file = std::make_shared<const std::string>(file_name);
  require_text(text, file);
  refuse_template(text, file);
  std::istringstream stream(text);
  std::vector<Node> documents;
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder(file);
    for (std::size_t count = 0; parser.HandleNextDocument(builder); ++count) {
      if (count == kMaxDocuments)
        throw InputError({file, 0, 0}, "more than " + std::to_string(kMaxDocuments) + " YAML documents");
      Node document = builder.take();
      if (!document.is_null()) documents.push_back(std::move(document));
    }
  } catch (const YAML::Exception& error) {
    throw InputError(location_of(file, error.mark),
                     "not valid YAML: " + error.msg + tab_hint(text, error.mark.line));
  }
  return documents;
}

std::vector<Node> parse_file(const std::filesystem::path& path) {
  const std::string name = path.string();
  if (name.ends_with(".map.txt"))
    throw InputError({std::make_shared<const std::string>(name), 0, 0},
                     "loop nests as timeloop-mapper prints them are not supported yet");
  return parse_text(read_text_file(path), name);
}

}  // namespace nestwave::yaml
