// SPDX-License-Identifier: Apache-2.0
#include "traces/values.h"

#include <algorithm>

namespace nestwave {

Values::Values(const Design& design, std::uint64_t seed)
    : design_(design), seed_(seed), outputs_(design.problem().outputs()) {
  for (int d = 0; d < design.data_space_count(); ++d) maps_.emplace_back(design, d);
  held_.resize(static_cast<std::size_t>(design.level_count()));
  for (int l = 0; l < design.level_count(); ++l) {
    held_[l].resize(maps_.size());
    for (int d = 0; d < design.data_space_count(); ++d)
      if (design.mapping().levels[l].keep[d]) held_[l][d].resize(design.used_instances(l));
  }
}

Values::Instance& Values::instance(int level, int data_space, std::uint64_t instance) {
  return held_[level][data_space][instance];
}

void Values::fault(const char* what, int level, int data_space, std::uint64_t instance, std::uint64_t word,
                   Cycle cycle) const {
  const std::string place = level < design_.level_count() ? design_.architecture().levels[level].name
                                                          : design_.architecture().compute.name;
  throw FunctionalFault(maps_[data_space].name(word) + " " + what + " " + place + "[" +
                        std::to_string(instance) + "] in cycle " + std::to_string(cycle));
}

std::uint64_t Values::key(int level, int data_space, std::uint64_t word, std::uint64_t step) {
  return data_space == outputs_ ? maps_[data_space].epoch_at(level, step) * maps_[data_space].words() + word
                                : word;
}

Value Values::read(int level, int data_space, std::uint64_t from, std::uint64_t word, std::uint64_t step,
                   Cycle cycle) {
  if (omitted(level, data_space, word))
    fault("is padding but read from", level, data_space, from, word, cycle);
  if (outermost(level, data_space)) {
    if (data_space != outputs_) return operand_value(seed_, data_space, maps_[data_space].packing(), word);
    const auto found = sums_.find(word);
    if (found == sums_.end())
      fault("is read before any sum has arrived in", level, data_space, from, word, cycle);
    return found->second;
  }
  const Instance& words = instance(level, data_space, from);
  const auto found = words.find(key(level, data_space, word, step));
  if (found == words.end()) fault("is read but not present in", level, data_space, from, word, cycle);
  return found->second.value;
}

void Values::write_sum(int level, std::uint64_t to, std::uint64_t word, std::uint64_t step, Value value,
                       bool add, Cycle cycle) {
  if (outermost(level, outputs_)) {
    Value& sum = sums_[word];
    sum = add ? sum + value : value;
    return;
  }
  Instance& words = instance(level, outputs_, to);
  const auto found = words.find(key(level, outputs_, word, step));
  if (found == words.end()) fault("is updated but has no place in", level, outputs_, to, word, cycle);
  found->second.value = add ? found->second.value + value : value;
}

void Values::transfer(const Transfer& transfer) {
  switch (transfer.kind) {
    case TransferKind::fill: return fill(transfer);
    case TransferKind::drain: return drain(transfer);
    case TransferKind::operand: return operand(transfer);
    case TransferKind::update: return update(transfer);
    case TransferKind::mac: return;  // told of step by step through mac()
  }
}

void Values::fill(const Transfer& t) {
  const WordMap& map = maps_[t.data_space];
  const std::uint64_t children = design_.used_fanout(t.outer, t.inner);
  std::uint64_t brought = 0;
  for (std::uint64_t c = t.outer_instance * children; c < (t.outer_instance + 1) * children; ++c) {
    if (t.data_space == outputs_ && !map.lowest(t.outer, t.inner, c)) continue;
    WordList words = map.tile(t.inner, c, t.step);
    if (t.data_space != outputs_ && !t.whole) {
      const WordList before = map.tile(t.inner, c, maps_[t.data_space].first_step(t.inner, t.epoch - 1));
      WordList fresh;
      std::set_difference(words.begin(), words.end(), before.begin(), before.end(),
                          std::back_inserter(fresh));
      words = std::move(fresh);
    }
    if (words.empty()) continue;
    brought = std::max<std::uint64_t>(brought, words.size());
    Load& load = under_way_[{t.inner, t.data_space, c, t.epoch}];
    for (const std::uint64_t word : words)
      load[word] = omitted(t.outer, t.data_space, word)
                       ? 0  // made on the way to a child that stores it
                       : read(t.outer, t.data_space, t.outer_instance, word, t.step, t.first);
  }
  if (brought != t.words_each)
    throw FunctionalFault("a fill of " + std::to_string(t.words_each) + " words should bring " +
                          std::to_string(brought) + " in cycle " + std::to_string(t.first));
}

void Values::operand(const Transfer& t) {
  const std::uint64_t children = design_.used_fanout(t.outer, t.inner);
  for (std::uint64_t pe = t.outer_instance * children; pe < (t.outer_instance + 1) * children; ++pe) {
    if (!maps_[t.data_space].has_work(pe, t.step)) continue;
    const std::uint64_t word = maps_[t.data_space].word(pe, t.step);
    if (omitted(t.inner, t.data_space, word)) continue;
    under_way_[{t.inner, t.data_space, pe, t.step}] = {
        {word, read(t.outer, t.data_space, t.outer_instance, word, t.step, t.first)}};
  }
}

void Values::tile_ready(int level, int data_space, std::uint64_t to, std::uint64_t epoch, Cycle cycle) {
  Instance& words = instance(level, data_space, to);
  const std::uint64_t step = maps_[data_space].first_step(level, epoch);
  const WordList tile = maps_[data_space].tile(level, to, step);
  const auto way = under_way_.find({level, data_space, to, epoch});
  for (const std::uint64_t word : tile) {
    if (way != under_way_.end()) {
      const auto brought = way->second.find(word);
      if (brought != way->second.end()) {
        words[key(level, data_space, word, step)] = {brought->second, epoch};
        continue;
      }
    }
    if (data_space == outputs_) {
      words[key(level, data_space, word, step)] = {0, epoch};
      continue;
    }
    const auto kept = words.find(word);
    if (kept == words.end())
      fault("should have been kept but is not present in", level, data_space, to, word, cycle);
    kept->second.epoch = epoch;
  }
  if (way != under_way_.end()) under_way_.erase(way);
}

void Values::tile_ended(int level, int data_space, std::uint64_t from, std::uint64_t epoch, Cycle /*cycle*/) {
  WordMap& map = maps_[data_space];
  Instance& words = instance(level, data_space, from);
  const std::uint64_t step = map.first_step(level, epoch);
  WordList gone = map.tile(level, from, step);
  if (data_space != outputs_ && map.has_epoch(level, epoch + 1)) {
    const WordList next = map.tile(level, from, map.first_step(level, epoch + 1));
    WordList rest;
    std::set_difference(gone.begin(), gone.end(), next.begin(), next.end(), std::back_inserter(rest));
    gone = std::move(rest);
  }
  for (const std::uint64_t word : gone) {
    const auto found = words.find(key(level, data_space, word, step));
    if (found != words.end() && found->second.epoch <= epoch) words.erase(found);
  }
}

void Values::drain(const Transfer& t) {
  const WordMap& map = maps_[outputs_];
  const std::uint64_t children = design_.used_fanout(t.outer, t.inner);
  const std::uint64_t first = maps_[outputs_].first_step(t.inner, t.epoch);
  Load& load = under_way_[{t.outer, -1, t.outer_instance, t.epoch}];
  for (std::uint64_t c = t.outer_instance * children; c < (t.outer_instance + 1) * children; ++c)
    for (const std::uint64_t word : map.tile(t.inner, c, first))
      load[word] += read(t.inner, outputs_, c, word, t.step, t.first);
}

void Values::sums_arrived(int outer, std::uint64_t outer_instance, int inner, std::uint64_t epoch,
                          Cycle cycle) {
  if (inner == design_.level_count()) return;  // added when the update began
  const auto way = under_way_.find({outer, -1, outer_instance, epoch});
  if (way == under_way_.end()) throw InternalError("sums arrive that were never drained");
  const std::uint64_t step = maps_[outputs_].first_step(inner, epoch);
  for (const auto& [word, value] : way->second)
    write_sum(outer, outer_instance, word, step, value, false, cycle);
  under_way_.erase(way);
}

void Values::mac(std::uint64_t pe, std::uint64_t step, Cycle cycle) {
  const int macs = design_.level_count();
  Value product = 1;
  for (int d = 0; d < design_.data_space_count(); ++d) {
    if (d == outputs_) continue;
    const std::uint64_t word = maps_[d].word(pe, step);
    const int keeper = design_.keepers(d).back();
    const auto way = under_way_.find({macs, d, pe, step});
    if (omitted(macs, d, word)) {
      product = 0;
    } else if (way == under_way_.end()) {
      if (!design_.has_own_keeper(d)) fault("is used but was not brought to", macs, d, pe, word, cycle);
      product *= read(keeper, d, pe, word, step, cycle);
    } else {
      product *= way->second.at(word);
      under_way_.erase(way);
    }
  }
  const int keeper = design_.keepers(outputs_).back();
  if (!design_.has_own_keeper(outputs_))
    products_[{pe, step}] = product;
  else
    write_sum(keeper, pe, maps_[outputs_].word(pe, step), step, product, true, cycle);
}

void Values::update(const Transfer& t) {
  if (design_.has_own_keeper(outputs_)) return;  // added by mac()
  const std::uint64_t children = design_.used_fanout(t.outer, t.inner);
  for (std::uint64_t pe = t.outer_instance * children; pe < (t.outer_instance + 1) * children; ++pe) {
    if (!maps_[outputs_].has_work(pe, t.step)) continue;
    const auto product = products_.find({pe, t.step});
    if (product == products_.end())
      fault("is updated before the product is there from", t.inner, outputs_, pe,
            maps_[outputs_].word(pe, t.step), t.first);
    write_sum(t.outer, t.outer_instance, maps_[outputs_].word(pe, t.step), t.step, product->second, true,
              t.first);
    products_.erase(product);
  }
}

FunctionalResult Values::result() const {
  return compare_outputs(design_.problem(), seed_, sums_);
}

}  // namespace nestwave
