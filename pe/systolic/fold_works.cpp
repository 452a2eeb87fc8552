// SPDX-License-Identifier: Apache-2.0
#include "pe/systolic/fold_works.h"

namespace nestwave {

void FoldWorks::load(const FoldJob& job) const {
  const int space = plan_.stationary;
  // The register that takes it is free when the sums before have left, or with the stream before.
  const bool apart = plan_.machine.spec.fold_overlap == FoldOverlap::none;
  tell(kLoader, apart ? through_ : kMacs,
       {TransferKind::fill, space, plan_.machine.buffers[space], inner(space), job.times.load,
        job.times.load + job.fold.height, job.fold.rows * job.fold.columns});
}

void FoldWorks::stream(const FoldJob& job) const {
  const std::uint64_t lanes = job.fold.rows + (plan_.sums_move() ? 0 : job.fold.columns);
  const bool just_loaded = plan_.sums_move() && job.times.stream == job.times.load + job.fold.height;
  const bool apart = plan_.machine.spec.fold_overlap != FoldOverlap::full;
  tell(kMacs,
       just_loaded ? kLoader
       : apart     ? through_
                   : kMacs,
       {TransferKind::mac, -1, plan_.machine.buffers[plan_.across], levels_, job.times.stream, macs_end(job),
        lanes * plan_.streamed.size});
}

void FoldWorks::leave(const FoldJob& job, std::uint64_t words, Cycle stop) {
  through_ = words > 0 ? kCollector : kMacs;
  if (words == 0) return;
  const int space = plan_.gemm.outputs;
  tell(kCollector, kMacs,
       {plan_.sums_move() ? TransferKind::update : TransferKind::drain, space, plan_.machine.buffers[space],
        inner(space), macs_end(job), stop, words});
}

}  // namespace nestwave
