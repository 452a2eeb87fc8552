// SPDX-License-Identifier: Apache-2.0
#include "app/memories.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/module_name.h"
#include "memory/dram/timing.h"

namespace nestwave {

std::uint64_t clock_period(const Architecture& architecture) {
  constexpr std::uint64_t kAny = 1000;
  for (const StorageLevel& level : architecture.levels) {
    if (!level.timing) continue;
    const double period = architecture.cycle_seconds * 1e12;
    if (!(period >= 1) || period > 1e9)
      throw InputError(level.timing->where,
                       "beside a memory with a clock of its own a cycle must last from 1 ps to 1 ms");
    return static_cast<std::uint64_t>(std::llround(period));
  }
  return kAny;
}

Memories::Memories(const Design& design, const std::vector<const TlmMemory*>& bound, Clock& clock,
                   Arbiter& arbiter, Tick ticks_per_cycle)
    : clock_(clock) {
  for (const TlmMemory* memory : bound) {
    const int level = design.architecture().find_level(memory->level);
    if (level < 0 || !design.architecture().levels[level].timing)
      throw InputError(
          {}, "a memory is to be bound to " + memory->level +
                  (level < 0 ? ", which the architecture does not have" : ", which has no 'timing'"));
  }
  for (int level = 0; level < design.level_count(); ++level) {
    if (!design.architecture().levels[level].timing) continue;
    const TlmMemory* own = nullptr;
    for (const TlmMemory* memory : bound)
      if (memory->level == design.architecture().levels[level].name) own = memory;
    add(design, level, own, arbiter, ticks_per_cycle);
  }
}

namespace {

/// Enters the bursts that pass a channel's data bus in the ledger of the port, each in the cycle in which its
/// last data does. Words need not divide a burst: a copy for each channel keeps what is left.
dram::CommandObserver data_counter(PortBank& bank, const dram::Config& part, std::uint64_t period,
                                   std::uint64_t word_bits) {
  return [&bank, part, period, word_bits, bits = std::uint64_t{0}](const dram::Issued& issued) mutable {
    if (!dram::is_column(issued.command)) return;
    const dram::Clocks end =
        issued.clock + (dram::is_write(issued.command) ? part.CWL : part.CL) + part.tBL();
    bits += part.burst_bytes() * 8;
    bank.pass(0, (end * part.tCK - 1) / period, bits / word_bits);
    bits %= word_bits;
  };
}

}  // namespace

void Memories::add(const Design& design, int level, const TlmMemory* bound, Arbiter& arbiter,
                   Tick ticks_per_cycle) {
  const StorageLevel& spec = design.architecture().levels[level];
  const MemoryTiming& timing = *spec.timing;
  Memory memory;
  TlmPortConfig config;
  config.name = spec.name;
  config.level = level;
  config.outstanding = timing.outstanding;
  config.burst_bytes = timing.burst_bytes;
  const std::string name = module_name(spec.name);
  std::optional<dram::Config> part;
  if (bound != nullptr) {
    memory.name = MemoryTiming::kTlm;
    config.base_address = bound->base_address;
  } else {
    if (timing.memory == MemoryTiming::kTlm)
      throw InputError(timing.where, "'timing: tlm' needs a program that binds a memory to " + spec.name);
    memory.name = timing.memory;
    part = dram::config_of(timing);
    dram::check(*part);
    config.burst_bytes = part->burst_bytes();
    config.brings_data = false;
  }
  Layout layout(design, level, config.burst_bytes);
  if (part && layout.bytes() > part->bytes())
    throw InputError(timing.where, "the tensors in " + spec.name + " take " + std::to_string(layout.bytes()) +
                                       " bytes, the DRAM has " + std::to_string(part->bytes()) +
                                       "; more 'rows' or 'channels' make it larger");
  memory.port = std::make_unique<TlmPort>((name + "_port").c_str(), std::move(config), clock_, arbiter,
                                          ticks_per_cycle, std::move(layout));
  arbiter.add(memory.port.get());
  if (part) {
    memory.dram = std::make_unique<dram::Dram>(
        (name + "_dram").c_str(), *part,
        data_counter(memory.port->bank(), *part, clock_.period(), spec.word_bits));
    memory.port->socket.bind(memory.dram->socket);
  } else {
    memory.owner = bound->bind(memory.port->socket);
  }
  memories_.push_back(std::move(memory));
}

TlmPort* Memories::port(int level) const {
  for (const Memory& memory : memories_)
    if (memory.port->config().level == level) return memory.port.get();
  return nullptr;
}

bool Memories::foreign() const {
  for (const Memory& memory : memories_)
    if (!memory.dram) return true;
  return false;
}

void Memories::require_answers(bool never) const {
  constexpr std::uint64_t kPatience = 1'000'000;  // cycles
  for (const Memory& memory : memories_) {
    const std::uint64_t waiting = sc_core::sc_time_stamp().value() - memory.port->waiting_since();
    if ((never && memory.port->busy()) || waiting > kPatience * clock_.period())
      throw InputError({}, "the memory behind " + memory.port->config().name + " has not answered " +
                               (never ? "its last request" : "for a million cycles"));
  }
}

std::vector<MemoryUse> Memories::uses(Cycle cycles) const {
  std::vector<MemoryUse> all;
  for (const Memory& memory : memories_) {
    MemoryUse use;
    use.level = memory.port->config().level;
    use.memory = memory.name;
    use.burst_bytes = memory.port->config().burst_bytes;
    use.tensor_bytes = memory.port->layout().bytes();
    use.reads = memory.port->counts().reads;
    use.writes = memory.port->counts().writes;
    if (memory.dram) {
      const dram::ChannelCounts counts = memory.dram->counts();
      const dram::Config& config = memory.dram->config();
      std::uint64_t bursts = 0;
      for (std::size_t c = 0; c < dram::kCommands; ++c) {
        use.commands.emplace_back(dram::kCommandNames[c], counts.commands[c]);
        if (dram::is_column(static_cast<dram::Command>(c))) bursts += counts.commands[c];
      }
      const double busy =
          static_cast<double>(bursts * config.tBL() * config.tCK) / static_cast<double>(config.channels);
      const double run = static_cast<double>(cycles) * static_cast<double>(clock_.period());
      const double last = static_cast<double>(counts.data_end) * static_cast<double>(config.tCK);
      if (counts.data_end > 0) use.data_share = busy / std::max(run, last);
      use.bursts_per_cycle = Rational(static_cast<std::int64_t>(config.channels * clock_.period()),
                                      static_cast<std::int64_t>(config.tBL() * config.tCK));
    }
    all.push_back(std::move(use));
  }
  return all;
}

}  // namespace nestwave
