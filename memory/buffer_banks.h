// SPDX-License-Identifier: Apache-2.0
// A storage level made of banks, each with a few ports of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dataflows/edge_words.h"
#include "memory/port.h"
#include "models/bank_groups.h"
#include "models/design.h"

namespace nestwave {

/// Words that lie in `bank` of so many: word i of a tensor, in row-major order, lies in bank
/// (i div interleave) mod banks.
[[nodiscard]] std::uint64_t words_in_bank(const WordRanges& words, std::uint64_t bank, std::uint64_t banks,
                                          std::uint64_t interleave);

/// The banks of all instances of a level. A bank's ports together serve `ports` words in a cycle, read or
/// written.
class BufferBanks {
 public:
  /// Banks that serve the same data spaces, and their ports: of bank b of instance i, i * banks + b.
  struct Group {
    BankGroup of;
    std::unique_ptr<PortBank> ports;

    [[nodiscard]] bool serves(int data_space) const;
  };

  BufferBanks(const Design& design, int level, std::uint64_t instances, Tick ticks_per_cycle);

  /// Books what a transfer of these words takes of every bank. Where it reads some of them several times
  /// (`count` is more than there are), all banks are taken as much longer.
  void add(Booking& booking, std::uint64_t instance, int data_space, const WordRanges& words,
           std::uint64_t count) const;
  /// Words of a tensor after which the same bank comes again.
  [[nodiscard]] std::uint64_t round(int data_space) const;
  /// Shows the ports of all banks to the visitor.
  void visit_state(StateVisitor& state);
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }

 private:
  std::uint64_t interleave_;
  std::vector<Group> groups_;
};

}  // namespace nestwave
