// SPDX-License-Identifier: Apache-2.0
// Payloads of TLM-2.0 requests, used again when nobody refers to them any more.
#pragma once

#include <tlm.h>

#include <memory>
#include <vector>

namespace nestwave {

/// `Packet` is a tlm_generic_payload with what its sender remembers of the request. The pool must outlive
/// every reference to its packets.
template <typename Packet>
class PacketPool : private tlm::tlm_mm_interface {
 public:
  /// A payload with one reference, to be released by the caller. What an earlier sender has set in the packet
  /// itself is still there.
  [[nodiscard]] Packet& take() {
    if (spare_.empty()) {
      packets_.push_back(std::make_unique<Packet>());
      packets_.back()->set_mm(this);
      spare_.push_back(packets_.back().get());
    }
    Packet& packet = *spare_.back();
    spare_.pop_back();
    packet.acquire();
    return packet;
  }

 private:
  void free(tlm::tlm_generic_payload* payload) override {
    payload->reset();
    spare_.push_back(static_cast<Packet*>(payload));
  }

  std::vector<std::unique_ptr<Packet>> packets_;
  std::vector<Packet*> spare_;
};

}  // namespace nestwave
