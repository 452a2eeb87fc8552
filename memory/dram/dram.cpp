// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/dram.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave::dram {

Dram::Dram(sc_core::sc_module_name name, const Config& config, const CommandObserver& observer)
    : sc_module(name), socket("socket"), config_((check(config), config)), map_(config) {
  for (std::uint32_t c = 0; c < config_.channels; ++c) channels_.emplace_back(config_, c, observer);
  socket.register_nb_transport_fw(this, &Dram::nb_transport_fw);
  socket.register_transport_dbg(this, &Dram::transport_dbg);
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&wake_);
  sc_core::sc_spawn([this] { run(); }, "controller", &options);
}

ChannelCounts Dram::counts() const {
  ChannelCounts sum;
  for (const Channel& channel : channels_) {
    const ChannelCounts& one = channel.counts();
    for (std::size_t c = 0; c < kCommands; ++c) sum.commands[c] += one.commands[c];
    sum.forwarded_reads += one.forwarded_reads;
    sum.merged_writes += one.merged_writes;
    sum.turns += one.turns;
    sum.data_end = std::max(sum.data_end, one.data_end);
  }
  return sum;
}

tlm::tlm_response_status Dram::refusal(const Payload& payload) const {
  if (payload.get_command() == tlm::TLM_IGNORE_COMMAND) return tlm::TLM_COMMAND_ERROR_RESPONSE;
  if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  const std::uint64_t length = payload.get_data_length();
  if (length == 0 || payload.get_streaming_width() < length) return tlm::TLM_BURST_ERROR_RESPONSE;
  const std::uint64_t bytes = config_.bytes();
  if (payload.get_address() >= bytes || bytes - payload.get_address() < length)
    return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  return tlm::TLM_OK_RESPONSE;
}

tlm::tlm_sync_enum Dram::nb_transport_fw(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase == tlm::BEGIN_REQ) {
    if (request_ != nullptr) throw InternalError("BEGIN_REQ before END_REQ of the request before");
    payload.set_response_status(refusal(payload));
    if (payload.get_response_status() != tlm::TLM_OK_RESPONSE) return tlm::TLM_COMPLETED;
    if (payload.has_mm()) payload.acquire();
    request_ = &payload;
    const sc_core::sc_time seen = sc_core::sc_time_stamp() + delay;
    request_from_ = seen.value() / config_.tCK + 1;
    wake_.notify(sc_core::sc_time::from_value(request_from_ * config_.tCK) - sc_core::sc_time_stamp());
    const std::uint64_t first = payload.get_address() / config_.burst_bytes();
    const std::uint64_t last =
        (payload.get_address() + payload.get_data_length() - 1) / config_.burst_bytes();
    bursts_ = last - first + 1;
    next_burst_ = 0;
    return tlm::TLM_ACCEPTED;
  }
  if (phase == tlm::END_RESP) {
    if (responding_ != &payload) throw InternalError("END_RESP without BEGIN_RESP");
    responding_ = nullptr;
    if (payload.has_mm()) payload.release();
    wake_.notify(sc_core::SC_ZERO_TIME);
    return tlm::TLM_COMPLETED;
  }
  throw InternalError("a phase that the base protocol does not send to a target");
}

unsigned int Dram::transport_dbg(Payload& payload) {
  payload.set_response_status(refusal(payload));
  if (payload.get_response_status() != tlm::TLM_OK_RESPONSE) return 0;
  move_data(payload);
  return payload.get_data_length();
}

void Dram::move_data(Payload& payload) {
  if (payload.get_data_ptr() == nullptr) return;
  if (payload.is_write())
    storage_.write(payload.get_address(), payload.get_data_ptr(), payload.get_data_length());
  else
    storage_.read(payload.get_address(), payload.get_data_ptr(), payload.get_data_length());
}

// Requests that come in at an edge are not seen before the next one, so the first activation at an edge
// does all there is to do there, whatever else runs at the same time.
void Dram::run() {
  const std::uint64_t time = sc_core::sc_time_stamp().value();
  const Clocks now = time / config_.tCK;
  if (time % config_.tCK == 0 && now != seen_) {
    seen_ = now;
    admit(now);
    for (Channel& channel : channels_) {
      channel.run(now);
      collect(channel);
    }
  }
  send_responses(now);
  sleep(now);
}

void Dram::admit(Clocks now) {
  if (request_ == nullptr || now < request_from_) return;
  const bool write = request_->is_write();
  const std::uint64_t first = request_->get_address() / config_.burst_bytes();
  std::uint64_t used = 0;  // channels that have taken a burst in this clock
  for (; next_burst_ < bursts_; ++next_burst_) {
    const Place place = map_.place((first + next_burst_) * config_.burst_bytes());
    Channel& channel = channels_[place.channel];
    if ((used >> place.channel & 1) != 0 || !channel.has_room(write)) return;
    used |= std::uint64_t{1} << place.channel;
    if (!write && next_burst_ == 0) {
      if (free_slots_.empty()) {
        free_slots_.push_back(reads_.size());
        reads_.emplace_back();
      }
      slot_ = free_slots_.back();
      free_slots_.pop_back();
      reads_[slot_] = {request_, bursts_, 0};
    }
    channel.accept(place, write, slot_, now);
  }
  accepted(now);
}

void Dram::accepted(Clocks now) {
  Payload& payload = *request_;
  request_ = nullptr;  // the initiator may answer with its next request
  move_data(payload);
  if (payload.is_write()) respond(payload, now);
  tlm::tlm_phase phase = tlm::END_REQ;
  sc_core::sc_time delay;
  (void)socket->nb_transport_bw(payload, phase, delay);
}

void Dram::collect(Channel& channel) {
  for (const ReadDone& done : channel.take_done()) {
    Read& read = reads_[done.id];
    read.end = std::max(read.end, done.clock);
    if (--read.bursts > 0) continue;
    respond(*read.payload, read.end);
    free_slots_.push_back(done.id);
  }
}

void Dram::respond(Payload& payload, Clocks clock) {
  responses_.push({clock, responded_++, &payload});
}

void Dram::send_responses(Clocks now) {
  while (responding_ == nullptr && !responses_.empty() && responses_.top().clock <= now) {
    Payload& payload = *responses_.top().payload;
    responses_.pop();
    responding_ = &payload;
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    sc_core::sc_time delay;
    const tlm::tlm_sync_enum status = socket->nb_transport_bw(payload, phase, delay);
    const bool ended = status == tlm::TLM_COMPLETED || (status == tlm::TLM_UPDATED && phase == tlm::END_RESP);
    if (!ended || responding_ == nullptr) continue;  // END_RESP is still to come, or came within the call
    responding_ = nullptr;
    if (payload.has_mm()) payload.release();
  }
}

void Dram::sleep(Clocks now) {
  Clocks next = kNever;
  for (const Channel& channel : channels_) next = std::min(next, channel.next());
  if (responding_ == nullptr && !responses_.empty()) next = std::min(next, responses_.top().clock);
  if (request_ != nullptr) {
    const Place place =
        map_.place((request_->get_address() / config_.burst_bytes() + next_burst_) * config_.burst_bytes());
    // A full queue wakes the module by itself, when its next command is due.
    if (channels_[place.channel].has_room(request_->is_write()))
      next = std::min(next, std::max(request_from_, now + 1));
  }
  if (next == kNever) return;
  const std::uint64_t time = sc_core::sc_time_stamp().value();
  wake_.notify(sc_core::sc_time::from_value(std::max(next, now + 1) * config_.tCK - time));
}

}  // namespace nestwave::dram
