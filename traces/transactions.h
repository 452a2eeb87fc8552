// SPDX-License-Identifier: Apache-2.0
// One line of CSV per transfer, in the order in which they were granted.
#pragma once

#include <string>
#include <string_view>

#include "models/observer.h"
#include "traces/nest_position.h"
#include "traces/output_file.h"

namespace nestwave {

/// Columns: first_cycle,last_cycle,kind,data_space,from,to,words,receivers,loops. `from` and `to`
/// follow the words; several receivers are written as a range. `loops` are the indices of the
/// temporal loops at the step that needs the words (of a drain or update: that wrote them last).
class Transactions : public Observer {
 public:
  static constexpr std::string_view kHeader =
      "first_cycle,last_cycle,kind,data_space,from,to,words,receivers,loops\n";

  Transactions(const Design& design, const std::string& path);

  [[nodiscard]] unsigned interests() const override { return kTransfers; }
  void transfer(const Transfer& transfer) override;
  /// Gives the file its name; call when the run has ended well.
  void commit() { file_.commit(); }

 private:
  void append_outer(const Transfer& transfer, std::string& text) const;
  void append_inner(const Transfer& transfer, std::string& text) const;

  const Design& design_;
  NestPosition position_;
  OutputFile file_;
  // Consecutive transfers mostly belong to the same step.
  std::uint64_t last_step_ = ~std::uint64_t{0};
  std::string last_loops_;
};

}  // namespace nestwave
