// SPDX-License-Identifier: Apache-2.0
// What a systolic array of PEs can do; models/formats/systolic_yaml declares the attributes.
#pragma once

namespace nestwave {

/// How closely one fold follows another.
enum class FoldOverlap {
  none,     ///< a fold begins when the one before it has left the array
  preload,  ///< what stays is loaded beside what the array works with; streams do not overlap
  full,     ///< the streams of a fold follow those of the one before as closely as the registers allow
};

/// What a fold that fills only part of the array takes.
enum class Pace {
  full_array,  ///< the time of a fold that fills it
  used,        ///< the time of an array of the size of its part: wires pass by the rest
};

struct SystolicArraySpec {
  FoldOverlap fold_overlap = FoldOverlap::none;
  Pace pace = Pace::full_array;
};

}  // namespace nestwave
