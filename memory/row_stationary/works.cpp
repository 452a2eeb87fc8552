// SPDX-License-Identifier: Apache-2.0
#include "memory/row_stationary/works.h"

#include <numeric>

namespace nestwave {

namespace {

ChainLink between(TransferKind kind, int data_space, int outer, int inner) {
  ChainLink link;
  link.kind = kind;
  link.data_space = data_space;
  link.outer = outer;
  link.inner = inner;
  return link;
}

}  // namespace

RowStationaryWorks::RowStationaryWorks(const RowStationaryPasses& passes, const RowStationaryGrid& grid,
                                       int macs, const Recorder& recorder)
    : pes_(grid.pes()), recorder_(recorder), awaited_(grid.pes()) {
  std::iota(awaited_.begin(), awaited_.end(), std::size_t{0});
  const RowStationaryMachine& machine = passes.plan().machine;
  const ConvShape::Places& places = passes.shape().places;
  const int filters = machine.filter_buffer >= 0 ? machine.filter_buffer : machine.memory;
  mac_ = between(TransferKind::mac, -1, machine.ifmap_spad, macs);
  add_ = between(TransferKind::drain, places.outputs, machine.psum_spad, machine.psum_spad);
  ends_[kIfmapBus] = between(TransferKind::fill, places.inputs, machine.buffer, machine.ifmap_spad);
  ends_[kFilterBus] = between(TransferKind::fill, places.weights, filters, machine.filter_spad);
  ends_[kPsumBus] = between(TransferKind::fill, places.outputs, machine.buffer, machine.psum_spad);
  ends_[kOutputBus] = between(TransferKind::drain, places.outputs, machine.buffer, machine.psum_spad);
  ends_[kReads] = between(TransferKind::fill, places.inputs, machine.memory, machine.buffer);
  ends_[kWrites] = between(TransferKind::drain, places.outputs, machine.memory, machine.buffer);
  filter_read_ = between(TransferKind::fill, places.weights, machine.memory,
                         filters == machine.memory ? machine.filter_spad : filters);
}

void RowStationaryWorks::tell(std::size_t by, std::size_t after, const ChainLink& link) {
  recorder_.tell(kWork, &Observer::work, Work{by, after, link});
}

void RowStationaryWorks::tell_pe(std::uint64_t pe, ChainLink link, Cycle first, std::uint64_t cycles) {
  link.first = first;
  link.stop = first + cycles;
  tell(pe, awaited_[pe], link);
  awaited_[pe] = pe;
}

void RowStationaryWorks::multiplies(std::uint64_t pe, Cycle first, std::uint64_t macs) {
  mac_.words = 2 * macs;
  tell_pe(pe, mac_, first, macs);
}

void RowStationaryWorks::adds(std::uint64_t pe, Cycle first, std::uint64_t sums) {
  add_.words = sums;
  tell_pe(pe, add_, first, sums);
}

void RowStationaryWorks::tell_shared(Shared by, std::size_t after, ChainLink link, Cycle first, Cycle stop,
                                     std::uint64_t words) {
  link.first = first;
  link.stop = stop;
  link.words = words;
  tell(part(by), stop_[by] >= first ? part(by) : after, link);
  stop_[by] = stop;
}

void RowStationaryWorks::carries(Shared network, std::size_t after, Cycle now, std::uint64_t words) {
  tell_shared(network, after, ends_[network], now, now + 1, words);
}

/// It waits for room, which a network makes when it sends a word on that nobody needs again.
void RowStationaryWorks::brings(bool filters, bool shared, Cycle first, Cycle stop, std::uint64_t words) {
  const Shared network = filters ? kFilterBus : kIfmapBus;
  const bool turn = shared && stop_[kWrites] >= first;
  tell_shared(kReads, part(turn ? kWrites : network), filters ? filter_read_ : ends_[kReads], first, stop,
              words);
}

void RowStationaryWorks::takes(bool shared, Cycle first, Cycle stop, std::uint64_t words) {
  const bool turn = shared && stop_[kReads] >= first;
  tell_shared(kWrites, part(turn ? kReads : kOutputBus), ends_[kWrites], first, stop, words);
}

}  // namespace nestwave
