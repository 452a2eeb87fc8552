// SPDX-License-Identifier: Apache-2.0
// A TLM-2.0 initiator that sends a stream and measures how it is served.
#pragma once

#include <tlm.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <systemc>
#include <vector>

#include "memory/dram/stream.h"
#include "memory/packet_pool.h"

namespace nestwave::dram {

struct TrafficResult {
  std::uint64_t reads = 0;  ///< answered
  std::uint64_t writes = 0;
  std::uint64_t latency_sum = 0;  ///< of reads, in clocks, from offer to response
  Clocks latency_max = 0;
  Clocks end = 0;  ///< when the last response came
};

/// Offers one burst per clock at most, as long as fewer than `outstanding` are unanswered; a write is
/// answered when the memory has taken it. What the memory does not take yet waits here, and its
/// latency runs.
class Traffic : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Traffic> socket;

  Traffic(sc_core::sc_module_name name, const Config& config, const Stream& stream, std::uint64_t outstanding,
          std::uint64_t requests);

  [[nodiscard]] bool finished() const { return result_.reads + result_.writes == requests_; }
  [[nodiscard]] const TrafficResult& result() const { return result_; }

 private:
  struct Packet : tlm::tlm_generic_payload {
    Clocks offered = 0;
  };

  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void run();
  [[nodiscard]] Clocks now() const { return sc_core::sc_time_stamp().value() / config_.tCK; }

  Config config_;
  AddressMap map_;
  Stream stream_;
  std::uint64_t requests_;
  std::uint64_t sent_ = 0;
  bool port_busy_ = false;    ///< between BEGIN_REQ and END_REQ
  std::deque<Clocks> slots_;  ///< when each place among the outstanding became free
  Clocks next_offer_ = 0;     ///< one per clock
  sc_core::sc_event wake_;
  PacketPool<Packet> packets_;
  TrafficResult result_;
};

}  // namespace nestwave::dram
