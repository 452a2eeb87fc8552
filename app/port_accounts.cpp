// SPDX-License-Identifier: Apache-2.0
#include "app/port_accounts.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

namespace {
void take_earlier(Link::Pending& best, const Link::Pending& other) {
  if (other.before(best)) best = other;
}
}  // namespace

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
  (inward ? in.writers : in.readers).push_back({&link, link.stream().shape().simulated});
}

void PortAccounts::add_network_user(PortBank& network, const Link& link) {
  auto found = std::find_if(networks_.begin(), networks_.end(),
                            [&](const NetworkAccount& account) { return account.bank == &network; });
  if (found == networks_.end()) found = networks_.insert(found, {&network, {}});
  found->links.push_back(&link);
  std::sort(networks_.begin(), networks_.end(), [](const NetworkAccount& a, const NetworkAccount& b) {
    return a.bank->ledger().level != b.bank->ledger().level ? a.bank->ledger().level < b.bank->ledger().level
                                                            : a.bank->ledger().name < b.bank->ledger().name;
  });
}

void PortAccounts::add_memory_user(TlmPort& memory, const Link& link) {
  auto found = std::find_if(memories_.begin(), memories_.end(),
                            [&](const MemoryAccount& account) { return account.port == &memory; });
  if (found == memories_.end()) found = memories_.insert(found, {&memory, {}});
  found->links.push_back(&link);
  std::sort(memories_.begin(), memories_.end(), [](const MemoryAccount& a, const MemoryAccount& b) {
    return a.port->config().level < b.port->config().level;
  });
}

void PortAccounts::settle(Cycle until) {
  for (Account& account : accounts_)
    for (std::uint64_t i = 0; i < account.store->config().instances; ++i) settle_store(account, i, until);
  for (const NetworkAccount& network : networks_)
    for (std::uint64_t i = 0; i < network.bank->simulated(); ++i) {
      if (network.bank->settled(i, until)) continue;
      Link::Pending next = {IdleCause::done, 0, 0};
      for (const Link* link : network.links)
        take_earlier(next, link->pending(i / (network.bank->simulated() / link->parents())));
      network.bank->settle(i, until, next.cause);
    }
  for (const MemoryAccount& memory : memories_) {
    if (memory.port->busy()) {
      memory.port->bank().occupy(0, 0, until);
      continue;
    }
    Link::Pending next = {IdleCause::done, 0, 0};
    for (const Link* link : memory.links) take_earlier(next, link->pending(0));
    memory.port->bank().settle(0, until, next.cause);
  }
}

void PortAccounts::settle_store(Account& account, std::uint64_t instance, Cycle until) {
  PortBank& read = *account.store->read_port;
  PortBank& write = *account.store->write_port;
  PortBank* shared = account.store->shared_port.get();
  if (account.store->banks) settle_banks(account, instance, until);
  if (read.settled(instance, until) && write.settled(instance, until) &&
      (shared == nullptr || shared->settled(instance, until)))
    return;
  Link::Pending reading = {IdleCause::done, 0, 0};
  Link::Pending writing = {IdleCause::done, 0, 0};
  for (const User& user : account.readers)
    take_earlier(reading, user.link->pending(instance / user.instances_per_parent));
  for (const User& user : account.writers)
    take_earlier(writing, user.link->pending(instance / user.instances_per_parent));
  if (account.reading_macs != nullptr) take_earlier(reading, account.reading_macs->pending(instance));
  if (account.writing_macs != nullptr) take_earlier(writing, account.writing_macs->pending_update(instance));
  read.settle(instance, until, reading.cause);
  write.settle(instance, until, writing.cause);
  if (shared == nullptr) return;
  take_earlier(reading, writing);
  shared->settle(instance, until, reading.cause);
}

void PortAccounts::settle_banks(const Account& account, std::uint64_t instance, Cycle until) {
  for (const BufferBanks::Group& group : account.store->banks->groups()) {
    Link::Pending next = {IdleCause::done, 0, 0};
    for (const auto* users : {&account.readers, &account.writers})
      for (const User& user : *users)
        if (group.serves(user.link->stream().data_space()))
          take_earlier(next, user.link->pending(instance / user.instances_per_parent));
    for (std::uint64_t bank = 0; bank < group.of.banks; ++bank)
      group.ports->settle(instance * group.of.banks + bank, until, next.cause);
  }
}

void PortAccounts::close(Cycle cycles) {
  settle(cycles);
  for (PortBank* bank : banks()) bank->close(cycles);
}

void PortAccounts::report_to(const Recorder& recorder, const std::vector<int>& rooms) {
  std::vector<std::string> names;
  for (PortBank* bank : banks()) {
    bank->report_to(recorder, names.size());
    names.push_back(bank->ledger().name);
  }
  recorder.tell(kLedger, &Observer::ledger_opens, names, rooms);
}

std::vector<PortLedger> PortAccounts::ledgers() const {
  std::vector<PortLedger> all;
  for (const PortBank* bank : banks()) all.push_back(bank->ledger());
  return all;
}

std::vector<PortLedger> PortAccounts::ledgers_at(Cycle cycle) const {
  std::vector<PortLedger> all;
  for (const PortBank* bank : banks()) all.push_back(bank->ledger_at(cycle));
  return all;
}

std::vector<PortBank*> PortAccounts::banks() const {
  std::vector<PortBank*> all;
  for (const Account& account : accounts_) {
    for (PortBank* bank :
         {account.store->read_port.get(), account.store->write_port.get(), account.store->shared_port.get()})
      if (bank != nullptr) all.push_back(bank);
    if (!account.store->banks) continue;
    for (const BufferBanks::Group& group : account.store->banks->groups()) all.push_back(group.ports.get());
  }
  for (const NetworkAccount& network : networks_) all.push_back(network.bank);
  for (const MemoryAccount& memory : memories_) all.push_back(&memory.port->bank());
  return all;
}

}  // namespace nestwave
