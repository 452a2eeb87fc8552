// SPDX-License-Identifier: Apache-2.0
// A level with a memory of its own clock: what is requested when, worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tlm_utils/simple_target_socket.h>

#include <string>

#include "app/simulate.h"
#include "memory/tlm_memory.h"
#include "models/error.h"
#include "tests/sim/machines.h"
#include "tests/support/complaint.h"

namespace nestwave {
namespace {

using test::complaint;
using test::kInputs;
using test::kOutputs;
using test::kWeights;
using test::TinyMachine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// How a memory answers: with the phases of the base protocol, in one call, or blocking.
enum class Manner { phases, shortcut, early_response, completed, blocking };

/// Takes any request at once and answers it after a fixed time; keeps a list of "R 4 @2": a read of address
/// 4 that came at 2 ns.
struct FixedMemory : sc_core::sc_module {
  tlm_utils::simple_target_socket<FixedMemory> socket;
  Manner manner;
  sc_core::sc_time latency;
  std::vector<std::string>* requests;
  tlm::tlm_response_status status = tlm::TLM_OK_RESPONSE;
  bool mute = false;

  FixedMemory(sc_core::sc_module_name name, Manner how, std::uint64_t nanoseconds,
              std::vector<std::string>* log)
      : sc_module(name),
        socket("socket"),
        manner(how),
        latency(sc_core::sc_time::from_value(nanoseconds * 1000)),
        requests(log) {
    if (manner == Manner::blocking)
      socket.register_b_transport(this, &FixedMemory::blocking);
    else
      socket.register_nb_transport_fw(this, &FixedMemory::forward);
  }
  void note(tlm::tlm_generic_payload& payload) {
    requests->push_back(std::string(payload.is_read() ? "R " : "W ") + std::to_string(payload.get_address()) +
                        " @" + std::to_string(sc_core::sc_time_stamp().value() / 1000));
    payload.set_response_status(status);
  }
  void blocking(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    note(payload);
    delay += latency;
  }
  tlm::tlm_sync_enum forward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay) {
    if (phase != tlm::BEGIN_REQ) return tlm::TLM_COMPLETED;
    note(payload);
    if (mute) return tlm::TLM_ACCEPTED;
    if (manner == Manner::completed || manner == Manner::early_response) {
      delay += latency;
      phase = tlm::BEGIN_RESP;
      return manner == Manner::completed ? tlm::TLM_COMPLETED : tlm::TLM_UPDATED;
    }
    sc_core::sc_spawn_options options;
    sc_core::sc_spawn([this, &payload] { respond(payload); }, sc_core::sc_gen_unique_name("respond"),
                      &options);
    if (manner == Manner::phases) return tlm::TLM_ACCEPTED;
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
  }
  void respond(tlm::tlm_generic_payload& payload) {
    sc_core::sc_time delay;
    tlm::tlm_phase phase = tlm::END_REQ;
    if (manner == Manner::phases) (void)socket->nb_transport_bw(payload, phase, delay);
    sc_core::wait(latency);
    phase = tlm::BEGIN_RESP;
    EXPECT_EQ(socket->nb_transport_bw(payload, phase, delay), tlm::TLM_COMPLETED);
  }
};

struct Setting {
  Manner manner = Manner::phases;
  std::uint64_t latency = 3;
  tlm::tlm_response_status status = tlm::TLM_OK_RESPONSE;
  bool mute = false;
  bool ticks = false;  ///< has a clock that never stops
};

struct Outcome {
  SimulationResult result;
  test::Log log;
  std::vector<std::string> requests;
};

Outcome run_on(const TinyMachine& machine, const Setting& setting = {}, std::uint64_t base = 0) {
  Outcome outcome;
  TlmMemory memory;
  memory.level = "Memory";
  memory.base_address = base;
  memory.bind = [&](tlm::tlm_initiator_socket<>& port) -> std::shared_ptr<void> {
    struct Owner {
      Owner(const Setting& with, std::vector<std::string>* log)
          : memory("fixed", with.manner, with.latency, log) {}
      FixedMemory memory;
      std::unique_ptr<sc_core::sc_clock> clock;
    };
    auto owner = std::make_shared<Owner>(setting, &outcome.requests);
    owner->memory.status = setting.status;
    owner->memory.mute = setting.mute;
    if (setting.ticks) owner->clock = std::make_unique<sc_core::sc_clock>("ticks", 1, sc_core::SC_NS);
    port.bind(owner->memory.socket);
    return owner;
  };
  SimulationOptions options;
  options.observers = {&outcome.log};
  options.memories = {&memory};
  outcome.result = simulate(machine.design(), options);
  return outcome;
}

/// Words of a byte, two to a burst, in a memory that the test brings.
TinyMachine on_memory(TinyMachine machine, std::uint64_t outstanding = 32) {
  machine[0].word_bits = 8;
  machine[0].timing = MemoryTiming{};
  machine[0].timing->memory = MemoryTiming::kTlm;
  machine[0].timing->burst_bytes = 2;
  machine[0].timing->outstanding = outstanding;
  return machine;
}

TEST(TlmPort, SeesAnAnswerInTheCycleAfterItCame) {
  const Outcome run = run_on(on_memory(test::weight_stream(4)));
  // One word may be ahead, another on its way: three requests at once, answered at 3 ns. The first MAC frees
  // the room for the fourth word.
  EXPECT_THAT(run.requests, ElementsAre("R 0 @0", "R 0 @0", "R 2 @0", "R 2 @4"));
  EXPECT_THAT(run.log.macs(), ElementsAre(4, 5, 6, 8));
  EXPECT_THAT(run.log.begins(TransferKind::fill, kWeights), ElementsAre(0, 0, 0, 4));
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kWeights), ElementsAre(4, 4, 4, 8));
  EXPECT_EQ(run.result.memories.at(0).reads, 4u);
  EXPECT_EQ(run.result.memories.at(0).memory, "tlm");
}

TEST(TlmPort, EveryMannerOfAnsweringIsUnderstood) {
  for (const Manner manner :
       {Manner::shortcut, Manner::early_response, Manner::completed, Manner::blocking}) {
    const Outcome run = run_on(on_memory(test::weight_stream(4)), {manner});
    EXPECT_EQ(run.requests.size(), 4u);
    EXPECT_EQ(run.log.macs().front(), 4u);
  }
}

TEST(TlmPort, KeepsToTheNumberOfRequestsOutstanding) {
  const Outcome run = run_on(on_memory(test::weight_stream(4), 1));
  EXPECT_THAT(run.requests, ElementsAre("R 0 @0", "R 0 @4", "R 2 @8", "R 2 @12"));
  EXPECT_THAT(run.log.macs(), ElementsAre(4, 8, 12, 16));
}

TEST(TlmPort, AReadHasItsPlaceUntilItsWordsHavePassedThePorts) {
  TinyMachine machine = on_memory(test::weight_stream(4), 1);
  machine[0].read_bandwidth = Rational(1, 2);
  const Outcome run = run_on(machine);
  EXPECT_THAT(run.requests, ElementsAre("R 0 @0", "R 0 @6", "R 2 @12", "R 2 @18"));
  EXPECT_THAT(run.log.macs(), ElementsAre(6, 12, 18, 24));
  EXPECT_EQ(run.result.ports[0].name, "Memory.read");
  EXPECT_EQ(run.result.ports[0].busy, 8u);
}

TEST(TlmPort, ABurstIsOneRequestOfATransferHoweverManyWordsItHolds) {
  TinyMachine machine;
  machine.level("Memory", "WIO", {{"M", 2}}).level("Buffer", "WIO", {{"R", 3}});
  const Outcome run = run_on(on_memory(machine), {}, 100);
  // Weights are words 0 to 2 and 3 to 5 of bursts 100, 102, 104; inputs 0 to 2 of 106 and 108. Of the two
  // weights that lie in burst 102 each tile needs one.
  EXPECT_THAT(run.requests, ElementsAre("R 100 @0", "R 102 @0", "R 106 @0", "R 108 @0", "R 102 @0",
                                        "R 104 @0", "W 110 @7", "W 110 @10"));
  EXPECT_THAT(run.log.macs(), ElementsAre(4, 5, 6, 7, 8, 9));
  // The last sum is ready at 10, requested at once, answered at 13.
  EXPECT_EQ(run.result.cycles, 14u);
  EXPECT_EQ(run.result.memories.at(0).tensor_bytes, 12u);
}

TEST(TlmPort, AnOldSumIsReadWhenTheMemoryHasTakenIt) {
  const Outcome run = run_on(on_memory(test::revisited_sums()));
  // Steps: sums 0, 1, 0, 1, one tile each. The second visit of sum 0 must not be read before its drain is
  // answered, at 1 + 3 ns.
  EXPECT_THAT(run.requests, ElementsAre("W 0 @1", "W 0 @2", "R 0 @5", "R 0 @6", "W 0 @10", "W 0 @11"));
  EXPECT_THAT(run.log.macs(), ElementsAre(0, 1, 9, 10));
  EXPECT_EQ(run.result.cycles, 15u);
}

TEST(TlmPort, WhatAMacAddsToInTheMemoryIsReadBefore) {
  TinyMachine machine;
  machine.level("Memory", "O", {{"C", 2}}).level("Register", "WI");
  const Outcome run = run_on(on_memory(machine));
  // The first product starts the sum and leaves its MAC when it is written; the MAC of cycle 5 adds to it.
  EXPECT_THAT(run.log.macs(), ElementsAre(0, 5));
  EXPECT_THAT(run.requests, ElementsAre("W 0 @1", "R 0 @6", "W 0 @10"));
  EXPECT_EQ(run.result.cycles, 14u);
  EXPECT_EQ(run.result.memories.at(0).reads, 1u);
  EXPECT_EQ(run.result.memories.at(0).writes, 2u);
}

TEST(TlmPort, OperandsMayComeStraightFromTheMemory) {
  TinyMachine machine;
  machine.level("Memory", "W", {{"M", 3}}).level("Register", "IO");
  const Outcome run = run_on(on_memory(machine));
  EXPECT_EQ(run.result.counts.at(0, kWeights)[Category::reads_operand], 3u);
  // One word at the MAC, the next on its way.
  EXPECT_THAT(run.requests, ElementsAre("R 0 @0", "R 0 @0", "R 2 @4"));
  EXPECT_THAT(run.log.macs(), ElementsAre(4, 5, 8));
}

TEST(TlmPort, ChargesTheWaitToTheMemory) {
  const Outcome run = run_on(on_memory(test::weight_stream(4), 1));
  EXPECT_EQ(run.result.cycles, 17u);
  EXPECT_EQ(run.result.pes.waiting[kWeights][0], 4u + 3 + 3 + 3);
  const PortLedger& memory = run.result.ports.back();
  EXPECT_EQ(memory.name, "Memory.memory");
  EXPECT_EQ(memory.busy, 16u);
  EXPECT_EQ(memory.idle[static_cast<std::size_t>(IdleCause::done)], 1u);
}

TEST(TlmPort, ACycleLastsAsLongAsTheArchitectureSays) {
  TinyMachine machine = on_memory(test::weight_stream(2), 1);
  machine.cycle_seconds = 2e-9;
  // Answered at 3 ns, in cycle 1; requested again at 4 ns, answered at 7 ns, in cycle 3.
  EXPECT_THAT(run_on(machine).log.macs(), ElementsAre(2, 4));
  EXPECT_THAT(run_on(machine).requests, ElementsAre("R 0 @0", "R 0 @4"));
}

TEST(TlmPort, AMemoryWhoseClockNeverStopsDoesNotKeepTheRunFromEnding) {
  Setting setting;
  setting.ticks = true;
  EXPECT_THAT(run_on(on_memory(test::weight_stream(4)), setting).log.macs(), ElementsAre(4, 5, 6, 8));
}

TEST(TlmPort, ALatencyOfTheLevelAddsToThatOfTheMemory) {
  TinyMachine machine = on_memory(test::weight_stream(4), 1);
  machine[0].latency = 2;
  const Outcome run = run_on(machine);
  // It delays the words, not the memory, whose place is free when they have passed the port.
  EXPECT_THAT(run.requests, ElementsAre("R 0 @0", "R 0 @4", "R 2 @8", "R 2 @12"));
  EXPECT_THAT(run.log.macs(), ElementsAre(6, 10, 14, 18));
}

TEST(TlmPort, NamesAMemoryThatFails) {
  Setting setting;
  // Answers in the call itself: exceptions beside the stacks of threads confuse the address sanitizer.
  setting.manner = Manner::completed;
  setting.status = tlm::TLM_ADDRESS_ERROR_RESPONSE;
  EXPECT_EQ(
      complaint([&] { run_on(on_memory(test::weight_stream(4)), setting); }),
      "the memory behind Memory has answered the request for address 0 with TLM_ADDRESS_ERROR_RESPONSE");
  setting = {};
  setting.mute = true;
  setting.ticks = true;
  EXPECT_EQ(complaint([&] { run_on(on_memory(test::weight_stream(4)), setting); }),
            "the memory behind Memory has not answered for a million cycles");
  setting.ticks = false;
  EXPECT_EQ(complaint([&] { run_on(on_memory(test::weight_stream(4)), setting); }),
            "the memory behind Memory has not answered its last request");
}

TEST(TlmPort, RefusesWhatCannotBeBound) {
  EXPECT_THAT(complaint([] { (void)simulate(on_memory(test::weight_stream(4)).design()); }),
              HasSubstr("'timing: tlm' needs a program that binds a memory to Memory"));
  EXPECT_THAT(complaint([] { run_on(test::weight_stream(4)); }), HasSubstr("which has no 'timing'"));
  TinyMachine machine = on_memory(test::weight_stream(4));
  machine[0].name = "Other";
  EXPECT_THAT(complaint([&] { run_on(machine); }), HasSubstr("which the architecture does not have"));
  machine[0].word_bits = 0;
  EXPECT_THAT(complaint([&] { (void)machine.design(); }), HasSubstr("give 'word_bits'"));
}

TEST(DramBehindALevel, AnswersAReadAfterItsOwnLatency) {
  TinyMachine machine = on_memory(test::weight_stream(2));
  machine[0].timing->memory = "ddr4_2400";
  const test::Outcome run = test::run(machine);
  // Seen in clock 1: 1 + tRCD 17 + CL 17 + 4 clocks of 0.833 ns are 32.5 ns. The second request, of the same
  // burst, follows a clock later and is read tCCD_L = 6 clocks after the first.
  EXPECT_THAT(run.log.arrivals(TransferKind::fill, kWeights), ElementsAre(33, 38));
  const MemoryUse& use = run.result.memories.at(0);
  EXPECT_EQ(use.memory, "ddr4_2400");
  EXPECT_EQ(use.burst_bytes, 64u);
  EXPECT_EQ(use.commands[0], (std::pair<std::string, std::uint64_t>("ACT", 1)));
  EXPECT_EQ(use.commands[3], (std::pair<std::string, std::uint64_t>("RD", 2)));
}

TEST(DramBehindALevel, RefusesTensorsThatDoNotFit) {
  TinyMachine machine = on_memory(test::weight_stream(1 << 20));
  machine[0].timing->memory = "ddr4_2400";
  machine[0].timing->settings = {{"rows", "1", {}}};
  machine[0].word_bits = 32;
  EXPECT_THAT(complaint([&] { (void)simulate(machine.design()); }),
              HasSubstr("take 4194304 bytes, the DRAM has 131072"));
}

}  // namespace
}  // namespace nestwave
