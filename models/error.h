// SPDX-License-Identifier: Apache-2.0
// The two kinds of error: the user's mistake and our bug.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace nestwave {

/// A place in an input file; line and column count from 1, 0 means "not known".
struct Location {
  std::shared_ptr<const std::string> file;  ///< null: not from a file
  int line = 0;
  int column = 0;
};

/// The user's mistake: what() is the message alone, where() the place it was made.
class InputError : public std::runtime_error {
 public:
  InputError(Location where, const std::string& message)
      : std::runtime_error(message), where_(std::move(where)) {}
  [[nodiscard]] const Location& where() const { return where_; }
  /// "FILE:LINE:COL: error: MESSAGE", as much of the place as is known.
  [[nodiscard]] std::string formatted() const;

 private:
  Location where_;
};

/// Our bug: an invariant of the program does not hold.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace nestwave
