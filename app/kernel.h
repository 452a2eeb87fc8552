// SPDX-License-Identifier: Apache-2.0
// One SystemC kernel per simulation: the only place that knows of the kernel's one-elaboration limit.
#pragma once

#include <systemc>

namespace nestwave {

/// Puts a fresh simulation context in place of the present one and takes it away again, so that
/// any number of simulations can be elaborated one after the other in a process. Modules must be
/// destroyed before it is.
class KernelContext {
 public:
  KernelContext();
  ~KernelContext();
  KernelContext(const KernelContext&) = delete;
  KernelContext& operator=(const KernelContext&) = delete;

 private:
  sc_core::sc_simcontext* outer_current_;
  sc_core::sc_simcontext* outer_default_;
  sc_core::sc_simcontext* context_;
};

}  // namespace nestwave
