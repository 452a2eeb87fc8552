// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace nestwave::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* kArchitecture = R"(architecture:
  version: 0.3
  subtree:
  - name: system
    local:
    - name: DRAM
      class: DRAM
      attributes: {width: 8, word_bits: 8}
    - name: Buffer
      class: regfile
      attributes: {depth: 64, width: 8, word_bits: 8}
    - name: MACC
      class: intmac
)";

constexpr const char* kProblem = R"(problem:
  version: 0.3
  shape:
    name: conv1d
    dimensions: [M, P, R]
    data_spaces:
    - name: Weights
      projection: [[[M]], [[R]]]
    - name: Inputs
      projection: [[[P], [R]]]
    - name: Outputs
      projection: [[[M]], [[P]]]
      read_write: True
  instance: {M: 4, P: 16, R: 3}
)";

constexpr const char* kMapping = R"(mapping:
- {target: DRAM, type: temporal, factors: M=4 P=1 R=3, permutation: PRM}
- {target: Buffer, type: temporal, factors: M=1 P=16 R=1, permutation: MRP}
)";

constexpr const char* kEnergy = R"(ERT:
  version: 0.3
  tables:
  - name: system.DRAM
    actions: [{name: read, arguments: {}, energy: 100}, {name: write, arguments: {}, energy: 100}]
  - name: system.Buffer
    actions: [{name: read, arguments: {}, energy: 1}, {name: write, arguments: {}, energy: 2}]
  - name: system.MACC
    actions: [{name: compute, arguments: {}, energy: 0.5}]
)";

const std::set<std::string> kOwnFiles = {"arch.yaml",   "problem.yaml", "mapping.yaml",
                                         "energy.yaml", ".stdout",      ".stderr"};

}  // namespace

Workspace::Workspace() {
  directory_ = ::testing::TempDir() + "nestwave_cli_XXXXXX";
  if (mkdtemp(directory_.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directory_ += "/";
  write("arch.yaml", kArchitecture);
  write("problem.yaml", kProblem);
  write("mapping.yaml", kMapping);
  write("energy.yaml", kEnergy);
}

Workspace::~Workspace() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

pid_t Workspace::start(const std::string& arguments) const {
  std::vector<std::string> words = {NESTWAVE_PROGRAM};
  std::istringstream in(arguments);
  for (std::string word; in >> word;) words.push_back(word);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string out = directory_ + ".stdout";
  const std::string err = directory_ + ".stderr";
  const pid_t process = fork();
  if (process != 0) return process;
  unsetenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE");  // as on a user's machine
  if (chdir(directory_.c_str()) != 0 || freopen(out.c_str(), "w", stdout) == nullptr ||
      freopen(err.c_str(), "w", stderr) == nullptr || freopen("/dev/null", "r", stdin) == nullptr)
    _exit(126);
  execv(argv[0], argv.data());
  _exit(127);
}

Outcome Workspace::wait(pid_t process) const {
  int status = 0;
  if (waitpid(process, &status, 0) != process) throw std::runtime_error("waitpid failed");
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  outcome.out = read(".stdout");
  outcome.err = read(".stderr");
  return outcome;
}

Outcome Workspace::run(const std::string& arguments) const {
  return wait(start(arguments));
}

void Workspace::write(const std::string& name, const std::string& text) const {
  std::ofstream(directory_ + name) << text;
}

std::string Workspace::read(const std::string& name) const {
  std::ifstream in(directory_ + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool Workspace::exists(const std::string& name) const {
  return fs::exists(directory_ + name);
}

std::vector<std::string> Workspace::outputs() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory_)) {
    const std::string name = entry.path().filename().string();
    if (kOwnFiles.count(name) == 0) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace nestwave::testing
