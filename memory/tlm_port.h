// SPDX-License-Identifier: Apache-2.0
// The way from a storage level to a memory that has a clock of its own: a TLM-2.0 initiator.
#pragma once

#include <tlm.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "dataflows/edge_words.h"
#include "memory/layout.h"
#include "memory/memory_client.h"
#include "memory/packet_pool.h"
#include "memory/port.h"
#include "memory/timed_module.h"

namespace nestwave {

struct TlmPortConfig {
  std::string name;  ///< of the level
  int level = 0;
  std::uint64_t outstanding = 32;  ///< bursts under way at a time, reads and writes each
  std::uint64_t burst_bytes = 64;
  std::uint64_t base_address = 0;
  bool brings_data = true;  ///< payloads have a buffer (of zeros); false: a null pointer
};

/// What has gone over the socket.
struct TlmPortCounts {
  std::uint64_t reads = 0;  ///< bursts
  std::uint64_t writes = 0;
};

/// Cuts transfers into bursts, one request per burst that holds a wanted word, and sends them.
///
/// Of each direction one transfer at a time is being issued, in the order in which they began; a
/// burst takes one of `outstanding` places. A read is requested, and when it is answered its share of the
/// transfer's words passes the ports of the machine; then its place is free. A write passes the ports first,
/// is requested, and has its place until the answer. Several transfers may be under way; those of one
/// client end in the order in which they began.
///
/// Requests leave in the cycle in which they are ready. An answer that comes within cycle c is seen in
/// cycle c + 1, so what the memory does at a cycle's edge cannot get mixed up with the phases of a cycle.
class TlmPort : public TimedModule, public Requester {
 public:
  tlm_utils::simple_initiator_socket<TlmPort> socket;

  TlmPort(sc_core::sc_module_name name, TlmPortConfig config, Clock& clock, Arbiter& arbiter,
          Tick ticks_per_cycle, Layout layout);

  [[nodiscard]] const TlmPortConfig& config() const { return config_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  /// A link, and the words that its transfers move; returns its number.
  std::size_t add(MemoryClient& client, int data_space, EdgeWords words);

  /// The transfer begins, if nothing of its kind is being issued and, of an update, no earlier one of this
  /// client that touches the same bursts is under way. Otherwise the client is told when to try again.
  [[nodiscard]] bool begin(std::size_t client, const MemoryTransfer& transfer, MemoryAccess access,
                           const Booking& ports);
  /// An epoch for which nothing is moved; the client is told when the transfers before it are over.
  void pass_by(std::size_t client, const MemoryTransfer& transfer);
  /// The client's oldest transfer that is under way; null: none.
  [[nodiscard]] const MemoryTransfer* oldest(std::size_t client) const;

  /// Some burst is under way.
  [[nodiscard]] bool busy() const { return taken_[0] + taken_[1] > 0; }
  [[nodiscard]] PortBank& bank() { return bank_; }
  [[nodiscard]] const PortBank& bank() const { return bank_; }
  [[nodiscard]] const TlmPortCounts& counts() const { return counts_; }
  /// The kernel time, in picoseconds, of the last answer or, while none is due, the present time.
  [[nodiscard]] std::uint64_t waiting_since() const;

  // Requester; instance = number of a transfer.
  void mark(std::uint64_t flight) override;
  void collect(std::vector<Request>& requests) override;
  void grant(const Request& request, Cycle now) override;

 protected:
  void complete(const Event& event, Cycle now) override;

 private:
  enum EventKind : std::uint32_t { kPassed, kRetry, kOpen };
  static constexpr std::size_t kRead = 0;
  static constexpr std::size_t kWrite = 1;

  struct Client {
    MemoryClient* client;
    int data_space;
    EdgeWords words;
    std::optional<std::uint64_t> step;  ///< at which its latest epoch begins
    std::deque<std::uint64_t> flights;  ///< numbers of its transfers under way, oldest first
  };
  /// A transfer under way. Its bursts go through the stages from left to right.
  struct Flight {
    MemoryTransfer transfer;
    std::size_t client = 0;
    MemoryAccess access = MemoryAccess::read;
    Booking ports;  ///< of the whole transfer
    std::vector<std::uint64_t> bursts;
    std::uint64_t issued = 0;    ///< have, or had, a place
    std::uint64_t at_ports = 0;  ///< wait for the ports
    std::uint64_t booked = 0;    ///< have their turn at the ports
    std::uint64_t passed = 0;
    std::uint64_t sent = 0;      ///< requested
    std::uint64_t answered = 0;  ///< of reads: before the ports
    bool reads_first = false;    ///< update: old sums are not all there yet
    bool marked = false;
    Cycle retry = kNever;  ///< cycle of the retry that is due

    [[nodiscard]] bool reading() const { return access == MemoryAccess::read || reads_first; }
    [[nodiscard]] bool over() const {
      return !reads_first && (access == MemoryAccess::read ? passed : answered) == bursts.size();
    }
  };
  struct Packet : tlm::tlm_generic_payload {
    std::uint64_t flight = 0;
  };

  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void finish();
  void issue();
  void wait_at_ports(std::uint64_t number, std::uint64_t count);
  void request(Flight& flight, std::uint64_t number, std::uint64_t count);
  void send();
  void answered(Packet& packet, const sc_core::sc_time& delay);
  void take_answers();
  void take_answer(std::uint64_t number);
  [[nodiscard]] bool shares_a_burst(const Client& client, const std::vector<std::uint64_t>& bursts) const;

  TlmPortConfig config_;
  Clock& time_;
  Arbiter& order_;
  Layout layout_;
  PortBank bank_;
  TlmPortCounts counts_;
  std::vector<Client> clients_;
  std::map<std::uint64_t, Flight> flights_;           ///< by number, in the order in which they began
  std::uint64_t begun_ = 1;                           ///< number of the next; instance 0 is the links' own
  std::array<std::deque<std::uint64_t>, 2> issuing_;  ///< per direction: not all bursts have a place yet
  std::array<bool, 2> open_ = {true, true};           ///< the next transfer may begin
  std::array<std::uint64_t, 2> taken_{};              ///< places
  std::vector<std::uint64_t> marked_;                 ///< flights
  bool changed_ = false;                              ///< something may be over, or have its turn
  Booking part_;

  std::deque<Packet*> ready_;  ///< to be sent, in this order
  Packet* line_ = nullptr;     ///< between BEGIN_REQ and END_REQ
  sc_core::sc_event line_free_;
  std::multimap<Cycle, std::uint64_t> answers_;  ///< flights, by the cycle in which the answer is seen
  sc_core::sc_event seen_;
  std::uint64_t answer_time_ = 0;
  PacketPool<Packet> packets_;
  std::vector<unsigned char> data_;
};

}  // namespace nestwave
