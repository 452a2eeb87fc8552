// SPDX-License-Identifier: Apache-2.0
#include "app/locate.h"

#include <algorithm>
#include <map>

#include "traces/nest_position.h"

namespace nestwave {

namespace {

/// The search for one difference: up to `begin` both sides agree; the first difference lies before `end`.
struct Probe {
  Difference* difference = nullptr;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t width = 1;           ///< steps per bucket
  std::uint64_t before = 0;          ///< simulated count of the steps before `begin`
  std::vector<std::uint64_t> words;  ///< per bucket
  std::vector<Cycle> first_cycle;    ///< of the words in the bucket
  std::vector<Cycle> mac_cycle;      ///< of the first MAC in the bucket
  bool found = true;

  [[nodiscard]] bool done() const { return !found || end - begin <= 1; }
};

/// Adds up counted words by compute step, in the buckets of each probe.
class Buckets : public Observer {
 public:
  Buckets(const Design& design, std::vector<Probe>& probes)
      : data_spaces_(design.data_space_count()), probes_(probes) {
    by_counter_.resize(static_cast<std::size_t>(design.level_count()) * data_spaces_ * kCategories, nullptr);
    for (Probe& probe : probes_)
      by_counter_[index(probe.difference->level, probe.difference->data_space, probe.difference->category)] =
          &probe;
  }

  [[nodiscard]] unsigned interests() const override { return kCounts | kMacs; }

  void count(int level, int data_space, Category category, std::uint64_t words, std::uint64_t step,
             Cycle cycle) override {
    Probe* probe = by_counter_[index(level, data_space, category)];
    if (probe == nullptr || step >= probe->end) return;
    if (step < probe->begin) {
      probe->before += words;
      return;
    }
    const std::uint64_t bucket = (step - probe->begin) / probe->width;
    probe->words[bucket] += words;
    probe->first_cycle[bucket] = std::min(probe->first_cycle[bucket], cycle);
  }

  void mac(std::uint64_t /*pe*/, std::uint64_t step, Cycle cycle) override {
    for (Probe& probe : probes_) {
      if (step < probe.begin || step >= probe.end) continue;
      Cycle& first = probe.mac_cycle[(step - probe.begin) / probe.width];
      first = std::min(first, cycle);
    }
  }

 private:
  [[nodiscard]] std::size_t index(int level, int data_space, Category category) const {
    return (static_cast<std::size_t>(level) * data_spaces_ + data_space) * kCategories +
           static_cast<std::size_t>(category);
  }

  int data_spaces_;
  std::vector<Probe>& probes_;
  std::vector<Probe*> by_counter_;
};

void prepare(Probe& probe, std::uint64_t buckets) {
  const std::uint64_t steps = probe.end - probe.begin;
  probe.width = (steps - 1) / buckets + 1;
  const std::uint64_t used = (steps - 1) / probe.width + 1;
  probe.before = 0;
  probe.words.assign(used, 0);
  probe.first_cycle.assign(used, kNever);
  probe.mac_cycle.assign(used, kNever);
}

/// Narrows the probe to its first bucket after which the running counts differ.
void narrow(Probe& probe, const std::function<const CountTable&(std::uint64_t)>& analytical_before) {
  Difference& difference = *probe.difference;
  std::uint64_t running = probe.before;
  for (std::size_t b = 0; b < probe.words.size(); ++b) {
    const std::uint64_t start = probe.begin + b * probe.width;
    const std::uint64_t stop = std::min(start + probe.width, probe.end);
    running += probe.words[b];
    const std::uint64_t expected =
        analytical_before(stop).at(difference.level, difference.data_space)[difference.category];
    if (running == expected) continue;
    difference.simulated_so_far = running;
    difference.analytical_so_far = expected;
    // Where the simulation counted nothing at all, its MACs tell the time.
    difference.cycle = probe.first_cycle[b] != kNever ? probe.first_cycle[b]
                       : probe.mac_cycle[b] != kNever ? probe.mac_cycle[b]
                                                      : 0;
    probe.begin = start;
    probe.end = stop;
    return;
  }
  probe.found = false;
}

}  // namespace

void locate(const Design& design, const LocateSources& sources, std::vector<Difference>& differences,
            std::uint64_t buckets) {
  std::vector<Probe> open;
  for (Difference& difference : differences) {
    difference.step = design.compute_steps();
    Probe& probe = open.emplace_back();
    probe.difference = &difference;
    probe.end = design.compute_steps();
    prepare(probe, buckets);
  }
  while (!open.empty()) {
    Buckets observer(design, open);
    sources.simulate(observer);
    std::map<std::uint64_t, CountTable> known;  // the probes mostly ask for the same prefixes
    const auto before = [&](std::uint64_t step) -> const CountTable& {
      const auto at = known.find(step);
      return at != known.end() ? at->second
                               : known.emplace(step, sources.analytical_before(step)).first->second;
    };
    for (Probe& probe : open) {
      narrow(probe, before);
      if (!probe.found || probe.end - probe.begin > 1) continue;
      const NestPosition position(design);
      probe.difference->step = probe.begin;
      probe.difference->loops = position.loops(probe.begin);
      probe.difference->tile =
          position.tile(probe.begin, probe.difference->level, probe.difference->data_space);
    }
    std::erase_if(open, [](const Probe& probe) { return probe.done(); });
    for (Probe& probe : open) prepare(probe, buckets);
  }
}

}  // namespace nestwave
