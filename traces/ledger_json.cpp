// SPDX-License-Identifier: Apache-2.0
#include "traces/ledger_json.h"

#include "traces/format.h"

namespace nestwave {

using Json = nlohmann::ordered_json;

Json pe_cycles_json(const Design& design, const PeLedger& pes) {
  Json waiting = Json::object();
  for (std::size_t d = 0; d < pes.waiting.size(); ++d)
    for (std::size_t level = 0; level < pes.waiting[d].size(); ++level)
      if (pes.waiting[d][level] > 0)
        waiting[design.problem().data_spaces[d].name + "@" + level_name(design, static_cast<int>(level))] =
            pes.waiting[d][level];
  return {{"computing", pes.computing},     {"adding", pes.adding},     {"waiting", std::move(waiting)},
          {"output_room", pes.output_room}, {"unmapped", pes.unmapped}, {"not_started", pes.not_started},
          {"finished", pes.finished}};
}

Json ports_json(const std::vector<PortLedger>& ports) {
  Json all = Json::object();
  for (const PortLedger& port : ports) {
    Json idle = Json::object();
    for (std::size_t c = 0; c < kIdleCauses; ++c)
      idle[std::string(to_string(static_cast<IdleCause>(c)))] = port.idle[c];
    all[port.name] = {{"busy", port.busy}, {"idle", std::move(idle)}, {"words", port.words}};
  }
  return all;
}

}  // namespace nestwave
