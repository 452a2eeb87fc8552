// SPDX-License-Identifier: Apache-2.0
#include "traces/chain_report.h"

#include <fmt/format.h>

#include "traces/text_table.h"

namespace nestwave {

namespace {

using Json = nlohmann::ordered_json;

bool outward(const ChainLink& link) {
  return link.kind == TransferKind::drain || link.kind == TransferKind::update;
}

const std::string& source(const Design& design, const ChainLink& link) {
  return level_name(design, outward(link) ? link.inner : link.outer);
}

const std::string& target(const Design& design, const ChainLink& link) {
  return level_name(design, outward(link) ? link.outer : link.inner);
}

/// "fill of Weights, DRAM to Buffer"; "MACs".
std::string what(const Design& design, const ChainLink& link) {
  if (link.kind == TransferKind::mac) return "MACs";
  return fmt::format("{} of {}, {} to {}", to_string(link.kind),
                     design.problem().data_spaces[link.data_space].name, source(design, link),
                     target(design, link));
}

void add_links(const Design& design, const std::vector<ChainLink>& links, TextTable& table) {
  for (const ChainLink& link : links)
    table.add({grouped(link.first), grouped(link.stop), what(design, link), grouped(link.words)});
}

Json link_json(const Design& design, const ChainLink& link) {
  return {{"kind", to_string(link.kind)},
          {"data_space",
           link.data_space < 0 ? Json(nullptr) : Json(design.problem().data_spaces[link.data_space].name)},
          {"from", source(design, link)},
          {"to", target(design, link)}};
}

Json links_json(const Design& design, const std::vector<ChainLink>& links) {
  Json all = Json::array();
  for (const ChainLink& link : links) {
    Json json = link_json(design, link);
    json["first_cycle"] = link.first;
    json["end_cycle"] = link.stop;
    json["words"] = link.words;
    all.push_back(std::move(json));
  }
  return all;
}

}  // namespace

std::string chain_table(const RunReport& report, const Style& /*style*/) {
  if (!report.chain) return "";
  const CriticalChain& chain = *report.chain;
  using Align = TextTable::Align;
  TextTable parts({Align::left, Align::right, Align::right, Align::right});
  parts.add({"what", "links", "cycles", ""});
  for (const ChainPart& part : chain.parts)
    parts.add({what(*report.design, part.like), grouped(part.links), grouped(part.cycles),
               percent(part.cycles, report.simulation.cycles)});
  parts.add({"between links", "", grouped(chain.waiting), percent(chain.waiting, report.simulation.cycles)});
  TextTable links({Align::right, Align::right, Align::left, Align::right});
  links.add({"from", "until", "link", "words"});
  add_links(*report.design, chain.first, links);
  if (chain.links > chain.first.size() + chain.last.size()) links.add({"", "", "..."});
  add_links(*report.design, chain.last, links);
  return parts.text(2) + "\n" + links.text(2);
}

Json chain_json(const RunReport& report) {
  if (!report.chain) return nullptr;
  Json parts = Json::array();
  for (const ChainPart& part : report.chain->parts) {
    Json json = link_json(*report.design, part.like);
    json["links"] = part.links;
    json["cycles"] = part.cycles;
    parts.push_back(std::move(json));
  }
  return {{"links", report.chain->links},
          {"parts", std::move(parts)},
          {"between_links", report.chain->waiting},
          {"first", links_json(*report.design, report.chain->first)},
          {"last", links_json(*report.design, report.chain->last)}};
}

}  // namespace nestwave
