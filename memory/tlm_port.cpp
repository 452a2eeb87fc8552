// SPDX-License-Identifier: Apache-2.0
#include "memory/tlm_port.h"

#include <algorithm>

#include "models/error.h"

namespace nestwave {

TlmPort::TlmPort(sc_core::sc_module_name name, TlmPortConfig config, Clock& clock, Arbiter& arbiter,
                 Tick ticks_per_cycle, Layout layout)
    : TimedModule(name, clock, arbiter),
      socket("socket"),
      config_(std::move(config)),
      time_(clock),
      order_(arbiter),
      layout_(std::move(layout)),
      bank_(config_.name + ".memory", config_.level, 1, std::nullopt, ticks_per_cycle),
      part_(ticks_per_cycle),
      data_(config_.brings_data ? config_.burst_bytes : 0, 0) {
  socket.register_nb_transport_bw(this, &TlmPort::nb_transport_bw);
  spawn_method(clock, "send", line_free_, [this] {
    line_ = nullptr;
    send();
  });
  spawn_method(clock, "answers", seen_, [this] { take_answers(); });
}

std::size_t TlmPort::add(MemoryClient& client, int data_space, EdgeWords words) {
  clients_.push_back({&client, data_space, std::move(words), std::nullopt, {}});
  return clients_.size() - 1;
}

bool TlmPort::begin(std::size_t number, const MemoryTransfer& transfer, MemoryAccess access,
                    const Booking& ports) {
  const std::size_t direction = access == MemoryAccess::write ? kWrite : kRead;
  if (!open_[direction]) return false;
  Client& client = clients_[number];
  const std::uint64_t step = transfer.epoch.first_step;
  std::vector<std::uint64_t> bursts = layout_.bursts(
      client.data_space, client.words.of_children(0, step, transfer.whole ? std::nullopt : client.step));
  if (bursts.empty()) throw InternalError("a transfer of words that have no place in " + config_.name);
  if (access == MemoryAccess::update && shares_a_burst(client, bursts)) return false;
  client.step = step;
  client.flights.push_back(begun_);
  issuing_[direction].push_back(begun_);
  open_[direction] = false;
  Flight flight{transfer, number, access, ports, std::move(bursts)};
  flight.reads_first = access == MemoryAccess::update;
  changed_ = true;
  flights_.emplace(begun_++, std::move(flight));
  return true;
}

void TlmPort::pass_by(std::size_t number, const MemoryTransfer& transfer) {
  Client& client = clients_[number];
  client.step = transfer.epoch.first_step;
  client.flights.push_back(begun_);
  flights_.emplace(begun_++, Flight{transfer, number, MemoryAccess::read, part_, {}});
  changed_ = true;
}

const MemoryTransfer* TlmPort::oldest(std::size_t number) const {
  const Client& client = clients_[number];
  return client.flights.empty() ? nullptr : &flights_.at(client.flights.front()).transfer;
}

bool TlmPort::shares_a_burst(const Client& client, const std::vector<std::uint64_t>& bursts) const {
  return std::any_of(client.flights.begin(), client.flights.end(), [&](std::uint64_t other) {
    const std::vector<std::uint64_t>& theirs = flights_.at(other).bursts;
    return std::find_first_of(theirs.begin(), theirs.end(), bursts.begin(), bursts.end()) != theirs.end();
  });
}

void TlmPort::mark(std::uint64_t number) {
  Flight& flight = flights_.at(number);
  if (flight.marked) return;
  flight.marked = true;
  marked_.push_back(number);
}

void TlmPort::complete(const Event& event, Cycle /*now*/) {
  switch (event.kind) {
    case kPassed: {
      Flight& flight = flights_.at(event.instance);
      flight.passed += event.epoch;
      if (flight.access == MemoryAccess::read) taken_[kRead] -= event.epoch;
      changed_ = true;
      break;
    }
    case kRetry:
      if (flights_.count(event.instance) > 0) mark(event.instance);
      break;
    default:
      // In the phase in which nobody decides, so that all who wait are heard.
      open_[event.instance] = issuing_[event.instance].empty();
      for (const Client& client : clients_) client.client->memory_ready();
  }
}

void TlmPort::collect(std::vector<Request>& requests) {
  if (changed_) {
    changed_ = false;
    finish();
    issue();
  }
  for (const std::uint64_t number : marked_) {
    const auto found = flights_.find(number);
    if (found == flights_.end()) continue;
    found->second.marked = false;
    if (found->second.at_ports == 0) continue;
    Request request = found->second.transfer.rank;
    request.requester = this;
    request.instance = number;
    requests.push_back(request);
  }
  marked_.clear();
}

/// Transfers that are over leave, those of one client in order.
void TlmPort::finish() {
  const Cycle now = time_.now();
  for (auto it = flights_.begin(); it != flights_.end();) {
    Client& client = clients_[it->second.client];
    if (!it->second.over() || client.flights.front() != it->first) {
      ++it;
      continue;
    }
    client.flights.pop_front();
    client.client->memory_done(it->second.transfer, now);
    it = flights_.erase(it);
  }
}

/// Gives free places to bursts, in the order of their transfers, and sends what is ready to be sent.
void TlmPort::issue() {
  for (auto& [number, flight] : flights_)
    if (!flight.reading()) request(flight, number, flight.passed - flight.sent);
  for (const std::size_t direction : {kWrite, kRead}) {
    std::deque<std::uint64_t>& queue = issuing_[direction];
    while (!queue.empty() && taken_[direction] < config_.outstanding) {
      const std::uint64_t number = queue.front();
      Flight& flight = flights_.at(number);
      const std::uint64_t count = std::min<std::uint64_t>(flight.bursts.size() - flight.issued,
                                                          config_.outstanding - taken_[direction]);
      flight.issued += count;
      taken_[direction] += count;
      if (direction == kRead)
        request(flight, number, count);
      else
        wait_at_ports(number, count);
      if (flight.issued < flight.bursts.size()) break;
      queue.pop_front();
      if (queue.empty()) schedule(time_.now(), kOpen, direction, 0);
    }
  }
  send();
}

void TlmPort::wait_at_ports(std::uint64_t number, std::uint64_t count) {
  flights_.at(number).at_ports += count;
  mark(number);
}

void TlmPort::grant(const Request& request, Cycle now) {
  Flight& flight = flights_.at(request.instance);
  part_.clear();
  part_.add_share(flight.ports, flight.booked, flight.booked + flight.at_ports, flight.bursts.size());
  const Tick start = part_.begin(now);
  if (!part_.within(now, start)) {
    const Cycle retry = part_.floor(start);
    if (flight.retry != retry) schedule(retry, kRetry, request.instance, 0);
    flight.retry = retry;
    return;
  }
  const Tick latest = part_.commit(start);
  schedule(part_.ceil(latest) + flight.transfer.latency, kPassed, request.instance, flight.at_ports);
  flight.booked += flight.at_ports;
  flight.at_ports = 0;
}

/// Puts the next bursts of the flight into the queue of the line.
void TlmPort::request(Flight& flight, std::uint64_t number, std::uint64_t count) {
  for (; count > 0; --count) {
    Packet& sent = packets_.take();
    sent.flight = number;
    sent.set_command(flight.reading() ? tlm::TLM_READ_COMMAND : tlm::TLM_WRITE_COMMAND);
    sent.set_address(config_.base_address + flight.bursts[flight.sent++] * config_.burst_bytes);
    sent.set_data_ptr(data_.empty() ? nullptr : data_.data());
    sent.set_data_length(static_cast<unsigned int>(config_.burst_bytes));
    sent.set_streaming_width(static_cast<unsigned int>(config_.burst_bytes));
    ++(flight.reading() ? counts_.reads : counts_.writes);
    ready_.push_back(&sent);
  }
}

void TlmPort::send() {
  while (line_ == nullptr && !ready_.empty()) {
    Packet& sent = *ready_.front();
    ready_.pop_front();
    line_ = &sent;
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay;
    const tlm::tlm_sync_enum status = socket->nb_transport_fw(sent, phase, delay);
    if (status == tlm::TLM_ACCEPTED) continue;  // the answer comes, or came, over the backward path
    if (status == tlm::TLM_UPDATED && phase == tlm::BEGIN_RESP) {
      tlm::tlm_phase end = tlm::END_RESP;
      sc_core::sc_time with = delay;
      (void)socket->nb_transport_fw(sent, end, with);
    }
    line_free_.notify(delay);
    if (status == tlm::TLM_COMPLETED || phase == tlm::BEGIN_RESP) answered(sent, delay);
  }
}

tlm::tlm_sync_enum TlmPort::nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                            sc_core::sc_time& delay) {
  auto& packet = static_cast<Packet&>(payload);
  // A response implies that the request was taken.
  if (line_ == &packet && (phase == tlm::END_REQ || phase == tlm::BEGIN_RESP)) line_free_.notify(delay);
  if (phase != tlm::BEGIN_RESP) return tlm::TLM_ACCEPTED;
  answered(packet, delay);
  return tlm::TLM_COMPLETED;
}

void TlmPort::answered(Packet& packet, const sc_core::sc_time& delay) {
  if (!packet.is_response_ok()) {
    time_.guard([&] {
      throw InputError({}, "the memory behind " + config_.name + " has answered the request for address " +
                               std::to_string(packet.get_address()) + " with " +
                               packet.get_response_string());
    });
  }
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const Cycle seen = (now + delay.value()) / time_.period() + 1;
  answers_.emplace(seen, packet.flight);
  answer_time_ = now;
  seen_.notify(sc_core::sc_time::from_value(seen * time_.period() - now));
  packet.release();
}

void TlmPort::take_answers() {
  const Cycle now = time_.enter();
  while (!answers_.empty() && answers_.begin()->first <= now) {
    take_answer(answers_.begin()->second);
    answers_.erase(answers_.begin());
  }
  if (!answers_.empty()) seen_.notify(time_.delay(answers_.begin()->first - now));
  changed_ = true;
  order_.request();
}

void TlmPort::take_answer(std::uint64_t number) {
  Flight& flight = flights_.at(number);
  ++flight.answered;
  if (flight.access == MemoryAccess::read) {
    wait_at_ports(number, 1);
    return;
  }
  --taken_[flight.reads_first ? kRead : kWrite];
  if (!flight.reads_first || flight.answered < flight.bursts.size()) return;
  // All old sums are there: from now on it is a write.
  flight.reads_first = false;
  flight.issued = flight.sent = flight.answered = 0;
  issuing_[kWrite].push_back(number);
}

std::uint64_t TlmPort::waiting_since() const {
  return busy() ? answer_time_ : sc_core::sc_time_stamp().value();
}

}  // namespace nestwave
