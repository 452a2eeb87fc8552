// SPDX-License-Identifier: Apache-2.0
// A layer on an accelerator whose DRAM is a TLM-2.0 memory of this program: the architecture file says
// `timing: tlm`, and the program binds what it likes. DRAMSys or a virtual platform would stand in
// its place the same way.
//
//     tlm_memory FILE...         architecture, problem and mapping, as for `nestwave run`
#include <tlm_utils/simple_target_socket.h>

#include <iostream>
#include <memory>
#include <systemc>

#include "app/simulate.h"
#include "memory/tlm_memory.h"
#include "models/analytical/model.h"
#include "models/error.h"
#include "models/formats/inputs.h"

namespace {

/// Answers any request after 50 ns and lets the next one in 4 ns later.
class SlowMemory : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<SlowMemory> socket;
  std::uint64_t bytes = 0;

  explicit SlowMemory(sc_core::sc_module_name name) : sc_module(name), socket("socket") {
    socket.register_nb_transport_fw(this, &SlowMemory::forward);
  }

 private:
  tlm::tlm_sync_enum forward(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& /*delay*/) {
    if (phase != tlm::BEGIN_REQ) return tlm::TLM_COMPLETED;
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    bytes += payload.get_data_length();
    sc_core::sc_spawn([this, &payload] { answer(payload); }, sc_core::sc_gen_unique_name("answer"));
    return tlm::TLM_ACCEPTED;
  }
  void answer(tlm::tlm_generic_payload& payload) {
    send(payload, tlm::END_REQ, sc_core::sc_time(4, sc_core::SC_NS));
    send(payload, tlm::BEGIN_RESP, sc_core::sc_time(46, sc_core::SC_NS));
  }
  void send(tlm::tlm_generic_payload& payload, tlm::tlm_phase phase, const sc_core::sc_time& after) {
    sc_core::wait(after);
    sc_core::sc_time delay;
    (void)socket->nb_transport_bw(payload, phase, delay);
  }
};

int run(int count, char** names) {
  const nestwave::Inputs inputs = nestwave::read_inputs({names + 1, names + count});
  const nestwave::Design design = nestwave::make_design(inputs, nestwave::policies().front());

  std::shared_ptr<SlowMemory> memory;
  nestwave::TlmMemory behind;
  behind.level = design.architecture().levels.front().name;
  behind.base_address = 0x8000'0000;
  behind.bind = [](tlm::tlm_initiator_socket<>& port) {
    auto memory = std::make_shared<SlowMemory>("slow_memory");
    port.bind(memory->socket);
    return memory;
  };
  nestwave::SimulationOptions options;
  options.memories = {&behind};
  const nestwave::SimulationResult result = nestwave::simulate(design, options);

  const nestwave::MemoryUse& use = result.memories.at(0);
  std::cout << result.macs << " MACs in " << result.cycles << " cycles; " << use.reads << " bursts read, "
            << use.writes << " written\n";
  const bool agrees = result.counts == nestwave::analytical::analyze(design).counts;
  if (!agrees) std::cerr << "the counts differ from the closed forms\n";
  return agrees && use.reads > 0 && use.writes > 0 && result.cycles > design.compute_steps() ? 0 : 1;
}

}  // namespace

int sc_main(int count, char** names) {
  try {
    return run(count, names);
  } catch (const nestwave::InputError& error) {
    std::cerr << error.formatted() << "\n";
    return 2;
  }
}
