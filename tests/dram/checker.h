// SPDX-License-Identifier: Apache-2.0
// Reads a trace of DRAM commands against the rules of the data sheets. It knows commands, clocks and
// figures, and nothing of the model that made the trace.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace nestwave::testing {

/// Figures of a part, in clocks; `burst` is the time of one burst on the data bus.
struct DataSheet {
  std::int64_t groups, banks, rows;
  std::int64_t burst, CL, CWL, tRCD, tRP, tRPab, tRAS, tRTP, tWR, tCCD_S, tCCD_L, tRRD_S, tRRD_L, tWTR_S,
      tWTR_L, tFAW, tRFC, tREFI, turnaround;
};

/// One channel.
class Checker {
 public:
  explicit Checker(const DataSheet& sheet);

  /// Commands in the order of time. Names: ACT PRE PREA RD RDA WR WRA REF.
  void see(std::int64_t clock, const std::string& name, std::int64_t group, std::int64_t bank,
           std::int64_t row);
  /// No refresh may be overdue by more than eight at the end either.
  void finish(std::int64_t clock);

  /// A sentence each; empty if all is well. No more than the first twenty are kept.
  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }

 private:
  enum class Scope { bank, group, channel };
  struct Rule {
    std::string name;
    std::string earlier, later;  ///< commands
    Scope scope;
    std::int64_t distance;  ///< least clocks between them
  };
  struct Row {
    bool open = false;
    std::int64_t number = 0;
  };

  void add(const std::string& name, const std::vector<std::string>& earlier,
           const std::vector<std::string>& later, Scope scope, std::int64_t distance);
  void rules_of_rows();
  void rules_of_columns();
  void check_distances();
  void check_rows();
  void check_window();
  void check_data_bus();
  void check_refresh(std::int64_t clock);
  void remember();
  void complain(const std::string& what);

  /// The command at hand.
  struct Seen {
    std::int64_t clock = 0;
    std::string name;
    std::int64_t group = 0, bank = 0, row = 0;
  };
  using Where = std::tuple<std::string, int, std::int64_t>;  ///< command, scope, number in that scope

  DataSheet sheet_;
  std::map<std::string, std::vector<Rule>> rules_;  ///< by the later command
  std::map<Where, std::int64_t> last_;
  std::vector<Row> rows_;
  std::deque<std::int64_t> activates_;
  std::int64_t bus_free_ = 0;
  std::int64_t refreshes_ = 0;
  Seen now_;
  std::vector<std::string> violations_;
};

}  // namespace nestwave::testing
