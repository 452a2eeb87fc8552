// SPDX-License-Identifier: Apache-2.0
#include "app/simulate.h"

#include "app/accelerator.h"
#include "app/kernel.h"

namespace nestwave {

SimulationResult simulate(const Design& design, const SimulationOptions& options) {
  const KernelContext kernel;
  Accelerator accelerator(design, options);
  return accelerator.run();
}

}  // namespace nestwave
