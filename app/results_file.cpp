// SPDX-License-Identifier: Apache-2.0
#include "app/results_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "models/error.h"

namespace nestwave {

using Json = nlohmann::ordered_json;

ResultsFile::ResultsFile(std::string path) : path_(std::move(path)) {
  if (path_.empty()) throw InputError({}, "--resume needs a file name");
  descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail(errno);
  try {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0) fail(errno);
    if (!S_ISREG(status.st_mode)) throw InputError({}, "--resume " + path_ + ": this is not a file");
    lock();
    read();
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

ResultsFile::~ResultsFile() {
  close(descriptor_);
}

void ResultsFile::fail(int error) const {
  throw InputError({}, "cannot use " + path_ + ": " + std::strerror(error));
}

/// A lock of this process alone, which the system takes back however it ends: workers do not inherit it.
void ResultsFile::lock() const {
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (fcntl(descriptor_, F_SETLK, &whole) == 0) return;
  if (errno == EACCES || errno == EAGAIN) throw InputError({}, path_ + " is in use by another run");
  fail(errno);
}

void ResultsFile::read() {
  std::string text;
  std::array<char, std::size_t{1} << 16> piece{};
  while (true) {
    const ssize_t count = ::read(descriptor_, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(errno);
    if (count == 0) break;
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  const bool begun = text.size() < kHeader.size() && kHeader.starts_with(text);
  if (!begun && !text.starts_with(kHeader))
    throw InputError({std::make_shared<const std::string>(path_), 1, 0},
                     "this file was not made by --resume; it is left as it is");
  if (begun) {
    if (ftruncate(descriptor_, 0) != 0) fail(errno);
    append(kHeader);
    return;
  }
  std::size_t at = kHeader.size();
  for (std::size_t number = 2; at < text.size(); ++number) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos) break;
    take(std::string_view(text).substr(at, end - at), number);
    at = end + 1;
  }
  // A line without an end was being written when the run before was killed.
  if (at < text.size() && ftruncate(descriptor_, static_cast<off_t>(at)) != 0) fail(errno);
}

void ResultsFile::take(std::string_view line, std::size_t number) {
  Json entry = Json::parse(line, nullptr, false);
  if (!entry.is_object() || !entry.contains("key") || !entry["key"].is_string() || !entry.contains("result"))
    throw InputError({std::make_shared<const std::string>(path_), static_cast<int>(number), 0},
                     "this line is no result; take it out to go on without it");
  results_[entry["key"].get<std::string>()] = std::move(entry["result"]);
}

const Json* ResultsFile::find(const std::string& key) const {
  const auto found = results_.find(key);
  return found == results_.end() ? nullptr : &found->second;
}

void ResultsFile::add(const std::string& key, const Json& result) {
  const Json entry = {{"key", key}, {"result", result}};
  append(entry.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  if (fdatasync(descriptor_) != 0) fail(errno);
  results_[key] = result;
}

void ResultsFile::append(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace nestwave
