// SPDX-License-Identifier: Apache-2.0
#include "tests/formats/good_texts.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

const Malformed kCases[] = {
    {"null", nullptr, nullptr, R"(architecture:
)",
     "in.yaml:1:1: error: the architecture must be a map (key: value)"},
    {"neither version", nullptr, nullptr, R"(architecture: {version: 0.4}
)",
     "in.yaml:1:15: error: the architecture has neither 'nodes' (version 0.4) nor 'subtree' (version 0.3)"},
    {"both versions", nullptr, nullptr, R"(architecture: {nodes: [], subtree: []}
)",
     "in.yaml:1:15: error: give 'nodes' (version 0.4) or 'subtree' (version 0.3), not both"},
    {"misspelt key", nullptr, nullptr, R"(architecture: {node: []}
)",
     "in.yaml:1:16: error: the architecture has no key 'node'; did you mean 'nodes'?"},
    {"unknown version", nullptr, nullptr, R"(architecture: {version: 1.0, nodes: []}
)",
     "in.yaml:1:25: error: version '1.0' is not known; it must be '0.2', '0.3' or '0.4'"},
    {"no components", nullptr, nullptr, R"(architecture: {nodes: [!Container {name: System}]}
)",
     "in.yaml:1:15: error: the architecture has no components"},
    {"no tag", kArchitecture, R"(- !Component
    name: DRAM)",
     "- name: DRAM",
     "in.yaml:5:5: error: this node needs a tag: '!Container', '!Component', '!Hierarchical', '!Parallel' or "
     "'!Nothing'"},
    {"misspelt tag", kArchitecture, "!Container", "!Contaner",
     "in.yaml:4:5: error: there is no node tag '!Contaner'; did you mean '!Container'?"},
    {"pipelined", kArchitecture, "- !Container {name: System}", "- !Pipelined {nodes: []}",
     "in.yaml:4:5: error: '!Pipelined' is not supported"},
    {"no name", kArchitecture, R"(- !Component
    name: DRAM
)",
     R"(- !Component
)",
     "in.yaml:5:5: error: this node has no 'name'"},
    {"no class", kArchitecture, R"(    class: DRAM
)",
     "", "in.yaml:5:5: error: component 'DRAM' has no 'class'"},
    {"same name twice", kArchitecture, "name: RegFile", "name: DRAM",
     "in.yaml:10:5: error: there are two components named 'DRAM'"},
    {"unknown class", kArchitecture, "{name: MAC, class: intmac}", R"({name: MAC, class: intmac}
  - !Component {name: Extra, class: zebra})",
     "in.yaml:15:5: error: class 'zebra' of Extra is neither a storage nor a compute class, and no depth is "
     "given"},
    {"no compute unit", kArchitecture, R"(  - !Component {name: MAC, class: intmac}
)",
     "",
     "in.yaml:10:5: error: the architecture has no compute unit: the innermost component RegFile is a "
     "storage level (class 'regfile')"},
    {"range in version 0.4", kArchitecture, "name: RegFile", R"(name: "RegFile[0..3]")",
     "in.yaml:11:11: error: ranges in names belong to version 0.3; write spatial: {meshX: N}"},
    {"dotted name", kArchitecture, "name: RegFile", "name: System.RegFile",
     "in.yaml:11:11: error: the name 'System.RegFile' holds a '.'; paths stand only in flattened "
     "architectures"},
    {"misspelt node key", kArchitecture, "attributes: {depth", "atributes: {depth",
     "in.yaml:13:5: error: this node has no key 'atributes'; did you mean 'attributes'?"},
    {"sparse", kArchitecture, R"(    class: DRAM
)",
     R"(    class: DRAM
    sparse_optimizations: {}
)",
     "in.yaml:8:5: error: 'sparse_optimizations' are not supported"},
    {"attributes a list", kArchitecture, "{depth: 64, width: 16}", "[depth, width]",
     "in.yaml:13:17: error: the attributes of RegFile must be a map (key: value)"},
    {"misspelt mesh", kArchitecture, "meshX: 4", "mesX: 4",
     "in.yaml:9:37: error: 'spatial' has no key 'mesX'; did you mean 'meshX'?"},
    {"mesh zero", kArchitecture, "meshX: 4", "meshX: 0",
     "in.yaml:9:44: error: meshX must be at least 1, not '0'"},
    {"mesh too large", kArchitecture, "meshX: 4", "meshX: 4194305",
     "in.yaml:9:44: error: meshX must be at most 4194304, not '4194305'"},
    {"too many instances", kArchitecture, "meshX: 4, meshY: 2", "meshX: 4000000, meshY: 2",
     "in.yaml:9:5: error: more than 4194304 instances"},
    {"depth zero", kArchitecture, "depth: 64", "depth: 0",
     "in.yaml:13:25: error: the depth must be at least 1, not '0'"},
    {"depth a word", kArchitecture, "depth: 64", "depth: many",
     "in.yaml:13:25: error: the depth must be a whole number, not 'many'"},
    {"depth too large", kArchitecture, "depth: 64", "depth: 9999999999999",
     "in.yaml:13:25: error: the depth must be at most 1099511627776, not '9999999999999'"},
    {"capacity twice", kArchitecture, "depth: 64", "depth: 64, entries: 64",
     "in.yaml:13:38: error: the capacity of RegFile is given twice (depth, entries, sizeKB)"},
    {"two spellings of one attribute", kArchitecture, "depth: 64", "depth: 64, memory_depth: 32",
     "in.yaml:13:43: error: 'memory_depth' and 'depth' mean the same; give only one of them"},
    {"no room for a word", kArchitecture, "depth: 64, width: 16", "depth: 1, width: 8, datawidth: 16",
     "in.yaml:10:5: error: RegFile has no room for a single word of 16 bits"},
    {"sizeKB without words", kArchitecture, "depth: 64, width: 16", "sizeKB: 2",
     "in.yaml:13:26: error: 'sizeKB' needs 'word_bits' to tell how many words that is"},
    {"negative bandwidth", kArchitecture, "depth: 64", "depth: 64, read_bandwidth: -1",
     "in.yaml:13:45: error: read_bandwidth must be a number such as 4, 0.25 or 3/4, not '-1'"},
    {"zero bandwidth", kArchitecture, "depth: 64", "depth: 64, read_bandwidth: 0",
     "in.yaml:13:45: error: read_bandwidth must be greater than zero, not '0'"},
    {"bandwidth not a number", kArchitecture, "depth: 64", "depth: 64, read_bandwidth: .nan",
     "in.yaml:13:45: error: read_bandwidth must be a number such as 4, 0.25 or 3/4, not '.nan'"},
    {"bandwidth too precise", kArchitecture, "depth: 64", "depth: 64, write_bandwidth: 0.12345678",
     "in.yaml:13:46: error: write_bandwidth must be a fraction with parts of at most 1000000, not "
     "'0.12345678'"},
    {"bandwidth by zero", kArchitecture, "depth: 64", "depth: 64, shared_bandwidth: 3/0",
     "in.yaml:13:47: error: shared_bandwidth must be greater than zero, not '3/0'"},
    {"bandwidth with a unit", kArchitecture, "depth: 64", "depth: 64, shared_bandwidth: 3GB",
     "in.yaml:13:47: error: shared_bandwidth must be a number such as 4, 0.25 or 3/4, not '3GB'"},
    {"buffering below one", kArchitecture, "depth: 64", "depth: 64, multiple_buffering: 0.5",
     "in.yaml:13:49: error: multiple_buffering must be at least 1"},
    {"nestwave misspelt", kArchitecture, "depth: 64", "depth: 64, nestwave: {latancy: 2}",
     "in.yaml:13:40: error: 'nestwave' on a storage level has no key 'latancy'; did you mean 'latency'?"},
    {"nestwave latency negative", kArchitecture, "depth: 64", "depth: 64, nestwave: {latency: -2}",
     "in.yaml:13:49: error: latency must be a whole number, not '-2'"},
    {"nestwave ready word", kArchitecture, "depth: 64", "depth: 64, nestwave: {ready: word}",
     "in.yaml:13:47: error: 'ready: word' is not supported yet"},
    {"nestwave ready unknown", kArchitecture, "depth: 64", "depth: 64, nestwave: {ready: tiles}",
     "in.yaml:13:47: error: 'ready' must be 'tile', not 'tiles'; did you mean 'tile'?"},
    {"nestwave room", kArchitecture, "depth: 64", "depth: 64, nestwave: {room: per-tile}",
     "in.yaml:13:46: error: 'room' must be 'shared' or 'per_data_space', not 'per-tile'"},
    {"nestwave padding", kArchitecture, "depth: 64", "depth: 64, nestwave: {padding: store}",
     "in.yaml:13:49: error: 'padding' must be 'free' or 'stored', not 'store'; did you mean 'stored'?"},
    {"nestwave reuse", kArchitecture, "depth: 64", "depth: 64, nestwave: {reuse: none}",
     "in.yaml:13:40: error: 'reuse' is not supported yet"},
    {"timing without a preset", kArchitecture, "depth: 64", "depth: 64, nestwave: {timing: {CL: 17}}",
     "in.yaml:13:48: error: 'timing' needs a 'preset' that its parameters change, as in {preset: ddr4_2400, "
     "CL: 19}"},
    {"timing outstanding zero", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {timing: {preset: hbm2, outstanding: 0}}",
     "in.yaml:13:76: error: 'outstanding' must be at least 1, not '0'"},
    {"nestwave prefetch zero", kArchitecture, "depth: 64", "depth: 64, nestwave: {prefetch_depth: 0}",
     "in.yaml:13:56: error: prefetch_depth must be at least 1, not '0'"},
    {"network kind", kArchitecture, "depth: 64", "depth: 64, nestwave: {network: {kind: buss}}",
     "in.yaml:13:56: error: 'kind' must be 'bus', 'multicast', 'systolic' or 'mesh', not 'buss'; did you "
     "mean 'bus'?"},
    {"network kind of sums", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {kind: reduction_tree}}",
     "in.yaml:13:56: error: a 'reduction_tree' carries sums outward only; write 'outward: {kind: "
     "reduction_tree}'"},
    {"network key of another kind", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {kind: bus, entry_x: 1}}",
     "in.yaml:13:61: error: 'entry_x' belongs to the kind 'mesh', 'network' is of the kind 'bus'"},
    {"network multicast", kArchitecture, "depth: 64", "depth: 64, nestwave: {network: {multicast: true}}",
     "in.yaml:13:50: error: what children share is for the policy to say (--policy "
     "resident,multicast=none), how it reaches them for the 'kind'; 'network' has no key 'multicast'"},
    {"network direction", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {kind: systolic, along: z}}",
     "in.yaml:13:73: error: 'along' must be 'auto', 'x', 'y' or 'xy', not 'z'"},
    {"network outward twice", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {outward_bandwidth: 2, outward: {bandwidth: 2}}}",
     "in.yaml:13:69: error: 'outward_bandwidth' and 'outward' both describe the network of sums outward"},
    {"network outward key", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {outward: {kind: mesh, outward_bandwidth: 2}}}",
     "in.yaml:13:72: error: 'outward' has no key 'outward_bandwidth'"},
    {"network key", kArchitecture, "depth: 64", "depth: 64, nestwave: {network: {bandwith: 2}}",
     "in.yaml:13:50: error: 'network' has no key 'bandwith'; did you mean 'bandwidth'?"},
    {"network key per data space", kArchitecture, "depth: 64",
     "depth: 64, nestwave: {network: {Inputs: {bandwith: 2}}}",
     "in.yaml:13:59: error: the network of Inputs has no key 'bandwith'; did you mean 'bandwidth'?"},
    {"network a word", kArchitecture, "depth: 64", "depth: 64, nestwave: {network: bus}",
     "in.yaml:13:49: error: 'network' must be a map (key: value)"},
    {"nestwave on a container", kArchitecture, "{name: PE, spatial",
     "{name: PE, attributes: {nestwave: {}}, spatial",
     "in.yaml:9:50: error: 'nestwave' belongs to a component, not to a container"},
    {"nestwave on the compute unit", kArchitecture, "{name: MAC, class: intmac}",
     "{name: MAC, class: intmac, attributes: {nestwave: {latency: 1}}}",
     "in.yaml:14:67: error: 'nestwave' on the compute unit has no key 'latency'"},
    {"cycle time", kArchitecture, "{name: System}", "{name: System, attributes: {global_cycle_seconds: 0}}",
     "in.yaml:4:66: error: global_cycle_seconds must be greater than zero"},
    {"range without an end", kOldArchitecture, "PE[0..7]", "PE[0..]",
     "in.yaml:8:13: error: the end of the range must be a whole number, not ''"},
    {"range backwards", kOldArchitecture, "PE[0..7]", "PE[7..0]",
     "in.yaml:8:13: error: the range in 'PE[7..0]' ends before it starts"},
    {"range as a count", kOldArchitecture, "PE[0..7]", "PE[8]",
     "in.yaml:8:13: error: a range must look like 'PE[0..15]', not 'PE[8]'"},
    {"range not closed", kOldArchitecture, "PE[0..7]", "PE[0..7",
     "in.yaml:8:13: error: a range must look like 'PE[0..15]', not 'PE[0..7'"},
    {"meshX does not divide", kOldArchitecture, R"(meshX: 4}}
      -)",
     R"(meshX: 3}}
      -)",
     "in.yaml:10:83: error: the 8 instances of RegFile cannot stand in rows of meshX 3"},
    {"meshY does not match", kOldArchitecture, "width: 16, meshX: 4", "width: 16, meshX: 4, meshY: 4",
     "in.yaml:10:93: error: meshX 4 and meshY '4' do not make the 8 instances of RegFile"},
    {"two subtrees", kOldArchitecture, R"(    subtree:
    - name: "PE[0..7]")",
     R"(    subtree:
    - name: other
    - name: "PE[0..7]")",
     "in.yaml:9:7: error: a second subtree beside the first is not supported"},
    {"local a word", kOldArchitecture, R"(    local:
    - {name: DRAM, class: DRAM, attributes: {width: 64, word-bits: 16}}
)",
     R"(    local: DRAM
)",
     "in.yaml:5:12: error: 'local' must be a list"},
};

class MalformedArchitecture : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedArchitecture, NamesThePlaceAndTheMistake) {
  EXPECT_EQ(message_of_text(text_of(GetParam())), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(, MalformedArchitecture, testing::ValuesIn(kCases), test_name);

}  // namespace
}  // namespace nestwave
