// SPDX-License-Identifier: Apache-2.0
#include "app/port_accounts.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

void PortAccounts::add_store(Store& store) {
  accounts_.push_back({&store, nullptr, nullptr, {}, {}});
  std::sort(accounts_.begin(), accounts_.end(), [](const Account& a, const Account& b) {
    return a.store->config().level < b.store->config().level;
  });
}

void PortAccounts::add_macs(const Store& store, const PeArray& macs, bool writes) {
  account(store).reading_macs = &macs;
  if (writes) account(store).writing_macs = &macs;
}

PortAccounts::Account& PortAccounts::account(const Store& store) {
  for (Account& account : accounts_)
    if (account.store == &store) return account;
  throw InternalError("a link to a storage level without an account");
}

void PortAccounts::add_link(const Link& link, Store& outer, Store* inner, bool inward, bool reads_outer) {
  Account& out = account(outer);
  if (reads_outer) out.readers.push_back({&link, 1});
  if (!inward) out.writers.push_back({&link, 1});
  if (inner == nullptr) return;
  Account& in = account(*inner);
  (inward ? in.writers : in.readers).push_back({&link, link.stream().shape().children});
}

void PortAccounts::settle(Cycle until) {
  const auto earlier = [](Link::Pending& best, const Link::Pending& other) {
    if (other.before(best)) best = other;
  };
  for (Account& account : accounts_) {
    Store& store = *account.store;
    for (std::uint64_t i = 0; i < store.config().instances; ++i) {
      PortBank& read = *store.read_port;
      PortBank& write = *store.write_port;
      PortBank* shared = store.shared_port.get();
      if (read.settled(i, until) && write.settled(i, until) &&
          (shared == nullptr || shared->settled(i, until)))
        continue;
      Link::Pending reading = {IdleCause::done, 0, 0};
      Link::Pending writing = {IdleCause::done, 0, 0};
      for (const User& user : account.readers)
        earlier(reading, user.link->pending(i / user.instances_per_parent));
      for (const User& user : account.writers)
        earlier(writing, user.link->pending(i / user.instances_per_parent));
      if (account.reading_macs != nullptr) earlier(reading, account.reading_macs->pending(i));
      if (account.writing_macs != nullptr) earlier(writing, account.writing_macs->pending_update(i));
      read.settle(i, until, reading.cause);
      write.settle(i, until, writing.cause);
      if (shared == nullptr) continue;
      earlier(reading, writing);
      shared->settle(i, until, reading.cause);
    }
  }
}

void PortAccounts::close(Cycle cycles) {
  settle(cycles);
  for (Account& account : accounts_)
    for (PortBank* bank :
         {account.store->read_port.get(), account.store->write_port.get(), account.store->shared_port.get()})
      if (bank != nullptr) bank->close(cycles);
}

std::vector<PortLedger> PortAccounts::ledgers() const {
  std::vector<PortLedger> all;
  for (const Account& account : accounts_)
    for (const PortBank* bank :
         {account.store->read_port.get(), account.store->write_port.get(), account.store->shared_port.get()})
      if (bank != nullptr) all.push_back(bank->ledger());
  return all;
}

}  // namespace nestwave
