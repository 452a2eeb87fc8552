// SPDX-License-Identifier: Apache-2.0
// docs/stalls.md is run: every command in it, and each line shown below one must come out, in that order.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace nestwave {
namespace {

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    line.erase(line.find_last_not_of(" \r") + 1);
    lines.push_back(line);
  }
  return lines;
}

const std::vector<std::string>& page() {
  static const std::vector<std::string> lines = [] {
    std::ifstream file(NESTWAVE_SOURCE_DIR "/docs/stalls.md");
    return lines_of(file);
  }();
  return lines;
}

/// A command, and what the page shows of its output; "..." stands for lines left out.
struct Shown {
  std::string command;
  std::vector<std::string> output;
};

std::vector<Shown> shown() {
  std::vector<Shown> all;
  bool inside = false;
  for (const std::string& line : page()) {
    if (line.starts_with("$ nestwave ")) {
      all.push_back({line.substr(11), {}});
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside && line != "..." && !line.empty()) {
      all.back().output.push_back(line);
    }
  }
  return all;
}

/// What the program prints, run in the root of the source tree.
std::vector<std::string> output_of(const std::string& arguments) {
  const std::string command =
      "cd '" NESTWAVE_SOURCE_DIR "' && '" NESTWAVE_PROGRAM "' " + arguments + " 2>/dev/null";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {"cannot be run"};
  std::string text;
  std::array<char, 4096> buffer;
  for (std::size_t got; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), got);
  EXPECT_EQ(pclose(pipe), 0) << arguments;
  std::istringstream in(text);
  return lines_of(in);
}

class StallStudies : public testing::TestWithParam<std::size_t> {};

TEST_P(StallStudies, PrintWhatIsShown) {
  const std::vector<Shown> all = shown();
  ASSERT_LT(GetParam(), all.size());
  const Shown& study = all[GetParam()];
  EXPECT_GE(study.output.size(), 3U);
  const std::vector<std::string> printed = output_of(study.command);
  std::size_t at = 0;
  for (const std::string& line : study.output) {
    std::size_t next = at;
    while (next < printed.size() && printed[next] != line) ++next;
    ASSERT_LT(next, printed.size()) << "nestwave " << study.command << "\nno longer prints, at its place:\n"
                                    << line;
    at = next + 1;
  }
}

constexpr std::size_t kCommands = 13;
INSTANTIATE_TEST_SUITE_P(, StallStudies, testing::Range(std::size_t{0}, kCommands));

TEST(StallsPage, HasNoOtherCommands) {
  EXPECT_EQ(shown().size(), kCommands);
}

TEST(StallsPage, ShowsTheProfileAsItIs) {
  const std::vector<std::string> lines = output_of(
      "run --arch simple_weight_stationary --dataflow weight_stationary --layer "
      "resnet32_cifar10:layer3.0.conv2 --profile - --interval 3000");
  ASSERT_EQ(lines.size(), 9U);
  std::vector<std::string> names;
  std::istringstream head(lines[0]);
  for (std::string name; std::getline(head, name, ',');) names.push_back(name);
  std::size_t first = 0;
  while (first < page().size() && !page()[first].starts_with("| first cycle")) ++first;
  ASSERT_LT(first + 1 + lines.size(), page().size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::map<std::string, double> value;
    double waiting = 0;
    std::istringstream cells(lines[i]);
    std::string cell;
    for (const std::string& name : names) {
      ASSERT_TRUE(std::getline(cells, cell, ','));
      value[name] = std::stod(cell);
      if (name.starts_with("pe.waiting")) waiting += value[name];
    }
    const double cycles = value["cycles"];
    const auto share = [cycles](double pes) { return 100 * pes / (256 * cycles); };
    const auto start = static_cast<std::uint64_t>(value["first_cycle"]);
    const std::string cycle =
        start < 1000 ? std::to_string(start) : fmt::format("{},{:03}", start / 1000, start % 1000);
    EXPECT_EQ(page()[first + 1 + i],
              fmt::format("| {} | {:.1f} % | {:.1f} % | {:.1f} % | {:.2f} | {:.2f} |", cycle,
                          share(value["pe.computing"]), share(waiting), share(value["pe.output_room"]),
                          value["shared_glb.read.words"] / cycles, value["shared_glb.write.words"] / cycles));
  }
}

/// Every option that `nestwave run --help` names, long form.
TEST(Manuals, NameEveryOptionOfRun) {
  const auto text_of = [](const char* path) {
    std::ifstream file(std::string(NESTWAVE_SOURCE_DIR) + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
  const std::string page = text_of("/docs/interface.md");
  const std::string man = text_of("/docs/nestwave.1.in");
  int options = 0;
  for (const std::string& line : output_of("run --help")) {
    if (!line.starts_with("  --")) continue;
    const std::string option = line.substr(4, line.find_first_of(" =[", 4) - 4);
    std::string in_man;  // roff writes hyphens as \-
    for (const char c : "--" + option) in_man += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_NE(page.find("`--" + option), std::string::npos) << option;
    EXPECT_NE(man.find(in_man), std::string::npos) << option;
    ++options;
  }
  EXPECT_GE(options, 20);
}

}  // namespace
}  // namespace nestwave
