// SPDX-License-Identifier: Apache-2.0
// Area tables, and architectures as Accelergy flattens them.
#include <gtest/gtest.h>

#include "models/formats/inputs.h"
#include "tests/formats/malformed.h"

namespace nestwave {
namespace {

TEST(AreaTable, ReadsListsAndMaps) {
  for (const char* text :
       {"ART: {version: 0.3, tables: [{name: 'S.P[0..3].R', area: 187.84}, {name: S.D, area: 1}]}\n",
        "ART: {version: 0.4, tables: [{name: 'S.P[0..3].R', area: 187.84}, {name: S.D, area: 1}]}\n",
        "ART: {version: 0.2, tables: {'S.P[0..3].R': 187.84, S.D: {area: 1}}}\n"}) {
    const Inputs inputs = read_texts({{"in.yaml", text}});
    ASSERT_TRUE(inputs.area.has_value()) << text;
    ASSERT_EQ(inputs.area->components.size(), 2u) << text;
    EXPECT_EQ(inputs.area->components[0].path, "S.P[0..3].R");
    EXPECT_DOUBLE_EQ(inputs.area->components[0].area_um2, 187.84);
    EXPECT_DOUBLE_EQ(inputs.area->components[1].area_um2, 1);
    EXPECT_EQ(inputs.not_used, std::vector<std::string>{"ART"});
  }
}

constexpr const char* kTree = R"(architecture:
  version: 0.3
  subtree:
  - name: System
    local:
    - {name: Memory, class: DRAM, attributes: {width: 64, word-bits: 8}}
    subtree:
    - name: Chip
      local:
      - {name: Buffer, class: storage, subclass: smartbuffer, attributes: {depth: 12, width: 16, word-bits: 8}}
      subtree:
      - name: "PE[0..15]"
        local:
        - {name: RegFile, class: regfile, attributes: {depth: 16, width: 8, meshX: 4}}
        - {name: MAC, class: intmac, attributes: {meshX: 4}}
)";

/// The same, as a program of Accelergy's kind writes it: innermost first, defaults filled in.
constexpr const char* kFlattened = R"(architecture:
  version: 0.3
  local:
  - {name: "System.Chip.PE[0..15].MAC", class: intmac, attributes: {meshX: 4, technology: 45nm}}
  - {name: "System.Chip.PE[0..15].RegFile", class: regfile, attributes: {depth: 16, width: 8, meshX: 4}}
  - name: System.Chip.Buffer
    class: storage
    subclass: smartbuffer
    attributes: {depth: 12, memory_depth: 12, width: 16, memory_width: 16, word-bits: 8}
  - {name: System.Memory, class: DRAM, attributes: {width: 64, word-bits: 8}}
)";

TEST(FlattenedArchitecture, IsTheTreeThatItCameFrom) {
  const Architecture tree = *read_texts({{"in.yaml", kTree}}).architecture;
  const Architecture flat = *read_texts({{"in.yaml", kFlattened}}).architecture;
  EXPECT_EQ(flat.name, tree.name);
  ASSERT_EQ(flat.levels.size(), tree.levels.size());
  for (std::size_t l = 0; l < tree.levels.size(); ++l) {
    EXPECT_EQ(flat.levels[l].path, tree.levels[l].path);
    EXPECT_EQ(flat.levels[l].capacity_words, tree.levels[l].capacity_words);
    EXPECT_EQ(flat.levels[l].block_size, tree.levels[l].block_size);
    EXPECT_EQ(flat.levels[l].mesh_x, tree.levels[l].mesh_x);
    EXPECT_EQ(flat.levels[l].mesh_y, tree.levels[l].mesh_y);
  }
  EXPECT_EQ(flat.compute.path, "System.Chip.PE[0..15].MAC");
  EXPECT_EQ(flat.compute.mesh_y, 4u);
}

TEST(FlattenedArchitecture, TakesOverrides) {
  ReadOptions options;
  options.overrides = {"RegFile.depth=8"};
  EXPECT_EQ(read_texts({{"in.yaml", kFlattened}}, options).architecture->levels[2].capacity_words, 8u);
}

TEST(FlattenedArchitecture, KeepsThePlacesOfItsComponents) {
  EXPECT_EQ(read_texts({{"in.yaml", kFlattened}}).architecture->levels[1].where.line, 6);
}

}  // namespace
}  // namespace nestwave
