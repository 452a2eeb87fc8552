// SPDX-License-Identifier: Apache-2.0
// Malformed inputs, each with the whole message it must give.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "models/formats/inputs.h"

namespace nestwave {

/// A file that is wrong: `text`, or a good text in which `text` replaces `original`.
struct Malformed {
  const char* name;
  const char* base;  ///< null: `text` is the whole file
  const char* original;
  const char* text;
  const char* message;  ///< as the program prints it; the file is called in.yaml
};

/// GoogleTest allows only letters and digits in a test's name.
inline std::string test_name(const testing::TestParamInfo<Malformed>& info) {
  std::string name;
  for (const char* c = info.param.name; *c != '\0'; ++c)
    name += std::isalnum(static_cast<unsigned char>(*c)) ? *c : '_';
  return name;
}

inline std::string text_of(const Malformed& wrong) {
  if (!wrong.base) return wrong.text;
  std::string text = wrong.base;
  const std::size_t at = text.find(wrong.original);
  if (at == std::string::npos) return "# the original text is not in the base";
  return text.replace(at, std::string(wrong.original).size(), wrong.text);
}

/// What reading gives: the message, or "no error".
template <typename Read>
std::string message_of(Read read) {
  try {
    read();
  } catch (const InputError& error) {
    return error.formatted();
  }
  return "no error";
}

inline std::string message_of_text(const std::string& text) {
  return message_of([&] { (void)read_texts({{"in.yaml", text}}); });
}

}  // namespace nestwave
