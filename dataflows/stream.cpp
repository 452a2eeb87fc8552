// SPDX-License-Identifier: Apache-2.0
#include "dataflows/stream.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace nestwave {

namespace {

/// Words of the product of `all` in which at least one rank lies in `some` (a subset of `all`).
std::uint64_t words_touching(const Region& all, const Region& some) {
  std::uint64_t total = 0;
  std::uint64_t before = 1;  // ranks so far that avoid `some`
  for (std::size_t r = 0; r < all.size(); ++r) {
    std::uint64_t after = 1;
    for (std::size_t q = r + 1; q < all.size(); ++q) after *= all[q].size();
    total += before * some[r].size() * after;
    before *= all[r].size() - some[r].size();
  }
  return total;
}

}  // namespace

std::vector<std::int64_t> rank_strides(const DataSpace& space, const NestLoop& loop) {
  std::vector<std::int64_t> strides;
  for (const Rank& rank : space.ranks) {
    std::int64_t stride = 0;
    for (const Term& term : rank.terms)
      if (term.dimension == loop.dimension)
        stride = term.coefficient * static_cast<std::int64_t>(loop.index_stride);
    strides.push_back(stride);
  }
  return strides;
}

Region tile_region(const Design& design, const Nest& nest, int data_space, int level) {
  const DataSpace& space = design.problem().data_spaces[data_space];
  Region region(space.ranks.size(), RankSet(0));
  const auto sweep = [&](const std::vector<NestLoop>& loops) {
    for (auto loop = loops.rbegin(); loop != loops.rend(); ++loop) {
      if (loop->level < level) continue;
      const std::vector<std::int64_t> strides = rank_strides(space, *loop);
      for (std::size_t r = 0; r < region.size(); ++r)
        if (strides[r] != 0) region[r] = region[r].swept(strides[r], loop->bound);
    }
  };
  sweep(nest.temporal());
  sweep(nest.spatial());
  // Sums exist only where a MAC puts one, so outputs have no holes to carry along.
  if (design.policy().footprint == Footprint::bounding_box && !space.read_write)
    for (RankSet& rank : region) rank = rank.hull();
  return region;
}

Stream::Stream(const Design& design, std::shared_ptr<const Nest> nest, int data_space, int outer, int inner)
    : Stream(design, nest, std::make_shared<Symmetry>(design, *nest, true), data_space, outer, inner) {}

Stream::Stream(const Design& design, std::shared_ptr<const Nest> nest,
               const std::shared_ptr<const Symmetry>& symmetry, int data_space, int outer, int inner)
    : nest_(std::move(nest)),
      symmetry_(symmetry),
      data_space_(data_space),
      outer_(outer),
      inner_(inner),
      read_write_(design.problem().data_spaces[data_space].read_write),
      per_step_(inner == design.level_count()),
      reuse_(design.policy().reuse) {
  if (outer_ < 0) {
    exhausted_ = true;
    shape_.tile_words = design.tile_words(inner_, data_space_);
    Epoch all;
    all.end_step = nest_->steps();
    all.words = all.fresh = shape_.tile_words;
    all.first_visits = ~0U;
    push(all);
    return;
  }
  instances_ = symmetry->instances(inner_);
  shape_.simulated = symmetry->children(outer_, inner_);
  loops_ = per_step_ ? nest_->temporal().size() : nest_->temporal_above(inner_);
  digits_.assign(loops_, 0);
  steps_per_move_ = nest_->numbering().inside(digits_, loops_);
  const bool parent_omits = design.omits_padding(outer_, data_space_);
  const bool child_omits = design.omits_padding(inner_, data_space_);
  makes_zeros_ = parent_omits && !child_omits;
  measure(design);
  if (read_write_ && !per_step_) visits_ = std::make_unique<Visits>(design, *nest_, *symmetry, inner_);
  if (nest_->uneven() || parent_omits || child_omits)
    walk_ = std::make_unique<UnevenWalk>(design, nest_, *symmetry_, data_space, outer, inner);
  else
    open(shape_.tile_words, sent_whole_, true);
}

/// Where the children below one instance of `outer` stand, through the fan-outs down to `inner`.
Region Stream::child_offsets(const DataSpace& space, int outer, int inner) const {
  Region offsets(space.ranks.size(), RankSet(0));
  for (const NestLoop& loop : nest_->spatial()) {
    if (loop.level < outer || loop.level >= inner) continue;
    const std::vector<std::int64_t> strides = rank_strides(space, loop);
    for (std::size_t r = 0; r < offsets.size(); ++r)
      if (strides[r] != 0) offsets[r] = offsets[r].swept(strides[r], loop.bound);
  }
  return offsets;
}

void Stream::measure(const Design& design) {
  const DataSpace& space = design.problem().data_spaces[data_space_];
  const Region tile = tile_region(design, *nest_, data_space_, inner_);
  const bool varies = nest_->uneven() || design.omits_padding(inner_, data_space_);
  shape_.tile_words = varies && !per_step_ ? design.tile_words(inner_, data_space_) : word_count(tile);

  const Region offsets = child_offsets(space, outer_, inner_);
  for (const NestLoop& loop : nest_->spatial())
    if (loop.level >= outer_ && loop.level < inner_) shape_.children *= loop.bound;
  shape_.distinct_tiles = word_count(offsets);
  std::uint64_t distinct_by_level = 1;
  for (int level = outer_; level < inner_; ++level)
    distinct_by_level *= word_count(child_offsets(space, level, level + 1));

  const Multicast multicast = design.policy().multicast;
  Region all = tile;
  for (std::size_t r = 0; r < all.size(); ++r) all[r] = tile[r].spread(offsets[r]);
  const auto sent = [&](std::uint64_t fresh, std::uint64_t joint) {
    if (read_write_ || multicast == Multicast::identical) return shape_.distinct_tiles * fresh;
    if (multicast == Multicast::per_level) return distinct_by_level * fresh;
    return multicast == Multicast::none ? shape_.children * fresh : joint;
  };
  sent_whole_ = sent(shape_.tile_words, word_count(all));

  // The outermost keeper has one tile for good, whatever loops stand above it.
  const bool outer_moves = design.keepers(data_space_).front() != outer_;
  const std::size_t outer_loops = outer_moves ? nest_->temporal_above(outer_) : 0;
  std::vector<std::int64_t> wrap(space.ranks.size(), 0);        // of the loops inside, above the child
  std::vector<std::int64_t> outer_wrap(space.ranks.size(), 0);  // the same, above the parent
  moves_.resize(loops_);
  for (std::size_t j = loops_; j-- > 0;) {
    Move& move = moves_[j];
    const NestLoop& loop = nest_->temporal()[j];
    const std::vector<std::int64_t> strides = rank_strides(space, loop);
    move.same_as = static_cast<int>(j);
    Region fresh = tile;
    Region fresh_joint = tile;
    for (std::size_t r = 0; r < strides.size(); ++r) {
      const auto span = static_cast<std::int64_t>(loop.bound - 1) * strides[r];
      move.shift.push_back(strides[r] - wrap[r]);
      move.stays = move.stays && move.shift[r] == 0;
      if (j < outer_loops) {
        move.outer_stays = move.outer_stays && strides[r] == outer_wrap[r];
        outer_wrap[r] += span;
      }
      wrap[r] += span;
      if (per_step_) continue;
      fresh[r] = tile[r].shifted(move.shift[r]).without(tile[r]);
      fresh_joint[r] = fresh[r].spread(offsets[r]);
      all[r] = tile[r].shifted(move.shift[r]).spread(offsets[r]);
    }
    if (per_step_) continue;
    move.fresh = words_touching(tile, fresh);
    move.sent = sent(move.fresh, words_touching(all, fresh_joint));
  }
  for (std::size_t j = 0; j < loops_; ++j)
    for (std::size_t i = 0; i < j; ++i)
      if (moves_[i].shift == moves_[j].shift) {
        moves_[j].same_as = static_cast<int>(i);
        break;
      }
  count_epochs();
}

void Stream::count_epochs() {
  epochs_in_.assign(loops_, 0);
  outer_epochs_in_.assign(loops_, 0);
  for (std::size_t j = 0; j < loops_; ++j) {
    std::uint64_t rounds = 1;  // of loop i in one iteration of loop j
    for (std::size_t i = j; i < loops_; ++i) {
      const std::uint64_t turns = i == j ? 1 : rounds * (nest_->temporal()[i].bound - 1);
      if (per_step_ || !moves_[i].stays) epochs_in_[j] += turns;
      if (!moves_[i].outer_stays) outer_epochs_in_[j] += turns;
      if (i > j) rounds *= nest_->temporal()[i].bound;
    }
  }
}

void Stream::mark_visits(Epoch& epoch, const Steps::Digits& digits) {
  epoch.first_visits = visits_->first_visits(digits);
  epoch.first_ever = visits_->first_ever(epoch.first_visits);
  epoch.previous = walk_ ? visits_->revisit(digits, end_) : visits_->previous(digits, end_, epochs_in_);
}

void Stream::open(std::uint64_t fresh, std::uint64_t sent, bool whole, int move) {
  next_ = {};
  next_.move = move;
  next_.first_step = step_;
  next_.words = shape_.tile_words;
  next_.fresh = fresh;
  next_.sent = sent;
  next_.outer_epoch = outer_epoch_;
  next_.whole = whole;
  if (visits_) mark_visits(next_, digits_);
}

void Stream::produce() {
  while (true) {
    std::size_t j = loops_;
    while (j > 0) {
      if (++digits_[j - 1] < nest_->temporal()[j - 1].bound) break;
      digits_[--j] = 0;
    }
    step_ += steps_per_move_;
    next_.end_step = step_;
    if (j == 0) {
      push(next_);
      exhausted_ = true;
      return;
    }
    const Move& move = moves_[j - 1];
    if (!move.outer_stays) ++outer_epoch_;
    if (move.stays && !per_step_) {
      if (reuse_ == Reuse::timeloop_3_0_3) remembered_ = kStepOfZero;
      continue;
    }
    push(next_);
    if (per_step_) {
      open(1, sent_whole_, true);
      return;
    }
    const bool remembers = reuse_ == Reuse::timeloop || reuse_ == Reuse::timeloop_3_0_3;
    const bool credited =
        reuse_ == Reuse::resident || (remembers && (remembered_ == kNoStep || remembered_ == move.same_as));
    if (remembers) remembered_ = credited ? move.same_as : kNoStep;
    if (credited || read_write_)
      open(move.fresh, move.sent, false, static_cast<int>(j) - 1);
    else
      open(shape_.tile_words, sent_whole_, true);
    return;
  }
}

void Stream::produce_uneven() {
  make_room();
  const std::size_t place = end_ & (window_.size() - 1);
  Epoch epoch;
  exhausted_ = !walk_->next(epoch, &shares_[place * instances_], &sent_[place * walk_->parents()],
                            keeps_parcels_ ? &uneven_parcels_[place * walk_->parents()] : nullptr);
  if (exhausted_) return;
  for (std::uint64_t parent = 0; keeps_parcels_ && parent < walk_->parents(); ++parent)
    check_parcels(*uneven_parcels_[place * walk_->parents() + parent],
                  sent_[place * walk_->parents() + parent]);
  if (visits_) mark_visits(epoch, walk_->digits());
  push(epoch);
}

bool Stream::produce_to(std::uint64_t epoch) {
  while (end_ <= epoch && !exhausted_) {
    if (walk_)
      produce_uneven();
    else
      produce();
  }
  return epoch < end_;
}

const Shares::Share& Stream::share(std::uint64_t epoch, std::uint64_t child) {
  (void)at(epoch);
  return shares_[(epoch & (window_.size() - 1)) * instances_ + child];
}

std::uint64_t Stream::uneven_sent(std::uint64_t epoch, std::uint64_t parent) {
  (void)at(epoch);
  return sent_[(epoch & (window_.size() - 1)) * walk_->parents() + parent];
}

Shares::Share Stream::of_children(std::uint64_t epoch, std::uint64_t parent) {
  Shares::Share all;
  for (std::uint64_t child = parent * shape_.simulated; child < (parent + 1) * shape_.simulated; ++child) {
    const std::uint64_t alike = symmetry_->weight(inner_, child) / symmetry_->weight(outer_, parent);
    all.words += alike * share(epoch, child).words;
    all.fresh += alike * share(epoch, child).fresh;
  }
  return all;
}

void Stream::check_parcels(const Parcels& parcels, std::uint64_t words) {
  if (parcels.words() != words)
    throw InternalError("the parcels of a transfer do not add up to what is sent");
}

void Stream::keep_parcels(const Design& design) {
  keeps_parcels_ = true;
  if (walk_) return;
  sharing_ = std::make_unique<Shares>(design, *nest_, *symmetry_, data_space_, outer_, inner_);
  by_move_.resize(moves_.size() + 1);
}

std::shared_ptr<const Parcels> Stream::parcels(std::uint64_t epoch, std::uint64_t parent) {
  const Epoch& wanted = at(epoch);
  return walk_ ? uneven_parcels_[(epoch & (window_.size() - 1)) * walk_->parents() + parent]
               : even_parcels(wanted);
}

/// Without imperfect factors all parents do the same, and every advance of a loop is like the first.
std::shared_ptr<const Parcels> Stream::even_parcels(const Epoch& epoch) {
  const std::size_t place = read_write_ ? 0 : static_cast<std::size_t>(epoch.move + 1);
  std::shared_ptr<const Parcels>& known = by_move_[place];
  if (known) return known;
  Shares::Offsets now(sharing_->dimensions(), 0);
  Shares::Offsets before = now;
  for (std::size_t j = static_cast<std::size_t>(epoch.move); place > 0 && j < loops_; ++j) {
    const NestLoop& loop = nest_->temporal()[j];
    const auto stride = static_cast<std::int64_t>(loop.index_stride);
    if (static_cast<int>(j) == epoch.move)
      now[loop.dimension] += stride;
    else
      before[loop.dimension] += static_cast<std::int64_t>(loop.bound - 1) * stride;
  }
  known = sharing_->parcels({place > 0 ? &before : nullptr, &now, true}, 0);
  check_parcels(*known, read_write_ ? epoch.words * shape_.distinct_tiles : epoch.sent);
  return known;
}

void Stream::make_room() {
  if (end_ - base_ < window_.size()) return;
  arrange(std::max<std::size_t>(16, 2 * window_.size()), 0);
}

/// Takes what belongs to the epochs held to their places in rings of that size, where their numbers are
/// higher by `ahead`.
void Stream::arrange(std::size_t size, std::uint64_t ahead) {
  const auto move = [&](auto& ring, std::uint64_t each) {
    std::remove_reference_t<decltype(ring)> moved(size * each);
    for (std::uint64_t e = base_; e < end_; ++e)
      std::copy_n(ring.begin() + static_cast<std::ptrdiff_t>((e & (window_.size() - 1)) * each), each,
                  moved.begin() + static_cast<std::ptrdiff_t>(((e + ahead) & (size - 1)) * each));
    ring = std::move(moved);
  };
  if (walk_) {
    move(shares_, instances_);
    move(sent_, walk_->parents());
    if (keeps_parcels_) move(uneven_parcels_, walk_->parents());
  }
  move(window_, 1);
}

void Stream::push(const Epoch& epoch) {
  make_room();
  window_[end_ & (window_.size() - 1)] = epoch;
  ++end_;
}

void Stream::throw_outside() {
  throw InternalError("an epoch outside the stream's window");
}

void Stream::release_before(std::uint64_t epoch) {
  if (epoch > base_) base_ = std::min(epoch, end_ > 0 ? end_ - 1 : 0);
}

std::uint64_t Stream::iterations_left(std::size_t loop, std::uint64_t step) const {
  if (epochs_in(loop) == 0) return StateVisitor::kAll;
  if (exhausted_) return 0;
  const Steps::Digits& digits = walk_ ? walk_->digits() : digits_;
  for (std::size_t j = 0; j < loop; ++j)
    if (digits[j] != nest_->digit(step, j)) return 0;
  return nest_->alike(loop, step).left(digits[loop]);
}

/// `complete`: its end is known.
void Stream::visit_epoch(StateVisitor& state, std::uint64_t index, Epoch& epoch, bool complete) const {
  const StateVisitor::Frame& frame = state.frame();
  const std::uint64_t steps = steps_in(frame);
  state.index(epoch.first_step, steps);
  if (complete) state.index(epoch.end_step, steps);
  state.index(epoch.outer_epoch, outer_epochs_in(frame.loop));
  if (visits_) {
    state.plain(epoch.first_visits);
    const bool visited = (epoch.first_visits >> depth() & 1U) == 0;
    if (visited) state.index(epoch.previous, epochs_in(frame.loop));
  }
  state.plain(epoch.fresh);
  state.plain(epoch.whole ? 1 : 0);
  state.plain(static_cast<std::uint64_t>(epoch.move));
  if (!walk_ || !state.writing()) return;
  const std::size_t place = index & (window_.size() - 1);
  for (std::uint64_t child = 0; child < instances_; ++child) {
    state.plain(shares_[place * instances_ + child].words);
    state.plain(shares_[place * instances_ + child].fresh);
  }
  for (std::uint64_t parent = 0; parent < walk_->parents(); ++parent) {
    state.plain(sent_[place * walk_->parents() + parent]);
    if (keeps_parcels_) state.plain(uneven_parcels_[place * walk_->parents() + parent]->id);
  }
}

void Stream::visit_state(StateVisitor& state, std::uint64_t oldest) {
  const StateVisitor::Frame& frame = state.frame();
  const std::uint64_t each = epochs_in(frame.loop);
  state.plain(exhausted_ ? 1 : 0);
  state.plain(static_cast<std::uint64_t>(remembered_));
  for (std::size_t j = 0; j < loops_ && !walk_; ++j) {
    if (j == frame.loop && each > 0)
      state.index(digits_[j], 1);
    else
      state.plain(digits_[j]);
  }
  if (walk_) walk_->visit_state(state, each, outer_epochs_in(frame.loop));
  if (each == 0) {
    // Nothing of it moves, and its epochs are what they are.
    state.plain(end_);
    return;
  }
  if (state.writing()) {
    std::uint64_t newest = end_;
    state.index(newest, each);
    // Of a step's own epochs all is known from where they stand, unless padding makes them differ.
    for (std::uint64_t e = std::max(oldest, base_); e < end_ && (walk_ || !per_step_); ++e)
      visit_epoch(state, e, window_[e & (window_.size() - 1)], true);
    if (!walk_) visit_epoch(state, end_, next_, false);
    return;
  }
  release_before(oldest);
  for (std::uint64_t e = base_; e < end_; ++e) visit_epoch(state, e, window_[e & (window_.size() - 1)], true);
  if (!walk_) visit_epoch(state, end_, next_, false);
  state.index(step_, frame.steps);
  state.index(outer_epoch_, outer_epochs_in(frame.loop));
  move_window(state.jump().iterations * each);
}

/// The epochs held get numbers that are higher by so many, and the places that go with them.
void Stream::move_window(std::uint64_t epochs) {
  arrange(window_.size(), epochs);
  base_ += epochs;
  end_ += epochs;
}

}  // namespace nestwave
