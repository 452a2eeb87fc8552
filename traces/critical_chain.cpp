// SPDX-License-Identifier: Apache-2.0
#include "traces/critical_chain.h"

#include <algorithm>
#include <utility>

namespace nestwave {

namespace {

bool alike(const ChainLink& a, const ChainLink& b) {
  return a.kind == b.kind && a.data_space == b.data_space && a.outer == b.outer && a.inner == b.inner;
}

bool inward(TransferKind kind) {
  return kind == TransferKind::fill || kind == TransferKind::operand;
}

}  // namespace

ChainObserver::ChainObserver(const Design& design) {
  const int macs = design.level_count();
  std::vector<std::uint64_t> all;
  for (int level = 0; level <= macs; ++level) {
    all.push_back(design.used_instances(level));
    if (design.used_instances(level) == design.used_instances(macs)) own_levels_.push_back(level);
  }
  simulated(all);
}

void ChainObserver::simulated(const std::vector<std::uint64_t>& instances) {
  places_.clear();
  for (const std::uint64_t count : instances) places_.emplace_back(count);
}

/// The instances at both ends.
template <typename Visit>
void ChainObserver::for_places(const Transfer& transfer, Visit visit) {
  if (transfer.kind == TransferKind::mac) {
    for (const int level : own_levels_) visit(places_[level][transfer.outer_instance]);
    return;
  }
  visit(places_[transfer.outer][transfer.outer_instance]);
  const std::uint64_t children = places_[transfer.inner].size() / places_[transfer.outer].size();
  const std::uint64_t first = transfer.outer_instance * children;
  for (std::uint64_t child = first; child < first + children; ++child) visit(places_[transfer.inner][child]);
}

void ChainObserver::settle(Place& place, Cycle now) {
  std::erase_if(place.coming, [&](Chain& chain) {
    if (chain->link.stop > now) return false;
    const bool later = !place.done || chain->link.stop > place.done->link.stop ||
                       (chain->link.stop == place.done->link.stop && chain->number > place.done->number);
    if (later) place.done = std::move(chain);
    return true;
  });
}

std::size_t ChainObserver::part_of(const ChainLink& link) {
  const auto known =
      std::find_if(parts_.begin(), parts_.end(), [&](const ChainLink& part) { return alike(part, link); });
  if (known != parts_.end()) return static_cast<std::size_t>(known - parts_.begin());
  parts_.push_back(link);
  return parts_.size() - 1;
}

/// What ended last, by now, in the instances at both ends.
ChainObserver::Chain ChainObserver::latest_before(const Transfer& transfer, Cycle now) {
  Chain before;
  for_places(transfer, [&](Place& place) {
    settle(place, now);
    if (!place.done) return;
    const ChainLink& candidate = place.done->link;
    if (!before || candidate.stop > before->link.stop ||
        (candidate.stop == before->link.stop && place.done->number > before->number))
      before = place.done;
  });
  return before;
}

void ChainObserver::memory_transfer_begins(bool to_inside, int data_space, int outer, int inner,
                                           std::uint64_t epoch, Cycle cycle) {
  Transfer ends;
  ends.outer = outer;
  ends.inner = inner;
  begun_[{to_inside, data_space, outer, inner, epoch}] = latest_before(ends, cycle);
}

/// A transfer of a memory is over: it follows upon what the memory ended before it, if that was under way
/// when it began, else upon what was the latest then.
ChainObserver::Chain ChainObserver::before_memory(const Transfer& transfer, const MemoryKey& key,
                                                  Cycle stop) {
  const Chain begun = begun_.extract(key).mapped();
  const Chain& other = memory_done_[{transfer.outer, std::get<0>(key)}];
  const bool behind = other && other->link.stop > transfer.first && other->link.stop <= stop;
  return behind ? other : begun;
}

std::shared_ptr<ChainObserver::Node> ChainObserver::follow(const Chain& before, const ChainLink& link,
                                                           Cycle stop) {
  auto node = before ? std::make_shared<Node>(*before) : std::make_shared<Node>();
  const Cycle since = before ? before->link.stop : 0;
  const Cycle begin = std::max(link.first, since);
  node->waiting += begin - since;
  node->link = link;
  node->link.stop = stop;
  node->number = count_;
  const std::size_t part = part_of(link);
  node->part = part;
  if (node->sums.size() <= part) node->sums.resize(part + 1);
  ++node->sums[part].links;
  node->sums[part].cycles += stop - begin;
  if (node->links <= kShown) {
    std::vector<ChainLink> first = node->first ? *node->first : std::vector<ChainLink>{};
    if (before) first.back() = before->link;  // it may have gone on since
    if (first.size() < kShown) first.push_back(node->link);
    node->first = std::make_shared<const std::vector<ChainLink>>(std::move(first));
  }
  node->last[node->links++ % kShown] = node->link;
  return node;
}

/// What has been done by then: a link that is under way is cut, one that begins later is no part of it.
std::shared_ptr<ChainObserver::Node> ChainObserver::until(const Part& part, Cycle now) {
  if (!part.now || part.now->link.stop <= now) return part.now;
  const std::shared_ptr<Node>& last = part.now->link.first >= now ? part.before : part.now;
  if (!last || last->link.stop <= now) return last;
  auto node = std::make_shared<Node>(*last);
  ChainLink& link = node->link;
  const Cycle left = link.stop - now;
  node->sums[node->part].cycles -= left;
  link.words -= link.words * left / (link.stop - link.first);
  link.stop = now;
  node->last[(node->links - 1) % kShown] = link;
  return node;
}

/// The last link does not end yet.
void ChainObserver::go_on(Node& node, const ChainLink& link) {
  const Cycle stop = std::max(node.link.stop, link.stop);
  node.sums[node.part].cycles += stop - node.link.stop;
  node.link.stop = stop;
  node.link.words += link.words;
  node.last[(node.links - 1) % kShown] = node.link;
}

void ChainObserver::work(const Work& work) {
  works_.resize(std::max({works_.size(), work.by + 1, work.after + 1}));
  Part& own = works_[work.by];
  const bool goes_on = own.now && alike(own.now->link, work.link) && own.now->link.stop >= work.link.first;
  std::shared_ptr<Node> before;
  if (!goes_on) before = until(own, work.link.first);
  if (work.after != work.by) {
    const Cycle since = goes_on ? work.link.first : before ? before->link.stop : 0;
    std::shared_ptr<Node> other = until(works_[work.after], work.link.first);
    if (other && other->link.stop >= since) before = std::move(other);
  }
  if (goes_on && !before) {
    if (own.now.use_count() > 1) own.now = std::make_shared<Node>(*own.now);
    return go_on(*own.now, work.link);
  }
  own.before = std::move(own.now);
  own.now = follow(before, work.link, work.link.stop);
  ++count_;
}

void ChainObserver::transfer(const Transfer& transfer) {
  ChainLink link{transfer.kind,  transfer.data_space, transfer.outer, transfer.inner,
                 transfer.first, transfer.last,       transfer.words};
  // A MAC can be built upon from the cycle after the one in which it fires.
  if (transfer.kind == TransferKind::mac) ++link.stop;
  const MemoryKey key{inward(transfer.kind), transfer.data_space, transfer.outer, transfer.inner,
                      transfer.epoch};
  const bool memory = begun_.contains(key);
  const Chain before = memory ? before_memory(transfer, key, link.stop) : latest_before(transfer, link.first);
  const Chain chain = follow(before, link, link.stop);
  for_places(transfer, [&](Place& place) { place.coming.push_back(chain); });
  const Cycle passed = std::max({transfer.passed, link.first, before ? before->link.stop : 0});
  if (passed < link.stop) {
    const Chain ports = follow(before, link, passed);
    for_places(transfer, [&](Place& place) { place.coming.push_back(ports); });
  }
  if (memory) memory_done_[{transfer.outer, inward(transfer.kind)}] = chain;
  ++count_;
  if (!inward(transfer.kind) && (!latest_ || link.stop >= latest_->link.stop)) latest_ = chain;
}

void ChainObserver::finished(Cycle cycles) {
  for (const Part& part : works_)
    if (part.now && (!latest_ || part.now->link.stop >= latest_->link.stop)) latest_ = part.now;
  if (!latest_) return;
  const Node& node = *latest_;
  chain_.links = node.links;
  chain_.waiting = node.waiting + cycles - std::min(cycles, node.link.stop);
  for (std::size_t part = 0; part < node.sums.size(); ++part)
    if (node.sums[part].links > 0)
      chain_.parts.push_back({parts_[part], node.sums[part].links, node.sums[part].cycles});
  std::stable_sort(chain_.parts.begin(), chain_.parts.end(),
                   [](const ChainPart& a, const ChainPart& b) { return a.cycles > b.cycles; });
  chain_.first = *node.first;
  if (node.links == chain_.first.size()) chain_.first.back() = node.link;
  // Links that stand among the first are not shown twice.
  const std::uint64_t shown = std::min<std::uint64_t>(node.links - node.first->size(), kShown);
  for (std::uint64_t n = node.links - shown; n < node.links; ++n)
    chain_.last.push_back(node.last[n % kShown]);
}

}  // namespace nestwave
