// SPDX-License-Identifier: Apache-2.0
#include "models/formats/text_file.h"

#include <fstream>
#include <memory>
#include <system_error>

#include "models/error.h"

namespace nestwave {

std::string read_text_file(const std::filesystem::path& file) {
  const Location where{std::make_shared<const std::string>(file.string()), 0, 0};
  std::error_code problem;
  const std::filesystem::file_status status = std::filesystem::status(file, problem);
  if (!std::filesystem::exists(status)) throw InputError(where, "there is no such file");
  if (std::filesystem::is_directory(status)) throw InputError(where, "this is a directory, not a file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(where, "the file cannot be opened");
  // Read in pieces: a pipe or a device does not tell its size beforehand.
  std::string text;
  std::string piece(std::size_t{1} << 16, '\0');
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) || stream.gcount() > 0) {
    text.append(piece, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kMaxFileBytes)
      throw InputError(where, "the file is larger than " + std::to_string(kMaxFileBytes >> 20) + " MiB");
  }
  if (stream.bad()) throw InputError(where, "the file cannot be read");
  return text;
}

}  // namespace nestwave
