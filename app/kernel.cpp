// SPDX-License-Identifier: Apache-2.0
#include "app/kernel.h"

#include <string>

#include "models/error.h"

namespace nestwave {

namespace {

/// Model errors end in one exception instead of a report on the terminal.
void raise_reports(const sc_core::sc_report& report, const sc_core::sc_actions&) {
  if (report.get_severity() >= sc_core::SC_ERROR)
    throw InternalError(std::string("SystemC: ") + report.get_msg_type() + ": " + report.get_msg());
}

}  // namespace

KernelContext::KernelContext()
    : outer_current_(sc_core::sc_curr_simcontext),
      outer_default_(sc_core::sc_default_global_context),
      context_(new sc_core::sc_simcontext) {
  sc_core::sc_curr_simcontext = context_;
  sc_core::sc_default_global_context = context_;
  sc_core::sc_report_handler::set_handler(raise_reports);
}

KernelContext::~KernelContext() {
  sc_core::sc_report_handler::set_handler(nullptr);
  // The modules are gone and have cancelled what was still due; asking for the next activity takes
  // the cancelled notifications out of the queue, which the context itself would not free.
  (void)sc_core::sc_time_to_pending_activity(context_);
  delete context_;
  sc_core::sc_curr_simcontext = outer_current_;
  sc_core::sc_default_global_context = outer_default_;
}

}  // namespace nestwave
