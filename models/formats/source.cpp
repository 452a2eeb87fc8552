// SPDX-License-Identifier: Apache-2.0
#include "models/formats/source.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <system_error>

#include "models/formats/spelling.h"

namespace nestwave {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBlank = " \t\r";

void skip_blank(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
}

bool skip(std::string_view& text, std::string_view word) {
  skip_blank(text);
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

/// Whether the line asks for a file, well formed or not.
bool is_include(std::string_view line) {
  return skip(line, "{{") && skip(line, "include_text");
}

/// FILE of {{include_text('FILE')}} alone on its line; nothing if it is written otherwise.
std::optional<std::string> included_path(std::string_view line) {
  if (!line.starts_with("{{")) return std::nullopt;
  skip(line, "{{");
  skip(line, "include_text");
  if (!skip(line, "(")) return std::nullopt;
  skip_blank(line);
  const char quote = line.empty() ? '\0' : line.front();
  if (quote != '\'' && quote != '"') return std::nullopt;
  const std::size_t end = line.find(quote, 1);
  if (end == std::string_view::npos || end == 1) return std::nullopt;
  std::string path(line.substr(1, end - 1));
  line.remove_prefix(end + 1);
  if (!skip(line, ")") || !skip(line, "}}")) return std::nullopt;
  skip_blank(line);
  if (!line.empty() && line.front() != '#') return std::nullopt;
  return path;
}

bool has_include(std::string_view text) {
  return text.find("include_text") != std::string_view::npos;
}

}  // namespace

Source::Source(std::string text, const std::string& name) : text_(std::move(text)) {
  pieces_.push_back({1, std::make_shared<const std::string>(name), 1});
}

Source::Source(const NamedText& file, const IncludeReader& read) {
  if (!has_include(file.text)) {
    *this = Source(file.text, file.name);
    return;
  }
  std::vector<std::string> open;
  append(file, read, open);
}

void Source::append(const NamedText& file, const IncludeReader& read, std::vector<std::string>& open) {
  const auto name = std::make_shared<const std::string>(file.name);
  open.push_back(file.name);
  pieces_.push_back({lines_ + 1, name, 1});
  int number = 0;
  for (std::size_t at = 0; at < file.text.size();) {
    const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
    const std::string_view line = std::string_view(file.text).substr(at, end - at);
    at = end + 1;
    ++number;
    if (is_include(line)) {
      const std::size_t brace = line.find('{');
      append_include(line, {name, number, static_cast<int>(brace) + 1}, read, open);
      pieces_.push_back({lines_ + 1, name, number + 1});
      continue;
    }
    if (text_.size() + line.size() >= kMaxFileBytes)
      throw InputError({name, number, 1}, "with the files it includes the file is larger than " +
                                              std::to_string(kMaxFileBytes >> 20) + " MiB");
    text_.append(line).push_back('\n');
    ++lines_;
  }
  open.pop_back();
}

void Source::append_include(std::string_view line, const Location& where, const IncludeReader& read,
                            std::vector<std::string>& open) {
  const std::optional<std::string> path = included_path(line);
  if (!path) throw InputError(where, "an include is written {{include_text('FILE')}}, alone on its line");
  if (open.size() == kMaxIncludeDepth)
    throw InputError(where, "more than " + std::to_string(kMaxIncludeDepth) + " files include each other");
  if (++includes_ > kMaxIncludes)
    throw InputError(where, "more than " + std::to_string(kMaxIncludes) + " files are included");
  const NamedText included = read(open.back(), *path, where);
  if (std::find(open.begin(), open.end(), included.name) != open.end())
    throw InputError(where, "the file " + in_quotes(*path) + " includes itself");
  append(included, read, open);
}

Location Source::at(int line, int column) const {
  const auto after = std::upper_bound(pieces_.begin(), pieces_.end(), line,
                                      [](int wanted, const Piece& piece) { return wanted < piece.first; });
  const Piece& piece = after == pieces_.begin() ? pieces_.front() : *std::prev(after);
  return {piece.file, piece.line + (line - piece.first), column};
}

std::string read_file(const fs::path& file) {
  const Location where{std::make_shared<const std::string>(file.string()), 0, 0};
  std::error_code problem;
  const fs::file_status status = fs::status(file, problem);
  if (!fs::exists(status)) throw InputError(where, "there is no such file");
  if (fs::is_directory(status)) throw InputError(where, "this is a directory, not a file");
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

NamedText read_include(const std::string& includer, const std::string& path, const Location& where) {
  std::error_code problem;
  fs::path folder = fs::absolute(includer, problem).lexically_normal().parent_path();
  for (;;) {
    // Normal form, so that a file that includes itself is known by its name.
    const fs::path file = (folder / path).lexically_normal();
    if (fs::is_regular_file(file, problem)) {
      const fs::path shown = fs::path(includer).is_absolute() ? file : fs::proximate(file, problem);
      return {shown.string(), read_file(file)};
    }
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  throw InputError(where, "there is no file " + in_quotes(path) + " beside this one or in a folder above it");
}

NamedText refuse_include(const std::string&, const std::string& path, const Location& where) {
  throw InputError(where, "only a file can include another, " + in_quotes(path) + " was not looked for");
}

}  // namespace nestwave
