// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/sequencer.h"

#include <string>

#include "models/error.h"

namespace nestwave {

FoldSequencer::FoldSequencer(sc_core::sc_module_name name, const SystolicPlan& plan, Clock& clock,
                             SystolicArray& array)
    : sc_module(name), plan_(plan), clock_(clock), array_(array), walk_(plan), next_(walk_.next()) {
  spawn_method(clock_, "folds", wake_, [this] { run(); });
}

void FoldSequencer::run() {
  const Cycle now = clock_.enter();
  // The fold that begins now and two after it are in the array's hands, so that it knows how long each one
  // lasts when it begins.
  while (next_ && (!before_ || before_->times.load <= now)) {
    FoldJob job{*next_, fold_times(plan_, *next_, last_ ? &*last_ : nullptr)};
    clock_.require(job.times.end);
    array_.post(job);
    before_ = last_;
    last_ = job;
    next_ = walk_.next();
  }
  if (next_) wake_.notify(clock_.delay(before_->times.load - now));
}

}  // namespace nestwave
