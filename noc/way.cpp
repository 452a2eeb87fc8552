// SPDX-License-Identifier: Apache-2.0
#include "noc/way.h"

#include <algorithm>
#include <map>
#include <utility>

namespace nestwave {

namespace {
constexpr std::size_t kMostKnown = 1 << 12;  ///< ways remembered; then they are forgotten
}  // namespace

Way::Way(std::vector<Leg> legs, bool lowest_only) : legs_(std::move(legs)), lowest_only_(lowest_only) {
  delays_ = {0};
  for (const Leg& leg : legs_) {
    sorts_ = sorts_ || leg.network->sorts();
    std::vector<Cycle> next;
    for (const Cycle above : delays_)
      for (std::uint64_t child = 0; child < leg.children; ++child)
        next.push_back(above + leg.network->delay(child));
    delays_ = std::move(next);
  }
  longest_ = *std::max_element(delays_.begin(), delays_.end());
  alike_ = *std::min_element(delays_.begin(), delays_.end()) == longest_;
}

void Way::book(Stream& stream, std::uint64_t index, std::uint64_t parent, std::uint64_t injected,
               std::uint64_t delivered, Booking& booking) {
  route_.holds.clear();
  route_.hops = 0;
  for (std::size_t leg = 0; leg < legs_.size(); ++leg) {
    if (legs_[leg].network->sorts()) continue;
    legs_[leg].network->route({injected, delivered, {}}, route_);
    if (leg > 0) route_.holds.clear();
    for (const Hold& hold : route_.holds) booking.add(&hold.lines->bank, parent, hold.words);
    route_.holds.clear();
  }
  hops_ = route_.hops;
  if (!sorts_) return;
  const Found& found = sorted(*stream.parcels(index, parent));
  for (const Held& held : found.held)
    booking.add(&held.lines->bank, parent * held.per_parent + held.link, held.words, held.late);
  hops_ += found.hops;
}

const Way::Found& Way::sorted(const Parcels& parcels) {
  if (known_.size() > kMostKnown) known_.clear();
  const auto [known, added] = known_.try_emplace(parcels.id);
  if (added) known->second = find(parcels);
  return known->second;
}

Way::Found Way::find(const Parcels& parcels) const {
  Found found;
  for (std::size_t leg = 0; leg < legs_.size(); ++leg)
    if (legs_[leg].network->sorts()) find_leg(parcels, leg, found);
  return found;
}

void Way::find_leg(const Parcels& parcels, std::size_t leg, Found& found) const {
  std::uint64_t instances = 1;  // of the leg's level below one parent
  std::uint64_t behind = 1;     // final children behind each child of an instance
  for (std::size_t i = 0; i < legs_.size(); ++i)
    if (i != leg) (i < leg ? instances : behind) *= legs_[i].children;
  // By instance: the parcels that pass it, each with the instance's children that it is for.
  std::vector<std::vector<Parcel>> parts(instances);
  for (const Parcel& parcel : parcels.list) {
    std::uint64_t last = instances;
    const std::size_t count = lowest_only_ ? 1 : parcel.children.size();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t place = parcel.children[i] / behind;
      const std::uint64_t instance = place / legs_[leg].children;
      const auto child = static_cast<std::uint32_t>(place % legs_[leg].children);
      if (instance != last) parts[instance].push_back({parcel.words, {}});
      last = instance;
      parts[instance].back().children.push_back(child);
    }
  }
  for (std::uint64_t instance = 0; instance < instances; ++instance) {
    std::vector<Routed> routed;
    for (const Parcel& part : parts[instance]) routed.push_back({part.words, part.children});
    Route route;
    legs_[leg].network->route({0, 0, routed}, route);
    found.hops += route.hops;
    std::map<std::pair<Lines*, std::uint64_t>, Held> held;
    for (const Hold& hold : route.holds) {
      Held& link =
          held.try_emplace({hold.lines, hold.link}, Held{hold.lines, instances * hold.lines->each,
                                                         instance * hold.lines->each + hold.link, 0, 0})
              .first->second;
      link.words += hold.words;
      link.late = std::max(link.late, hold.late);
    }
    for (const auto& [key, link] : held) found.held.push_back(link);
  }
}

}  // namespace nestwave
