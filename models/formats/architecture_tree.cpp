// SPDX-License-Identifier: Apache-2.0
#include "models/formats/architecture_tree.h"

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

/// What holds at one point of the tree for everything further in.
struct Scope {
  std::string path;  ///< "System.Chip.", or empty
  std::vector<const yaml::Node*> attributes;
  std::uint64_t mesh_x = 1;
  std::uint64_t mesh_y = 1;
};

std::uint64_t multiplied(std::uint64_t a, std::uint64_t b, const Location& where) {
  if (a > kMaxMesh / b) throw InputError(where, "more than " + std::to_string(kMaxMesh) + " instances");
  return a * b;
}

const yaml::Node* attributes_of(const yaml::Node& node, const std::string& name) {
  const yaml::Node* attributes = node.find("attributes");
  if (!attributes || attributes->is_null()) return nullptr;
  return &yaml::require_map(*attributes, "the attributes of " + name);
}

std::string name_of(const yaml::Node& node) {
  const yaml::Node* name = node.find("name");
  if (!name) yaml::fail(node, "this node has no 'name'");
  const std::string& text = yaml::text_of(*name, "a name");
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']');
  if (text.substr(0, open).find('.') != std::string::npos ||
      (close != std::string::npos && text.find('.', close) != std::string::npos))
    yaml::fail(*name,
               "the name " + in_quotes(text) + " holds a '.'; paths stand only in flattened architectures");
  return text;
}

void require_node_keys(const yaml::Node& node, std::vector<std::string> legal) {
  for (const yaml::Node::Entry& entry : node.entries)
    if (yaml::normalized(entry.key) == "sparse_optimizations")
      throw InputError(entry.where, "'sparse_optimizations' are not supported");
  yaml::require_known_keys(node, "this node", legal);
}

ComponentText component_from(const yaml::Node& node, const std::string& name, const Scope& scope) {
  ComponentText component;
  component.name = without_range(name);
  component.path = scope.path + name;
  component.where = node.where;
  const yaml::Node* kind = node.find("class");
  if (!kind) yaml::fail(node, "component " + in_quotes(name) + " has no 'class'");
  component.component_class = yaml::text_of(*kind, "the class");
  if (const yaml::Node* subclass = node.find("subclass"))
    component.subclass = yaml::text_of(*subclass, "the subclass");
  component.attributes = attributes_of(node, name);
  component.constraints = node.find("constraints");
  component.inherited = scope.attributes;
  return component;
}

// ---------------------------------------------------------------- version 0.4

class NodesReader {
 public:
  explicit NodesReader(ComponentTree& tree) : tree_(tree) {}

  /// `scope` changes along the list: a container holds everything after it.
  void read_list(const yaml::Node& list, Scope scope) {
    for (const yaml::Node& node : yaml::require_sequence(list, "'nodes'").items) read_node(node, scope);
  }

 private:
  void read_node(const yaml::Node& node, Scope& scope) {
    const std::vector<std::string> known = {"!Container", "!Component", "!Hierarchical", "!Parallel",
                                            "!Nothing"};
    if (node.tag == "!Container") {
      read_container(node, scope);
    } else if (node.tag == "!Component") {
      read_component(node, scope);
    } else if (node.tag == "!Hierarchical") {
      read_list(inside_of(node), scope);
    } else if (node.tag == "!Parallel") {
      read_branches(inside_of(node), scope);
    } else if (node.tag == "!Pipelined") {
      yaml::fail(node, "'!Pipelined' is not supported");
    } else if (node.tag.empty()) {
      yaml::fail(node, "this node needs a tag: " + one_of(known));
    } else if (node.tag != "!Nothing") {
      yaml::fail(node, "there is no node tag " + in_quotes(node.tag) + did_you_mean(node.tag, known));
    }
  }

  static const yaml::Node& inside_of(const yaml::Node& node) {
    yaml::require_known_keys(node, "this node", {"nodes", "constraints", "name"});
    const yaml::Node* nodes = node.find("nodes");
    if (!nodes) yaml::fail(node, "this node has no 'nodes'");
    return *nodes;
  }

  /// Storages side by side become a chain in file order; what one branch sets ends with it.
  void read_branches(const yaml::Node& list, const Scope& scope) {
    for (const yaml::Node& branch : yaml::require_sequence(list, "'nodes'").items) {
      if (branch.tag == "!Container")
        yaml::fail(branch,
                   "a container directly inside '!Parallel' holds nothing; put it into '!Hierarchical'");
      Scope own = scope;
      read_node(branch, own);
    }
  }

  void read_container(const yaml::Node& node, Scope& scope) {
    require_node_keys(node, {"name", "attributes", "spatial", "constraints", "class", "subclass"});
    ContainerText container = begin(node);
    if (node.find("constraints")) tree_.unread.push_back(container.name + ".constraints");
    if (container.attributes) {
      if (const yaml::Node* own = container.attributes->find("nestwave"))
        yaml::fail(*own, "'nestwave' belongs to a component, not to a container");
      scope.attributes.push_back(container.attributes);
    }
    spread(container, scope);
    scope.path += container.name + ".";
    if (tree_.name.empty()) tree_.name = container.name;
    tree_.containers.push_back(std::move(container));
  }

  void read_component(const yaml::Node& node, Scope& scope) {
    require_node_keys(
        node, {"name", "class", "subclass", "attributes", "spatial", "constraints", "required_actions"});
    ContainerText own = begin(node);
    own.is_container = false;
    spread(own, scope);
    ComponentText component = component_from(node, own.name, scope);
    component.mesh_x = scope.mesh_x;
    component.mesh_y = scope.mesh_y;
    // A spatial directive that names a storage level means the fan-out below it, so only a
    // compute unit can be named for a fan-out of its own.
    if (role_of(component) == Role::compute && own.mesh_x * own.mesh_y > 1) tree_.containers.push_back(own);
    tree_.components.push_back(std::move(component));
  }

  ContainerText begin(const yaml::Node& node) {
    ContainerText container;
    container.name = name_of(node);
    if (container.name.find('[') != std::string::npos)
      yaml::fail(*node.find("name"), "ranges in names belong to version 0.3; write spatial: {meshX: N}");
    container.where = node.where;
    container.components_before = tree_.components.size();
    container.attributes = attributes_of(node, container.name);
    if (const yaml::Node* spatial = node.find("spatial")) {
      yaml::require_known_keys(*spatial, "'spatial'", {"meshX", "meshY"});
      if (const yaml::Node* x = spatial->find("meshX"))
        container.mesh_x = yaml::integer_of(*x, "meshX", 1, kMaxMesh);
      if (const yaml::Node* y = spatial->find("meshY"))
        container.mesh_y = yaml::integer_of(*y, "meshY", 1, kMaxMesh);
    }
    return container;
  }

  static void spread(const ContainerText& container, Scope& scope) {
    scope.mesh_x = multiplied(scope.mesh_x, container.mesh_x, container.where);
    scope.mesh_y = multiplied(scope.mesh_y, container.mesh_y, container.where);
    multiplied(scope.mesh_x, scope.mesh_y, container.where);
  }

  ComponentTree& tree_;
};

// ---------------------------------------------------------------- version 0.3

/// Instances that "name[first..last]" stands for, both ends included; 1 without a range.
std::uint64_t range_of(const yaml::Node& name) {
  const std::string& text = name.text;
  const std::size_t open = text.find('[');
  if (open == std::string::npos) return 1;
  const std::size_t dots = text.find("..", open);
  if (open == 0 || dots == std::string::npos || text.back() != ']')
    yaml::fail(name, "a range must look like 'PE[0..15]', not " + in_quotes(text));
  yaml::Node part = name;
  part.text = text.substr(open + 1, dots - open - 1);
  const std::uint64_t first = yaml::integer_of(part, "the start of the range", 0, kMaxMesh);
  part.text = text.substr(dots + 2, text.size() - dots - 3);
  const std::uint64_t last = yaml::integer_of(part, "the end of the range", 0, kMaxMesh);
  if (last < first) yaml::fail(name, "the range in " + in_quotes(text) + " ends before it starts");
  return last - first + 1;
}

class SubtreeReader {
 public:
  explicit SubtreeReader(ComponentTree& tree) : tree_(tree) {}

  /// `scope.mesh_x` counts instances here; how they stand in x and y is each component's attribute.
  void read(const yaml::Node& node, const Scope& scope) {
    if (const yaml::Node* local = node.find("local"))
      for (const yaml::Node& component : yaml::require_sequence(*local, "'local'").items)
        read_local(component, scope);
    const yaml::Node* subtree = node.find("subtree");
    if (!subtree) return;
    if (subtree->is_map()) {
      read_container(*subtree, scope);
      return;
    }
    const std::vector<yaml::Node>& list = yaml::require_sequence(*subtree, "'subtree'").items;
    if (list.size() > 1) yaml::fail(list[1], "a second subtree beside the first is not supported");
    for (const yaml::Node& container : list) read_container(container, scope);
  }

 private:
  void read_container(const yaml::Node& node, Scope scope) {
    require_node_keys(node, {"name", "attributes", "local", "subtree"});
    ContainerText container;
    const std::string name = name_of(node);
    container.name = without_range(name);
    container.where = node.where;
    container.components_before = tree_.components.size();
    container.attributes = attributes_of(node, container.name);
    scope.mesh_x = multiplied(scope.mesh_x, range_of(*node.find("name")), node.where);
    if (container.attributes) scope.attributes.push_back(container.attributes);
    scope.path += name + ".";
    if (tree_.name.empty()) tree_.name = container.name;
    tree_.containers.push_back(std::move(container));
    read(node, scope);
  }

  void read_local(const yaml::Node& node, const Scope& scope) {
    require_node_keys(node, {"name", "class", "subclass", "attributes", "constraints", "required_actions"});
    const std::string name = name_of(node);
    ComponentText component = component_from(node, name, scope);
    const std::uint64_t instances = multiplied(scope.mesh_x, range_of(*node.find("name")), node.where);
    arrange(component, instances);
    tree_.components.push_back(std::move(component));
  }

  /// meshX instances stand side by side in as many rows as it takes.
  void arrange(ComponentText& component, std::uint64_t instances) {
    const yaml::Node* x = component.inherited_attribute({"meshX"});
    const yaml::Node* y = component.inherited_attribute({"meshY"});
    if (x) {
      component.mesh_x = yaml::integer_of(*x, "meshX", 1, kMaxMesh);
      if (instances % component.mesh_x != 0)
        yaml::fail(*x, "the " + std::to_string(instances) + " instances of " + component.name +
                           " cannot stand in rows of meshX " + std::to_string(component.mesh_x));
    } else if (!tree_.components.empty() &&
               tree_.components.back().mesh_x * tree_.components.back().mesh_y == instances) {
      // As many as of the level before: one each, so they stand as that level does.
      component.mesh_x = tree_.components.back().mesh_x;
    } else {
      component.mesh_x = instances;
    }
    component.mesh_y = instances / component.mesh_x;
    if (y && yaml::integer_of(*y, "meshY", 1, kMaxMesh) != component.mesh_y)
      yaml::fail(*y, "meshX " + std::to_string(component.mesh_x) + " and meshY " + in_quotes(y->text) +
                         " do not make the " + std::to_string(instances) + " instances of " + component.name);
  }

  ComponentTree& tree_;
};

}  // namespace

std::string without_range(const std::string& name) {
  return name.substr(0, name.find('['));
}

ComponentTree read_component_tree(const yaml::Node& architecture) {
  ComponentTree tree;
  yaml::require_known_keys(architecture, "the architecture", {"version", "nodes", "subtree", "local"});
  yaml::require_known_version(architecture);
  const yaml::Node* nodes = architecture.find("nodes");
  if (nodes && (architecture.find("subtree") || architecture.find("local")))
    yaml::fail(architecture, "give 'nodes' (version 0.4) or 'subtree' (version 0.3), not both");
  if (nodes)
    NodesReader(tree).read_list(*nodes, Scope{});
  else if (architecture.find("subtree") || architecture.find("local"))
    SubtreeReader(tree).read(architecture, Scope{});
  else
    yaml::fail(architecture,
               "the architecture has neither 'nodes' (version 0.4) nor 'subtree' (version 0.3)");
  return tree;
}

}  // namespace nestwave
