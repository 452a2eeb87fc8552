// SPDX-License-Identifier: Apache-2.0
// The text of a file together with the files it includes, and where each line of it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/error.h"

namespace nestwave {

inline constexpr std::uintmax_t kMaxFileBytes = 16u << 20;  ///< included files count
inline constexpr std::size_t kMaxIncludes = 64;             ///< in one file, all together
inline constexpr std::size_t kMaxIncludeDepth = 8;          ///< files inside each other

/// A file already in memory; the name is used in messages.
struct NamedText {
  std::string name;
  std::string text;
};

/// Finds what `includer` means by `path`; an InputError belongs at `where`.
using IncludeReader =
    std::function<NamedText(const std::string& includer, const std::string& path, const Location& where)>;

class Source {
 public:
  /// The text as it stands; lines of the form {{include_text('FILE')}} stay in it.
  Source(std::string text, const std::string& name);
  /// The text with every such line replaced by the file. Throws InputError.
  Source(const NamedText& file, const IncludeReader& read);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The place of a line and column (from 1) of text(), in the file it came from.
  [[nodiscard]] Location at(int line, int column) const;
  /// The file as a whole.
  [[nodiscard]] Location whole() const { return {pieces_.front().file, 0, 0}; }

 private:
  struct Piece {
    int first = 1;  ///< line of text()
    std::shared_ptr<const std::string> file;
    int line = 1;  ///< line of that file
  };
  void append(const NamedText& file, const IncludeReader& read, std::vector<std::string>& open);
  void append_include(std::string_view line, const Location& where, const IncludeReader& read,
                      std::vector<std::string>& open);

  std::string text_;
  int lines_ = 0;
  std::size_t includes_ = 0;
  std::vector<Piece> pieces_;
};

/// The bytes of a file; throws InputError if it cannot be read or is too large.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

/// Looks for an included file beside the file that includes it, then in the folders above.
[[nodiscard]] NamedText read_include(const std::string& includer, const std::string& path,
                                     const Location& where);

/// For texts that are not files: they cannot include any.
[[nodiscard]] NamedText refuse_include(const std::string& includer, const std::string& path,
                                       const Location& where);

}  // namespace nestwave
