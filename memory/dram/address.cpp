// SPDX-License-Identifier: Apache-2.0
#include "memory/dram/address.h"

#include <string>
#include <vector>

#include "models/error.h"
#include "models/formats/spelling.h"

namespace nestwave::dram {

namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '-')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

}  // namespace

AddressMap::AddressMap(const Config& config) : burst_bytes_(config.burst_bytes()) {
  struct Field {
    const char* name;
    std::uint32_t Place::*field;
    std::uint64_t radix;
  };
  std::vector<Field> left = {{"ro", &Place::row, config.rows},
                             {"ba", &Place::bank, config.banks},
                             {"co", &Place::column, config.bursts_per_row()},
                             {"bg", &Place::bankgroup, config.bankgroups},
                             {"ch", &Place::channel, config.channels}};
  const std::vector<std::string> parts = split(config.address_mapping);
  bool good = parts.size() == digits_.size();
  for (std::size_t i = 0; good && i < parts.size(); ++i) {
    good = false;
    for (auto field = left.begin(); field != left.end(); ++field) {
      if (field->name != parts[i]) continue;
      digits_[digits_.size() - 1 - i] = {field->field, field->radix};
      left.erase(field);
      good = true;
      break;
    }
  }
  if (!good)
    throw InputError({},
                     "address_mapping must name ro, ba, co, bg and ch once each, most significant first, "
                     "as in 'ro-ba-co-bg-ch', not " +
                         in_quotes(config.address_mapping));
}

Place AddressMap::place(std::uint64_t address) const {
  Place place;
  std::uint64_t rest = address / burst_bytes_;
  for (const Digit& digit : digits_) {
    place.*digit.field = static_cast<std::uint32_t>(rest % digit.radix);
    rest /= digit.radix;
  }
  return place;
}

std::uint64_t AddressMap::address(const Place& place) const {
  std::uint64_t number = 0;
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit)
    number = number * digit->radix + place.*digit->field;
  return number * burst_bytes_;
}

}  // namespace nestwave::dram
