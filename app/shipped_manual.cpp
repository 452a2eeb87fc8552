// SPDX-License-Identifier: Apache-2.0
#include "app/shipped_manual.h"

#include <fmt/format.h>

#include <fstream>
#include <optional>

#include "models/formats/inputs.h"
#include "models/formats/network_yaml.h"
#include "traces/format.h"
#include "traces/text_table.h"

namespace nestwave {

namespace {

using Align = TextTable::Align;

/// The comment at the top of a file, without the licence line.
std::string opening_comment(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  for (std::string line; std::getline(in, line) && line.starts_with("#");)
    if (line.find("SPDX") == std::string::npos)
      text += line.substr(std::min<std::size_t>(line.size(), 2)) + "\n";
  return text;
}

std::string sizes_text(const Problem& problem) {
  std::string text;
  for (const Dimension& dimension : problem.dimensions)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", dimension.name, dimension.size);
  return text;
}

std::string rate(const std::optional<Rational>& words) {
  return words ? fmt::format("{:g}", boost::rational_cast<double>(*words)) : "-";
}

}  // namespace

Builtin network_entry(const std::string& name) {
  const std::filesystem::path file = shipped_file(kShippedNetworks, name);
  const Network network = read_network(file);
  TextTable table({Align::left, Align::left, Align::right, Align::left});
  table.add({"layer", "type", "MACs", "loops"});
  for (const Layer& layer : network.layers) {
    const Problem problem = problem_of(layer, network.batch);
    table.add({layer.name, std::string(to_string(layer.type)), grouped(problem.macs()), sizes_text(problem)});
  }
  return {"networks", name, network.summary,
          fmt::format("{}\n{}\n{} layers, {} MACs; {}\n", opening_comment(file), table.text(2),
                      network.layers.size(), grouped(macs_of(network, network.batch)), file.string())};
}

Builtin architecture_entry(const std::string& name) {
  const std::filesystem::path file = shipped_file(kShippedArchitectures, name);
  const Architecture machine = *read_inputs({file}).architecture;
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right});
  table.add({"level", "instances", "words", "read", "write"});
  for (const StorageLevel& level : machine.levels)
    table.add({level.name, grouped(level.instances()),
               level.capacity_words ? grouped(*level.capacity_words) : "-", rate(level.read_bandwidth),
               rate(level.write_bandwidth)});
  table.add({machine.compute.name, grouped(machine.compute.instances())});
  std::string levels;
  for (const StorageLevel& level : machine.levels) levels += level.name + " > ";
  return {"architectures", name,
          fmt::format("{} PEs: {}{}", grouped(machine.compute.instances()), levels, machine.compute.name),
          fmt::format("{}\n{}\nread, write: words per cycle and instance; - = unlimited; {}\n",
                      opening_comment(file), table.text(2), file.string())};
}

Builtin parameters_entry(const std::string& name) {
  const std::filesystem::path file = shipped_file(kShippedParameters, name);
  const RowStationaryText text = *read_inputs({file}).row_stationary;
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right,
                   Align::right, Align::right});
  table.add({"layer", "m", "n", "e", "p", "q", "r", "t"});
  for (const RowStationaryText::Entry& entry : text.entries) {
    const RowStationaryParameters& cut = entry.parameters;
    std::vector<std::string> row = {entry.layer};
    for (const std::uint64_t value : {cut.m, cut.n, cut.e, cut.p, cut.q, cut.r, cut.t})
      row.push_back(std::to_string(value));
    table.add(std::move(row));
  }
  return {"parameters", name, fmt::format("row_stationary, {} layers", text.entries.size()),
          fmt::format("{}\n{}\n{}\n", opening_comment(file), table.text(2), file.string())};
}

}  // namespace nestwave
