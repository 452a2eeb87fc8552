// SPDX-License-Identifier: Apache-2.0
// The DRAM as a SystemC module behind a TLM-2.0 socket.
#pragma once

#include <tlm.h>
#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <queue>
#include <systemc>
#include <vector>

#include "memory/dram/address.h"
#include "memory/dram/channel.h"
#include "memory/dram/config.h"
#include "memory/dram/storage.h"

namespace nestwave::dram {

/// Approximately-timed TLM-2.0 target (base protocol, four phases); a blocking call works too. Addresses
/// are bytes, a request of any length is cut into the bursts that it touches.
///
/// BEGIN_REQ at some time within clock t is seen by the controller in clock t+1. END_REQ follows when
/// all bursts have entered their queues, one per clock and channel; while they are full it is
/// held back. BEGIN_RESP follows when the last data of a read is there, and at once after the
/// END_REQ of a write, whose data then waits in the queue. Data moves in the order of END_REQ;
/// a null data pointer moves none. Byte enables and streaming are refused by response status.
///
/// One process; it sleeps until a command, a response or a waiting request is due.
class Dram : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<Dram> socket;

  /// Throws InputError if check(config) does.
  Dram(sc_core::sc_module_name name, const Config& config, const CommandObserver& observer = {});

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const AddressMap& address_map() const { return map_; }
  /// Of all channels together.
  [[nodiscard]] ChannelCounts counts() const;

 private:
  using Payload = tlm::tlm_generic_payload;

  struct Read {
    Payload* payload = nullptr;
    std::uint64_t bursts = 0;  ///< that are not done yet
    Clocks end = 0;
  };
  struct Response {
    Clocks clock = 0;
    std::uint64_t number = 0;  ///< of equal clocks the one that became due first goes first
    Payload* payload = nullptr;
    bool operator>(const Response& other) const {
      return clock != other.clock ? clock > other.clock : number > other.number;
    }
  };

  tlm::tlm_sync_enum nb_transport_fw(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay);
  unsigned int transport_dbg(Payload& payload);
  [[nodiscard]] tlm::tlm_response_status refusal(const Payload& payload) const;
  void move_data(Payload& payload);

  void run();
  void admit(Clocks now);
  void accepted(Clocks now);
  void collect(Channel& channel);
  void respond(Payload& payload, Clocks clock);
  void send_responses(Clocks now);
  void sleep(Clocks now);

  Config config_;
  AddressMap map_;
  std::vector<Channel> channels_;
  Storage storage_;
  sc_core::sc_event wake_;
  Clocks seen_ = kNever;  ///< the last clock whose edge was processed

  Payload* request_ = nullptr;  ///< between BEGIN_REQ and END_REQ
  Clocks request_from_ = 0;     ///< the first clock in which it is seen
  std::uint64_t next_burst_ = 0;
  std::uint64_t bursts_ = 0;
  std::uint64_t slot_ = 0;  ///< in reads_, if it is a read

  std::vector<Read> reads_;
  std::vector<std::uint64_t> free_slots_;
  std::priority_queue<Response, std::vector<Response>, std::greater<>> responses_;
  std::uint64_t responded_ = 0;
  Payload* responding_ = nullptr;  ///< between BEGIN_RESP and END_RESP
};

}  // namespace nestwave::dram
