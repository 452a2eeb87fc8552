// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/parameters.h"

#include <algorithm>
#include <charconv>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave::dram {

namespace {

constexpr std::uint64_t kLongest = 10'000;  // clocks: beyond any part, and far from overflow

constexpr Parameter kParameters[] = {
    {"channels", &Config::channels, 1, 64, "", "channels, each with banks, bus and queues of its own"},
    {"bankgroups", &Config::bankgroups, 1, 64, "", "bank groups of a channel"},
    {"banks", &Config::banks, 1, 64, "", "banks of a bank group"},
    {"rows", &Config::rows, 1, 1u << 24, "", "rows of a bank"},
    {"columns", &Config::columns, 1, 1u << 20, "", "columns of a row, each as wide as the bus"},
    {"bus_width", &Config::bus_width, 8, 4096, "bits", "data bus of a channel"},
    {"BL", &Config::BL, 1, 256, "beats", "burst length: columns moved by one command"},
    {"beats_per_clock", &Config::beats_per_clock, 1, 64, "beats", "data transfers in one clock"},
    {"tCK", &Config::tCK, 1, 100'000, "ps", "clock period"},
    {"CL", &Config::CL, 1, kLongest, "clocks", "read command to its first data"},
    {"CWL", &Config::CWL, 1, kLongest, "clocks", "write command to its first data"},
    {"tRCD", &Config::tRCD, 1, kLongest, "clocks", "activate to read or write, same bank"},
    {"tRP", &Config::tRP, 1, kLongest, "clocks", "precharge to activate or refresh"},
    {"tRPab", &Config::tRPab, 1, kLongest, "clocks", "the same after a precharge of all banks, if longer"},
    {"tRAS", &Config::tRAS, 1, kLongest, "clocks", "activate to precharge, same bank"},
    {"tRTP", &Config::tRTP, 1, kLongest, "clocks", "read to precharge, same bank"},
    {"tWR", &Config::tWR, 1, kLongest, "clocks", "end of write data to precharge, same bank"},
    {"tCCD_S", &Config::tCCD_S, 1, kLongest, "clocks", "read to read, write to write; other bank group"},
    {"tCCD_L", &Config::tCCD_L, 1, kLongest, "clocks", "read to read, write to write; same bank group"},
    {"tRRD_S", &Config::tRRD_S, 1, kLongest, "clocks", "activate to activate; other bank group"},
    {"tRRD_L", &Config::tRRD_L, 1, kLongest, "clocks", "activate to activate; same bank group"},
    {"tWTR_S", &Config::tWTR_S, 1, kLongest, "clocks", "end of write data to read; other bank group"},
    {"tWTR_L", &Config::tWTR_L, 1, kLongest, "clocks", "end of write data to read; same bank group"},
    {"tFAW", &Config::tFAW, 1, kLongest, "clocks", "window that holds at most four activates"},
    {"tRFC", &Config::tRFC, 1, kLongest, "clocks", "refresh to the next command"},
    {"tREFI", &Config::tREFI, 1, 100 * kLongest, "clocks", "one refresh falls due every tREFI"},
    {"bus_turnaround", &Config::bus_turnaround, 0, kLongest, "clocks",
     "end of read data to begin of write data"},
    {"read_queue", &Config::read_queue, 1, 1024, "bursts", "waiting reads of a channel"},
    {"write_queue", &Config::write_queue, 1, 1024, "bursts", "waiting writes of a channel"},
    {"write_high", &Config::write_high, 1, 1024, "bursts", "waiting writes that turn the bus to writing"},
    {"write_low", &Config::write_low, 0, 1023, "bursts", "waiting writes that turn it back if reads wait"},
    {"age_limit", &Config::age_limit, 1, 1'000'000'000, "clocks",
     "a burst that has waited longer is no more overtaken in its bank"},
};

const std::vector<TextParameter>& texts() {
  static const std::vector<TextParameter> all = {
      {"page_policy",
       &Config::page_policy,
       {"open", "closed"},
       "'open': a row stays open until another is needed; 'closed': until no waiting burst needs it"},
      {"address_mapping",
       &Config::address_mapping,
       {},
       "fields of an address from the top: ro(w), ba(nk), co(lumn), bg (bank group), ch(annel)"}};
  return all;
}

void set_number(Config& config, const Parameter& parameter, std::string_view text) {
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || number < parameter.least ||
      number > parameter.most)
    throw InputError({}, std::string(parameter.name) + " needs a whole number from " +
                             std::to_string(parameter.least) + " to " + std::to_string(parameter.most) +
                             ", not " + in_quotes(text));
  config.*parameter.value = number;
}

void set_text(Config& config, const TextParameter& parameter, std::string_view text) {
  const std::vector<std::string>& legal = parameter.choices;
  if (!legal.empty() && std::find(legal.begin(), legal.end(), text) == legal.end())
    throw InputError({}, std::string(parameter.name) + " must be " + one_of(legal) + ", not " +
                             in_quotes(text) + did_you_mean(text, legal));
  config.*parameter.value = text;
}

std::string line(std::string_view name, const std::string& value, std::string_view unit,
                 std::string_view sentence) {
  const auto padded = [](std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
  };
  const std::string number(value.size() < 5 ? 5 - value.size() : 0, ' ');
  return "  " + padded(std::string(name), 15) + "  " + padded(number + value + " " + std::string(unit), 14) +
         "  " + std::string(sentence) + "\n";
}

}  // namespace

std::span<const Parameter> parameters() {
  return kParameters;
}
std::span<const TextParameter> text_parameters() {
  return texts();
}

void set(Config& config, std::string_view name, std::string_view value) {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters()) {
    if (parameter.name == name) return set_number(config, parameter, value);
    names.emplace_back(parameter.name);
  }
  for (const TextParameter& parameter : text_parameters()) {
    if (parameter.name == name) return set_text(config, parameter, value);
    names.emplace_back(parameter.name);
  }
  throw InputError({}, "a DRAM has no parameter " + in_quotes(name) + did_you_mean(name, names));
}

std::string manual(const Config& config) {
  std::string text;
  for (const Parameter& parameter : parameters())
    text += line(parameter.name, std::to_string(config.*parameter.value), parameter.unit, parameter.sentence);
  for (const TextParameter& parameter : text_parameters())
    text += line(parameter.name, config.*parameter.value, "", parameter.sentence);
  return text;
}

}  // namespace nestwave::dram
