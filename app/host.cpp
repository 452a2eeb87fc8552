// SPDX-License-Identifier: Apache-2.0
#include "app/host.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "traces/output_file.h"

namespace nestwave {

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

rusage usage() {
  rusage all{};
  getrusage(RUSAGE_SELF, &all);
  return all;
}

double cpu_seconds() {
  const rusage all = usage();
  return seconds(all.ru_utime) + seconds(all.ru_stime);
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view text(value);
    return text.find("UTF-8") != text.npos || text.find("utf8") != text.npos ||
           text.find("UTF8") != text.npos;
  }
  return false;
}

}  // namespace

HostClock::HostClock() : start_(std::chrono::steady_clock::now()), cpu_start_(cpu_seconds()) {}

HostStats HostClock::stats() const {
  constexpr std::uint64_t kKibi = 1024;  // ru_maxrss counts kibibytes on Linux
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
  return {wall.count(), cpu_seconds() - cpu_start_, static_cast<std::uint64_t>(usage().ru_maxrss) * kKibi};
}

void print_result(std::string_view text) {
  OutputFile out("-");
  out.write(text);
  out.commit();
}

void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

Style output_style() {
  Style style;
  style.utf8 = isatty(STDOUT_FILENO) != 0 && locale_is_utf8();
  return style;
}

bool error_is_terminal() {
  return isatty(STDERR_FILENO) != 0;
}

}  // namespace nestwave
