// SPDX-License-Identifier: Apache-2.0
#include "traces/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "models/error.h"

namespace nestwave {

namespace {

/// The file a chain of symbolic links ends at, so that the link itself survives the rename.
std::string follow_links(const std::string& path) {
  std::error_code ignored;
  const auto target = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : target.string();
}

mode_t current_umask() {
  const mode_t mask = umask(0);
  umask(mask);
  return mask;
}

}  // namespace

OutputFile::OutputFile(std::string path) : path_(std::move(path)) {
  if (path_ == "-") {
    descriptor_ = STDOUT_FILENO;
    return;
  }
  struct stat status {};
  const bool exists = stat(path_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) fail("write", EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail("write", errno);
    return;
  }
  if (exists && access(path_.c_str(), W_OK) != 0) fail("write", errno);
  target_ = follow_links(path_);
  temporary_ = target_ + ".part-XXXXXX";
  descriptor_ = mkostemp(temporary_.data(), O_CLOEXEC);
  if (descriptor_ < 0) {
    temporary_.clear();
    fail("write", errno);
  }
  // mkstemp makes the file private; the finished one has the rights any new file would have.
  fchmod(descriptor_, exists ? status.st_mode & 07777U : 0666U & ~current_umask());
}

OutputFile::~OutputFile() {
  close_quietly();
}

void OutputFile::close_quietly() {
  if (descriptor_ > STDOUT_FILENO) close(descriptor_);
  descriptor_ = -1;
  if (!temporary_.empty()) unlink(temporary_.c_str());
  temporary_.clear();
}

void OutputFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

void OutputFile::commit() {
  flush();
  if (temporary_.empty()) return;
  const int descriptor = std::exchange(descriptor_, -1);
  if (close(descriptor) != 0) fail("write", errno);
  if (rename(temporary_.c_str(), target_.c_str()) != 0) fail("write", errno);
  temporary_.clear();
}

void OutputFile::fail(const char* what, int error) const {
  throw InputError({}, std::string("cannot ") + what + " " + (path_ == "-" ? "standard output" : path_) +
                           ": " + std::strerror(error));
}

}  // namespace nestwave
