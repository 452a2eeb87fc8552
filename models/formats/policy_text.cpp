// SPDX-License-Identifier: Apache-2.0
#include "models/formats/policy_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "models/formats/spelling.h"

namespace nestwave {

namespace {

const std::vector<std::string> kChoices = {"reuse", "multicast", "footprint", "counters", "prices"};

std::string nearest_or_all(std::string_view word, const std::vector<std::string>& names) {
  const std::string near = did_you_mean(word, names);
  return near.empty() ? "; there is " + one_of(names) : near;
}

/// Sets one choice to the enumerator of that name.
template <typename Enum, std::size_t N>
void choose(Enum& choice, const std::array<Enum, N>& all, std::string_view what, std::string_view value,
            const Location& where) {
  std::vector<std::string> names;
  for (const Enum one : all) names.emplace_back(to_string(one));
  const auto found = std::find(names.begin(), names.end(), value);
  if (found == names.end())
    throw InputError(where, "'" + std::string(what) + "' must be " + one_of(names) + ", not " +
                                in_quotes(value) + did_you_mean(value, names));
  choice = all[static_cast<std::size_t>(found - names.begin())];
}

void set_choice(Policy& policy, std::string_view key, std::string_view value, const Location& where) {
  if (key == "reuse")
    choose(policy.reuse, kReuses, key, value, where);
  else if (key == "multicast")
    choose(policy.multicast, kMulticasts, key, value, where);
  else if (key == "footprint")
    choose(policy.footprint, kFootprints, key, value, where);
  else if (key == "counters")
    choose(policy.counters, kCounters, key, value, where);
  else if (key == "prices")
    choose(policy.prices, kPrices, key, value, where);
  else
    throw InputError(where, "a policy has no choice " + in_quotes(key) + nearest_or_all(key, kChoices));
}

Policy named(std::string_view name, const Location& where) {
  if (const auto found = find_policy(name)) return *found;
  std::vector<std::string> names;
  for (const Policy& policy : policies()) names.push_back(policy.name);
  throw InputError(where, "there is no policy " + in_quotes(name) + nearest_or_all(name, names));
}

/// The base's name, and what differs from it.
std::string full_name(const Policy& base, const Policy& policy) {
  std::string name = base.name;
  const auto note = [&name](std::string_view key, auto before, auto now) {
    if (before != now) name += "," + std::string(key) + "=" + std::string(to_string(now));
  };
  note("reuse", base.reuse, policy.reuse);
  note("multicast", base.multicast, policy.multicast);
  note("footprint", base.footprint, policy.footprint);
  note("counters", base.counters, policy.counters);
  note("prices", base.prices, policy.prices);
  return name;
}

}  // namespace

Policy parse_policy(std::string_view text, const Location& where) {
  Policy base = policies().front();
  Policy policy = base;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string_view part = text.substr(at, end - at);
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos)
      set_choice(policy, part.substr(0, equals), part.substr(equals + 1), where);
    else if (at == 0)
      policy = base = named(part, where);
    else
      throw InputError(where,
                       "behind the policy's name come choices such as 'reuse=none', not " + in_quotes(part));
    at = end + 1;
  }
  policy.name = full_name(base, policy);
  return policy;
}

Policy read_policy(const yaml::Node& node) {
  if (!node.is_map()) return parse_policy(yaml::text_of(node, "'policy'"), node.where);
  Policy base = policies().front();
  if (const yaml::Node* name = node.find("name")) base = named(yaml::text_of(*name, "'name'"), name->where);
  Policy policy = base;
  for (const yaml::Node::Entry& entry : node.entries)
    if (entry.key != "name")
      set_choice(policy, entry.key, yaml::text_of(entry.value, "'" + entry.key + "'"), entry.value.where);
  policy.name = full_name(base, policy);
  return policy;
}

}  // namespace nestwave
