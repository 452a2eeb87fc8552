// SPDX-License-Identifier: Apache-2.0
#include "traces/transactions.h"

#include <charconv>

#include "traces/csv.h"
#include "traces/format.h"

namespace nestwave {

namespace {

void append_number(std::uint64_t value, std::string& text) {
  char digits[20];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

Transactions::Transactions(const Design& design, const std::string& path)
    : design_(design), position_(design), file_(path) {
  file_.write(kHeader);
}

void Transactions::append_outer(const Transfer& transfer, std::string& text) const {
  append_csv_cell(level_name(design_, transfer.outer), text);
  text += '[';
  append_number(transfer.outer_instance, text);
  text += ']';
}

void Transactions::append_inner(const Transfer& transfer, std::string& text) const {
  append_csv_cell(level_name(design_, transfer.inner), text);
  if (transfer.inner >= design_.level_count()) return;
  const std::uint64_t children = design_.used_fanout(transfer.outer, transfer.inner);
  text += '[';
  append_number(transfer.outer_instance * children, text);
  if (children > 1) {
    text += "..";
    append_number((transfer.outer_instance + 1) * children - 1, text);
  }
  text += ']';
}

void Transactions::transfer(const Transfer& transfer) {
  if (transfer.step != last_step_) {
    last_step_ = transfer.step;
    last_loops_.clear();
    position_.append_loops(transfer.step, last_loops_);
  }
  std::string& text = file_.buffer();
  append_number(transfer.first, text);
  text += ',';
  append_number(transfer.last, text);
  text += ',';
  text += to_string(transfer.kind);
  text += ',';
  if (transfer.data_space < 0)
    text += '*';
  else
    append_csv_cell(design_.problem().data_spaces[transfer.data_space].name, text);
  text += ',';
  const bool outward = transfer.kind == TransferKind::drain || transfer.kind == TransferKind::update;
  outward ? append_inner(transfer, text) : append_outer(transfer, text);
  text += ',';
  outward ? append_outer(transfer, text) : append_inner(transfer, text);
  text += ',';
  append_number(transfer.words, text);
  text += ',';
  append_number(transfer.receivers, text);
  text += ',';
  text += last_loops_;
  text += '\n';
  file_.flush_if_large();
}

}  // namespace nestwave
