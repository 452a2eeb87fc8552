// SPDX-License-Identifier: Apache-2.0
// Why idle ports are idle: asks the links and PEs that use them.
#pragma once

#include <vector>

#include "memory/store.h"
#include "memory/tlm_port.h"
#include "noc/link.h"
#include "pe/array.h"

namespace nestwave {

/// Enters idle cycles of every port in its ledger, blaming the pending transfer that comes first
/// among those that would use the port.
class PortAccounts : public Settler {
 public:
  void add_store(Store& store);
  /// The PEs read this level themselves; `writes`: they also write their products freely.
  void add_macs(const Store& store, const PeArray& macs, bool writes);
  /// A link between two levels; `reads` tells which end is read. `inner` may be null (the MACs).
  void add_link(const Link& link, Store& outer, Store* inner, bool inward, bool reads_outer);

  /// A link that crosses a network of limited bandwidth.
  void add_network_user(PortBank& network, const Link& link);

  /// A link whose words come from, or go to, a memory with a clock of its own.
  void add_memory_user(TlmPort& memory, const Link& link);

  void settle(Cycle until) override;
  /// Settles to the end and takes out what lies beyond it.
  void close(Cycle cycles);
  /// Tells observers of every entry from now on, and that they will be told of the room in use at `rooms`.
  void report_to(const Recorder& recorder, const std::vector<int>& rooms);
  /// One entry per port bank, outer levels first; then the networks that have a limit; then memories.
  [[nodiscard]] std::vector<PortLedger> ledgers() const;
  /// The same as they stood at the beginning of `cycle`; see PortBank::ledger_at().
  [[nodiscard]] std::vector<PortLedger> ledgers_at(Cycle cycle) const;

 private:
  struct User {
    const Link* link;
    std::uint64_t instances_per_parent;  ///< instances of the port's level under one parent of the link
  };
  struct Account {
    Store* store;
    const PeArray* reading_macs = nullptr;
    const PeArray* writing_macs = nullptr;
    std::vector<User> readers;
    std::vector<User> writers;
  };
  struct NetworkAccount {
    PortBank* bank;
    std::vector<const Link*> links;
  };
  struct MemoryAccount {
    TlmPort* port;
    std::vector<const Link*> links;
  };
  void settle_store(Account& account, std::uint64_t instance, Cycle until);
  static void settle_banks(const Account& account, std::uint64_t instance, Cycle until);
  [[nodiscard]] std::vector<PortBank*> banks() const;
  [[nodiscard]] Account& account(const Store& store);

  std::vector<Account> accounts_;
  std::vector<NetworkAccount> networks_;
  std::vector<MemoryAccount> memories_;
};

}  // namespace nestwave
