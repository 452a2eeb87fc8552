// SPDX-License-Identifier: Apache-2.0
#include "models/error.h"

namespace nestwave {

std::string InputError::formatted() const {
  std::string text;
  if (where_.file) {
    text += *where_.file + ":";
    if (where_.line > 0) text += std::to_string(where_.line) + ":" + std::to_string(where_.column) + ":";
    text += " ";
  }
  return text + "error: " + what();
}

}  // namespace nestwave
