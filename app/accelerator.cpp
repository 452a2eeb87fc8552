// SPDX-License-Identifier: Apache-2.0
#include "app/accelerator.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "app/module_name.h"

namespace nestwave {

namespace {

std::vector<Rational> bandwidths(const Architecture& architecture) {
  std::vector<Rational> all;
  const auto append = [&](const std::optional<Rational>& bandwidth) {
    if (bandwidth) all.push_back(*bandwidth);
  };
  for (const StorageLevel& level : architecture.levels) {
    append(level.read_bandwidth);
    append(level.write_bandwidth);
    append(level.shared_bandwidth);
    for (const auto& [key, network] : level.networks)
      for (const NetworkSpec* spec : {&network, &network.for_sums()}) {
        append(spec->bandwidth);
        append(spec->row_bandwidth);
      }
    if (level.banks) all.emplace_back(static_cast<std::int64_t>(level.banks->ports));
  }
  return all;
}

/// Which words an instance has matters where there are banks, so none can stand for another.
bool has_banks(const Architecture& architecture) {
  return std::any_of(architecture.levels.begin(), architecture.levels.end(),
                     [](const StorageLevel& level) { return level.banks.has_value(); });
}

}  // namespace

Accelerator::Accelerator(const Design& design, const SimulationOptions& options)
    : design_(design),
      options_(options),
      nest_(std::make_shared<Nest>(design)),
      ticks_(ticks_per_cycle(bandwidths(design.architecture()))),
      clock_(clock_period(design.architecture())),
      recorder_(design.level_count(), design.data_space_count(), options.observers),
      symmetry_(std::make_shared<Symmetry>(design, *nest_,
                                           options.every_instance || has_banks(design.architecture()) ||
                                               recorder_.every_instance() ||
                                               networks_need_every_instance(design))),
      arbiter_("arbiter", clock_),
      networks_(design, *symmetry_, ticks_),
      reporter_(clock_, recorder_) {
  // 2^63 picoseconds fit the kernel's clock, 2^61 ticks leave a factor of two for sums of times.
  clock_.set_limit(std::min<Cycle>(
      {Cycle{1} << 53, (Cycle{1} << 63) / clock_.period(), (Cycle{1} << 61) / static_cast<Cycle>(ticks_)}));
  if (recorder_.wants(kRepresentatives)) {
    std::vector<std::uint64_t> instances;
    for (int level = 0; level <= design.level_count(); ++level)
      instances.push_back(symmetry_->instances(level));
    recorder_.tell(kRepresentatives, &Observer::simulated, instances);
  }
  build_streams();
  if (options.construction_seed % 2 == 0) build_memories();
  build_stores();
  if (!memories_) build_memories();
  build_registers();
  build_array();
  build_links();
  arbiter_.add(array_.get());
  phases_ = std::make_unique<PhaseAccounts>(*array_, accounts_);
  clock_.add(phases_.get());
  clock_.add(array_.get());
  clock_.add(&accounts_);
  if (recorder_.wants(kCycles)) clock_.add(&reporter_);
  if (options_.fast_forward && recorder_.may_skip() && repeats()) build_fast_forward();
}

/// Whether one iteration of a loop can be like the one before, and every part of the machine can show
/// its state: where rounds differ (imperfect factors), or where a memory has a clock of its own, that is
/// not so.
bool Accelerator::repeats() const {
  if (nest_->uneven()) return false;
  for (int level = 0; level < design_.level_count(); ++level)
    if (memories_->port(level) != nullptr) return false;
  return true;
}

void Accelerator::build_fast_forward() {
  ForwardMachine machine;
  machine.position = [this] { return array_->position(); };
  machine.iterations_left = [this](std::size_t loop, std::uint64_t step) {
    std::uint64_t left = array_->iterations_left(*nest_, loop, step);
    for (const auto& store : stores_) left = std::min(left, store->iterations_left(loop, step));
    if (registers_) left = std::min(left, registers_->iterations_left(loop, step));
    if (updates_) left = std::min(left, updates_->iterations_left(*nest_, loop, step));
    return left;
  };
  machine.visit_state = [this](StateVisitor& state) { visit_state(state); };
  fast_forward_.emplace(*nest_, clock_, ticks_, std::move(machine),
                        options_.max_cycles > 0 ? options_.max_cycles : kNever);
  clock_.add(&*fast_forward_);
}

/// Every part of the machine, each once.
void Accelerator::visit_state(StateVisitor& state) {
  for (const auto& store : stores_) store->visit_state(state);
  if (registers_) registers_->visit_state(state);
  networks_.visit_state(state);
  for (const auto& link : inward_) link->visit_state(state);
  for (const auto& link : outward_) link->visit_state(state);
  if (updates_) updates_->visit_state(state);
  array_->visit_state(state);
  accumulator_->visit_state(state);
  recorder_.visit_state(state);
}

template <typename Item>
void Accelerator::shuffle(std::vector<Item>& items) const {
  if (options_.construction_seed == 0) return;
  std::mt19937_64 random(options_.construction_seed);
  std::shuffle(items.begin(), items.end(), random);
}

void Accelerator::build_memories() {
  memories_ = std::make_unique<Memories>(design_, options_.memories, clock_, arbiter_, ticks_);
}

void Accelerator::build_streams() {
  const int macs = design_.level_count();
  for (int d = 0; d < design_.data_space_count(); ++d) {
    int outer = -1;
    for (const int level : design_.keepers(d)) {
      streams_[{d, level}] = std::make_unique<Stream>(design_, nest_, symmetry_, d, outer, level);
      outer = level;
    }
    streams_[{d, macs}] = std::make_unique<Stream>(design_, nest_, symmetry_, d, outer, macs);
  }
  for (const auto& [edge, stream] : streams_)
    if (stream->outer() >= 0 && networks_sort(design_, edge.first, stream->outer(), edge.second))
      stream->keep_parcels(design_);
}

StoreConfig Accelerator::store_config(int level) const {
  const StorageLevel& spec = design_.architecture().levels[level];
  StoreConfig config;
  config.level = level;
  config.instances = symmetry_->instances(level);
  config.weights = symmetry_->weights(level);
  config.latency = spec.latency;
  config.prefetch_depth = spec.prefetch_depth;
  config.spaces.resize(static_cast<std::size_t>(design_.data_space_count()));
  for (int d = 0; d < design_.data_space_count(); ++d) {
    StoredSpace& space = config.spaces[d];
    space.read_write = design_.problem().data_spaces[d].read_write;
    const auto stream = streams_.find({d, level});
    if (stream == streams_.end()) continue;
    space.stream = stream->second.get();
    space.outermost = space.stream->outer() < 0;
    space.parent_children = space.stream->shape().simulated;
  }
  config.pools = pools(level, config);
  return config;
}

std::vector<std::uint64_t> Accelerator::pools(int level, StoreConfig& config) const {
  constexpr std::uint64_t kUnlimited = std::uint64_t{1} << 62;
  const StorageLevel& spec = design_.architecture().levels[level];
  std::uint64_t room = spec.capacity_words.value_or(kUnlimited);
  std::uint64_t tiles = 0;
  std::uint64_t kept = 0;
  for (const StoredSpace& space : config.spaces) {
    if (space.stream == nullptr) continue;
    if (space.outermost)
      room -= space.stream->shape().tile_words;
    else
      tiles += space.stream->shape().tile_words;
    kept += space.outermost ? 0 : 1;
  }
  if (spec.banks && spec.capacity_words) return bank_pools(level, config);
  if (spec.room == Room::shared || kept == 0) return {room};
  std::vector<std::uint64_t> parts;
  for (StoredSpace& space : config.spaces) {
    if (space.stream == nullptr || space.outermost) continue;
    space.pool = static_cast<int>(parts.size());
    parts.push_back(space.stream->shape().tile_words + (room - tiles) / kept);
  }
  return parts;
}

std::vector<std::uint64_t> Accelerator::bank_pools(int level, StoreConfig& config) const {
  std::vector<std::uint64_t> parts;
  for (const BankGroup& group : bank_groups(design_, level)) {
    std::uint64_t room = group.words;
    for (const int d : group.data_spaces) {
      StoredSpace& space = config.spaces[d];
      space.pool = static_cast<int>(parts.size());
      if (space.outermost) room -= space.stream->shape().tile_words;
    }
    parts.push_back(room);
  }
  return parts;
}

void Accelerator::build_stores() {
  stores_.resize(static_cast<std::size_t>(design_.level_count()));
  std::vector<int> order(stores_.size());
  std::iota(order.begin(), order.end(), 0);
  shuffle(order);
  for (const int level : order) {
    const StorageLevel& spec = design_.architecture().levels[level];
    const std::vector<std::uint64_t>& weights = symmetry_->weights(level);
    auto store =
        std::make_unique<Store>(module_name(spec.name).c_str(), store_config(level), clock_, recorder_);
    store->read_port =
        std::make_unique<PortBank>(spec.name + ".read", level, weights, spec.read_bandwidth, ticks_);
    store->write_port =
        std::make_unique<PortBank>(spec.name + ".write", level, weights, spec.write_bandwidth, ticks_);
    if (spec.shared_bandwidth)
      store->shared_port =
          std::make_unique<PortBank>(spec.name + ".shared", level, weights, spec.shared_bandwidth, ticks_);
    if (spec.banks)
      store->banks = std::make_unique<BufferBanks>(design_, level, symmetry_->instances(level), ticks_);
    accounts_.add_store(*store);
    stores_[level] = std::move(store);
  }
}

void Accelerator::build_registers() {
  StoreConfig config;
  config.level = design_.level_count();
  config.instances = symmetry_->instances(config.level);
  config.counted = false;
  config.spaces.resize(static_cast<std::size_t>(design_.data_space_count()));
  for (int d = 0; d < design_.data_space_count(); ++d) {
    StoredSpace& space = config.spaces[d];
    if (design_.has_own_keeper(d) || design_.problem().data_spaces[d].read_write) continue;
    space.stream = streams_.at({d, config.level}).get();
    space.parent_children = space.stream->shape().simulated;
    space.pool = static_cast<int>(config.pools.size());
    config.pools.push_back(1);
  }
  if (config.pools.empty()) return;
  const std::string name = module_name(design_.architecture().compute.name) + "_registers";
  registers_ = std::make_unique<Store>(name.c_str(), std::move(config), clock_, recorder_);
}

void Accelerator::build_array() {
  const int macs = design_.level_count();
  std::vector<Feed> feeds;
  for (int d = 0; d < design_.data_space_count(); ++d) {
    Feed feed;
    feed.data_space = d;
    feed.read_write = design_.problem().data_spaces[d].read_write;
    feed.direct = design_.has_own_keeper(d);
    if (!feed.direct) feed.keepers.push_back({registers_.get(), streams_.at({d, macs}).get()});
    for (auto level = design_.keepers(d).rbegin(); level != design_.keepers(d).rend(); ++level)
      feed.keepers.push_back({stores_[*level].get(), streams_.at({d, *level}).get()});
    if (feed.direct && design_.omits_padding(macs, d))
      feed.presence = std::make_unique<Presence>(design_, nest_, *symmetry_, d);
    if (feed.direct || !feed.read_write) {
      feed.store = feed.keepers.front().store;
      feed.tiles = feed.keepers.front().tiles;
    }
    feeds.push_back(std::move(feed));
  }
  const int outputs = design_.problem().outputs();
  const int keeper = innermost(outputs);
  accumulator_ =
      std::make_unique<Accumulator>(design_, nest_, *streams_.at({outputs, keeper}),
                                    symmetry_->instances(keeper), design_.keepers(outputs).front() == keeper);
  const ComputeUnit& compute = design_.architecture().compute;
  array_ = std::make_unique<PeArray>(module_name(compute.name).c_str(),
                                     Machine{clock_, arbiter_, recorder_, ticks_}, design_.level_count(),
                                     symmetry_->weights(macs), design_.compute_steps(), compute.depth,
                                     std::move(feeds), *accumulator_, Activity(design_, nest_));
  for (int d = 0; d < design_.data_space_count(); ++d) {
    const bool read_write = design_.problem().data_spaces[d].read_write;
    if (design_.has_own_keeper(d)) {
      Store& store = *stores_[innermost(d)];
      store.space(d).users.push_back(array_.get());
      accounts_.add_macs(store, *array_, read_write && array_->runs_freely());
    } else if (!read_write) {
      registers_->space(d).users.push_back(array_.get());
    }
  }
}

void Accelerator::build_links() {
  const int macs = design_.level_count();
  std::vector<Edge> edges;
  for (int d = 0; d < design_.data_space_count(); ++d) {
    const std::vector<int>& keepers = design_.keepers(d);
    for (std::size_t k = 0; k < keepers.size(); ++k)
      edges.push_back({d, keepers[k], k + 1 < keepers.size() ? keepers[k + 1] : macs});
  }
  shuffle(edges);
  for (const Edge& edge : edges) build_link(edge);
}

void Accelerator::build_link(const Edge& edge) {
  const bool read_write = design_.problem().data_spaces[edge.data_space].read_write;
  const bool to_macs = edge.inner == design_.level_count();
  const Machine machine{clock_, arbiter_, recorder_, ticks_};
  Stream& stream = *streams_.at({edge.data_space, edge.inner});
  Store& outer = *stores_[edge.outer];
  const std::string outer_name = design_.architecture().levels[edge.outer].name;
  const std::string inner_name =
      to_macs ? design_.architecture().compute.name : design_.architecture().levels[edge.inner].name;
  const std::string space = design_.problem().data_spaces[edge.data_space].name;
  const std::string inward_name = module_name(outer_name + "_to_" + inner_name + "_" + space);
  const auto way = [&](Direction direction) {
    return networks_.way(edge.data_space, edge.outer, edge.inner, direction);
  };
  const auto account = [&](Link& link) {
    std::vector<std::uint64_t> rounds;
    for (const int level : {edge.outer, edge.inner})
      if (level < design_.level_count() && stores_[level]->banks)
        rounds.push_back(stores_[level]->banks->round(edge.data_space));
    if (!rounds.empty())
      link.attach(EdgeWords(design_, nest_, edge.data_space, edge.outer, edge.inner), std::move(rounds));
    if (TlmPort* memory = memories_->port(edge.outer)) {
      link.attach(*memory, EdgeWords(design_, nest_, edge.data_space, edge.outer, edge.inner));
      accounts_.add_memory_user(*memory, link);
    }
    for (Lines* lines : link.way().lines()) accounts_.add_network_user(lines->bank, link);
  };
  const std::string outward_name = module_name(inner_name + "_to_" + outer_name + "_" + space);

  if (to_macs && read_write) {
    if (array_->runs_freely()) return;
    const bool adds_here = !design_.has_own_keeper(edge.data_space);
    updates_ = std::make_unique<UpdateLink>(outward_name.c_str(), machine, stream, way(Direction::outward),
                                            outer, *array_, *accumulator_, adds_here);
    account(*updates_);
    array_->attach(updates_.get(), stream.shape().simulated);
    arbiter_.add(updates_.get());
    accounts_.add_link(*updates_, outer, nullptr, false, adds_here);
    outer.space(edge.data_space).users.push_back(updates_.get());
    return;
  }
  if (to_macs && design_.has_own_keeper(edge.data_space)) return;
  Store& inner = to_macs ? *registers_ : *stores_[edge.inner];
  inward_.push_back(std::make_unique<InwardLink>(inward_name.c_str(), machine, stream, way(Direction::inward),
                                                 outer, inner, read_write));
  account(*inward_.back());
  arbiter_.add(inward_.back().get());
  accounts_.add_link(*inward_.back(), outer, to_macs ? nullptr : &inner, true, true);
  outer.space(edge.data_space).users.push_back(inward_.back().get());
  inner.space(edge.data_space).inward = inward_.back().get();
  if (!read_write) return;
  outward_.push_back(std::make_unique<OutwardLink>(outward_name.c_str(), machine, stream,
                                                   way(Direction::outward), outer, inner));
  outward_.back()->attach(inward_.back().get());
  account(*outward_.back());
  arbiter_.add(outward_.back().get());
  accounts_.add_link(*outward_.back(), outer, &inner, false, false);
  outer.space(edge.data_space).users.push_back(outward_.back().get());
  inner.space(edge.data_space).outward = outward_.back().get();
}

}  // namespace nestwave
