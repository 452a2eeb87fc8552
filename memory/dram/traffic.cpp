// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/traffic.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave::dram {

Traffic::Traffic(sc_core::sc_module_name name, const Config& config, const Stream& stream,
                 std::uint64_t outstanding, std::uint64_t requests)
    : sc_module(name),
      socket("socket"),
      config_(config),
      map_(config),
      stream_(stream),
      requests_(requests),
      slots_(outstanding, 0) {
  socket.register_nb_transport_bw(this, &Traffic::nb_transport_bw);
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.set_sensitivity(&wake_);
  sc_core::sc_spawn([this] { run(); }, "offer", &options);
}

void Traffic::run() {
  if (port_busy_ || slots_.empty() || sent_ == requests_) return;
  const Clocks offered = std::max(next_offer_, slots_.front());
  if (offered > now()) {
    wake_.notify(sc_core::sc_time::from_value(offered * config_.tCK - sc_core::sc_time_stamp().value()));
    return;
  }
  slots_.pop_front();
  next_offer_ = offered + 1;
  const StreamRequest request = stream_.next();
  Packet& sent = packets_.take();
  sent.offered = offered;
  sent.set_command(request.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  sent.set_address(map_.address(request.place));
  sent.set_data_length(static_cast<unsigned int>(config_.burst_bytes()));
  sent.set_streaming_width(static_cast<unsigned int>(config_.burst_bytes()));
  ++sent_;
  port_busy_ = true;
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay;
  if (socket->nb_transport_fw(sent, phase, delay) != tlm::TLM_ACCEPTED)
    throw InternalError("a request of a stream was refused");
}

tlm::tlm_sync_enum Traffic::nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                            sc_core::sc_time& /*delay*/) {
  if (phase == tlm::END_REQ) {
    port_busy_ = false;
    wake_.notify(sc_core::SC_ZERO_TIME);
    return tlm::TLM_ACCEPTED;
  }
  const Clocks latency = now() - static_cast<const Packet&>(payload).offered;
  if (payload.is_write()) {
    ++result_.writes;
  } else {
    ++result_.reads;
    result_.latency_sum += latency;
    result_.latency_max = std::max(result_.latency_max, latency);
  }
  result_.end = now();
  slots_.push_back(now());
  payload.release();
  wake_.notify(sc_core::SC_ZERO_TIME);
  return tlm::TLM_COMPLETED;
}

}  // namespace nestwave::dram
