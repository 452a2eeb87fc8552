// SPDX-License-Identifier: Apache-2.0
// What the user is told.
#pragma once

#include <string>

#include "models/error.h"

namespace nestwave::test {

/// The message of the InputError that `run` throws; "none" if it throws nothing.
template <typename Run>
std::string complaint(Run run) {
  try {
    run();
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace nestwave::test
