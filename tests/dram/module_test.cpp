// SPDX-License-Identifier: Apache-2.0
// The SystemC module behind its TLM-2.0 socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <functional>
#include <optional>

#include "app/dram_run.h"
#include "app/kernel.h"
#include "memory/dram/dram.h"
#include "memory/dram/presets.h"
#include "models/error.h"

namespace nestwave::dram {
namespace {

using ::testing::ElementsAre;

/// Runs a body as a thread with a socket; keeps the phases that come back.
struct Master : sc_core::sc_module {
  tlm_utils::simple_initiator_socket<Master> socket;
  std::vector<std::pair<Clocks, std::string>> phases;
  std::function<void()> body;
  bool accept_response = false;  ///< END_RESP is then sent by the body
  std::uint64_t tCK;

  Master(sc_core::sc_module_name name, std::uint64_t period)
      : sc_module(name), socket("socket"), tCK(period) {
    socket.register_nb_transport_bw(this, &Master::backward);
    sc_core::sc_spawn([this] { body(); }, "body");
  }
  tlm::tlm_sync_enum backward(tlm::tlm_generic_payload&, tlm::tlm_phase& phase, sc_core::sc_time&) {
    phases.emplace_back(now(), phase == tlm::END_REQ ? "END_REQ" : "BEGIN_RESP");
    return phase == tlm::END_REQ || accept_response ? tlm::TLM_ACCEPTED : tlm::TLM_COMPLETED;
  }
  [[nodiscard]] Clocks now() const { return sc_core::sc_time_stamp().value() / tCK; }
  tlm::tlm_sync_enum send(tlm::tlm_generic_payload& payload, tlm::tlm_phase phase) {
    sc_core::sc_time delay;
    return socket->nb_transport_fw(payload, phase, delay);
  }
  void wait_clocks(Clocks clocks) { sc_core::wait(sc_core::sc_time::from_value(clocks * tCK)); }
};

struct Memories : tlm::tlm_mm_interface {
  void free(tlm::tlm_generic_payload* payload) override { payload->reset(); }
};

class DramModule : public ::testing::Test {
 protected:
  void build(const Config& config) {
    dram.emplace("dram", config);
    master.emplace("master", config.tCK);
    master->socket.bind(dram->socket);
  }
  tlm::tlm_generic_payload& request(bool write, std::uint64_t address, unsigned int length,
                                    unsigned char* data = nullptr) {
    payloads.push_back(std::make_unique<tlm::tlm_generic_payload>(&memory));
    tlm::tlm_generic_payload& payload = *payloads.back();
    payload.acquire();
    payload.set_command(write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
    payload.set_address(address);
    payload.set_data_ptr(data);
    payload.set_data_length(length);
    payload.set_streaming_width(length);
    return payload;
  }

  KernelContext kernel;
  Memories memory;
  std::vector<std::unique_ptr<tlm::tlm_generic_payload>> payloads;
  std::optional<Dram> dram;
  std::optional<Master> master;
};

TEST_F(DramModule, AnswersAReadWhenItsDataIsThere) {
  build(preset("ddr4_2400"));
  master->body = [&] {
    master->wait_clocks(10);
    EXPECT_EQ(master->send(request(false, 0, 64), tlm::BEGIN_REQ), tlm::TLM_ACCEPTED);
  };
  sc_core::sc_start();
  // Seen a clock later; activate, read, data.
  EXPECT_THAT(master->phases, ElementsAre(std::pair<Clocks, std::string>(11, "END_REQ"),
                                          std::pair<Clocks, std::string>(11 + 17 + 17 + 4, "BEGIN_RESP")));
}

TEST_F(DramModule, AnswersAWriteAsSoonAsItIsQueued) {
  build(preset("ddr4_2400"));
  master->body = [&] { (void)master->send(request(true, 0, 64), tlm::BEGIN_REQ); };
  sc_core::sc_start();
  EXPECT_THAT(master->phases, ElementsAre(std::pair<Clocks, std::string>(1, "END_REQ"),
                                          std::pair<Clocks, std::string>(1, "BEGIN_RESP")));
  EXPECT_EQ(dram->counts().data_end, 1 + 17 + 12 + 4u) << "it is written although nobody waits";
}

TEST_F(DramModule, CutsALongRequestIntoTheBurstsItTouches) {
  build(preset("ddr4_2400"));
  master->body = [&] { (void)master->send(request(false, 60, 200), tlm::BEGIN_REQ); };
  sc_core::sc_start();
  // Bytes 60 to 259 lie in bursts 0 to 4; one enters its queue per clock, the groups take turns.
  EXPECT_EQ(dram->counts().commands[static_cast<std::size_t>(Command::RD)], 5u);
  EXPECT_THAT(master->phases,
              ElementsAre(std::pair<Clocks, std::string>(5, "END_REQ"),
                          std::pair<Clocks, std::string>(1 + 17 + 4 * 4 + 17 + 4, "BEGIN_RESP")));
}

TEST_F(DramModule, SpreadsARequestOverItsChannels) {
  Config config = preset("hbm2");
  config.channels = 4;
  build(config);
  master->body = [&] { (void)master->send(request(false, 0, 4 * 64), tlm::BEGIN_REQ); };
  sc_core::sc_start();
  EXPECT_THAT(master->phases, ElementsAre(std::pair<Clocks, std::string>(1, "END_REQ"),
                                          std::pair<Clocks, std::string>(1 + 14 + 14 + 2, "BEGIN_RESP")));
  EXPECT_EQ(dram->counts().commands[static_cast<std::size_t>(Command::ACT)], 4u);
}

TEST_F(DramModule, HoldsBackEndReqWhileItsQueueIsFull) {
  Config config = preset("ddr4_2400");
  config.read_queue = 1;
  build(config);
  master->body = [&] {
    (void)master->send(request(false, 0, 64), tlm::BEGIN_REQ);
    master->wait_clocks(1);
    sc_core::wait(sc_core::SC_ZERO_TIME);
    sc_core::wait(sc_core::SC_ZERO_TIME);
    (void)master->send(request(false, 64, 64), tlm::BEGIN_REQ);
  };
  sc_core::sc_start();
  ASSERT_GE(master->phases.size(), 2u);
  EXPECT_EQ(master->phases[0].first, 1u);
  EXPECT_EQ(master->phases[1].first, 19u) << "the first read leaves its queue at 18";
}

TEST_F(DramModule, SendsOneResponseAtATime) {
  build(preset("ddr4_2400"));
  master->accept_response = true;
  master->body = [&] {
    tlm::tlm_generic_payload& first = request(true, 0, 64);
    tlm::tlm_generic_payload& second = request(true, 64, 64);
    (void)master->send(first, tlm::BEGIN_REQ);
    master->wait_clocks(2);
    (void)master->send(second, tlm::BEGIN_REQ);
    master->wait_clocks(98);
    (void)master->send(first, tlm::END_RESP);
    master->wait_clocks(100);
    (void)master->send(second, tlm::END_RESP);
  };
  sc_core::sc_start();
  EXPECT_THAT(master->phases, ElementsAre(std::pair<Clocks, std::string>(1, "END_REQ"),
                                          std::pair<Clocks, std::string>(1, "BEGIN_RESP"),
                                          std::pair<Clocks, std::string>(3, "END_REQ"),
                                          std::pair<Clocks, std::string>(100, "BEGIN_RESP")));
}

TEST_F(DramModule, HoldsDataForBlockingCallersToo) {
  build(preset("ddr4_2400"));
  Clocks written = 0;
  Clocks read = 0;
  std::vector<unsigned char> data = {1, 2, 3, 4};
  std::vector<unsigned char> back(6, 9);
  master->body = [&] {
    sc_core::sc_time delay;
    master->socket->b_transport(request(true, 1000, 4, data.data()), delay);
    written = master->now();
    master->socket->b_transport(request(false, 999, 6, back.data()), delay);
    read = master->now();
  };
  sc_core::sc_start();
  EXPECT_THAT(back, ElementsAre(0, 1, 2, 3, 4, 0));
  EXPECT_EQ(written, 1u);
  EXPECT_GE(read, written + 2) << "the burst still waits to be written";
  std::vector<unsigned char> peek(4, 9);
  EXPECT_EQ(master->socket->transport_dbg(request(false, 1000, 4, peek.data())), 4u);
  EXPECT_EQ(peek, data);
}

TEST_F(DramModule, RefusesWhatItCannotDo) {
  build(preset("ddr4_2400"));
  const std::uint64_t bytes = dram->config().bytes();
  std::vector<tlm::tlm_response_status> answers;
  unsigned char enable = 0xff;
  master->body = [&] {
    const auto try_it = [&](tlm::tlm_generic_payload& payload) {
      EXPECT_EQ(master->send(payload, tlm::BEGIN_REQ), tlm::TLM_COMPLETED);
      answers.push_back(payload.get_response_status());
    };
    try_it(request(false, bytes, 64));
    try_it(request(false, bytes - 32, 64));
    try_it(request(false, 0, 0));
    tlm::tlm_generic_payload& streaming = request(false, 0, 64);
    streaming.set_streaming_width(8);
    try_it(streaming);
    tlm::tlm_generic_payload& enables = request(true, 0, 64);
    enables.set_byte_enable_ptr(&enable);
    try_it(enables);
    tlm::tlm_generic_payload& nothing = request(false, 0, 64);
    nothing.set_command(tlm::TLM_IGNORE_COMMAND);
    try_it(nothing);
  };
  sc_core::sc_start();
  EXPECT_THAT(answers, ElementsAre(tlm::TLM_ADDRESS_ERROR_RESPONSE, tlm::TLM_ADDRESS_ERROR_RESPONSE,
                                   tlm::TLM_BURST_ERROR_RESPONSE, tlm::TLM_BURST_ERROR_RESPONSE,
                                   tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE, tlm::TLM_COMMAND_ERROR_RESPONSE));
  EXPECT_TRUE(master->phases.empty());
}

TEST_F(DramModule, RefusesAConfigurationThatCannotWork) {
  Config config = preset("ddr4_2400");
  config.tREFI = 100;
  EXPECT_THROW(build(config), InputError);
}

struct Seen {
  std::vector<Issued> commands;
  DramRun run;
};

Seen observe(const char* preset_name, const char* pattern_name, bool traffic_first) {
  Seen seen;
  DramRunOptions options;
  options.requests = 5000;
  options.outstanding = 48;
  options.construct_traffic_first = traffic_first;
  options.observer = [&](const Issued& issued) { seen.commands.push_back(issued); };
  Config config = preset(preset_name);
  config.channels = 2;
  seen.run = run_dram(config, pattern(pattern_name), options);
  return seen;
}

TEST(DramOrder, OfConstructionDoesNotShowAndRunsRepeat) {
  for (const Preset& one : presets()) {
    for (const Pattern& pattern : patterns()) {
      const std::string preset_name(one.name);
      const std::string pattern_name(pattern.name);
      SCOPED_TRACE(preset_name + " " + pattern_name);
      const Seen a = observe(preset_name.c_str(), pattern_name.c_str(), false);
      const Seen b = observe(preset_name.c_str(), pattern_name.c_str(), true);
      EXPECT_FALSE(a.commands.empty());
      EXPECT_TRUE(a.commands == b.commands);
      EXPECT_EQ(a.run.clocks, b.run.clocks);
      EXPECT_EQ(a.run.traffic.latency_sum, b.run.traffic.latency_sum);
      EXPECT_EQ(a.run.traffic.reads + a.run.traffic.writes, 5000u);
    }
  }
}

}  // namespace
}  // namespace nestwave::dram
