// SPDX-License-Identifier: Apache-2.0
#include "models/network.h"

#include <algorithm>
#include <initializer_list>

namespace nestwave {

namespace {

constexpr std::uint64_t kMaxMacs = std::uint64_t{1} << 60;

std::uint64_t positions(std::uint64_t input, std::uint64_t padding, std::uint64_t kernel,
                        std::uint64_t dilation, std::uint64_t stride) {
  return 1 + (input + 2 * padding - dilation * (kernel - 1) - 1) / stride;
}

/// Names of dimensions into ranks: "M" is one rank, "P*2+R" a sliding one.
class ProblemWriter {
 public:
  explicit ProblemWriter(const Layer& layer) : layer_(layer) {
    problem_.name = layer.name;
    problem_.where = layer.where;
  }

  void dimension(const char* name, std::uint64_t size) { problem_.dimensions.push_back({name, size}); }

  void tensor(const char* name, const std::vector<Rank>& ranks) {
    problem_.data_spaces.push_back({name, ranks, std::string_view(name) == "Outputs", layer_.where});
  }

  [[nodiscard]] std::vector<Rank> ranks(std::initializer_list<const char*> names) const {
    std::vector<Rank> all;
    for (const char* name : names) all.push_back({{term(name, 1)}});
    return all;
  }

  /// Of a position and the kernel over it, in an input between two margins of padding.
  [[nodiscard]] Rank window(const char* position, std::uint64_t stride, const char* kernel,
                            std::uint64_t dilation, std::uint64_t padding, std::uint64_t input) const {
    return {{term(kernel, dilation), term(position, stride)},
            static_cast<std::int64_t>(padding),
            static_cast<std::int64_t>(padding + input)};
  }

  Problem take() {
    std::uint64_t macs = 1;
    for (const Dimension& dimension : problem_.dimensions) {
      if (dimension.size > kMaxMacs / macs)
        throw InputError(layer_.where, "layer " + layer_.name + " has more than 2^60 MACs");
      macs *= dimension.size;
    }
    return std::move(problem_);
  }

 private:
  [[nodiscard]] Term term(const char* name, std::uint64_t coefficient) const {
    return {problem_.find_dimension(name), static_cast<std::int64_t>(coefficient)};
  }

  const Layer& layer_;
  Problem problem_;
};

std::vector<Rank> with(std::vector<Rank> ranks, std::initializer_list<Rank> more) {
  ranks.insert(ranks.end(), more);
  return ranks;
}

Problem convolution(const Layer& layer, std::uint64_t batch) {
  const bool depthwise = layer.type == LayerType::depthwise;
  const bool grouped = depthwise || layer.groups > 1;
  const Extent output = layer.output();
  ProblemWriter write(layer);
  write.dimension("N", batch);
  if (grouped) write.dimension("G", depthwise ? layer.channels : layer.groups);
  if (!depthwise) {
    write.dimension("M", layer.filters / layer.groups);
    write.dimension("C", layer.channels / layer.groups);
  }
  write.dimension("P", output.down);
  write.dimension("Q", output.across);
  write.dimension("R", layer.kernel.down);
  write.dimension("S", layer.kernel.across);
  const std::initializer_list<Rank> windows = {
      write.window("P", layer.stride.down, "R", layer.dilation.down, layer.padding.down, layer.input.down),
      write.window("Q", layer.stride.across, "S", layer.dilation.across, layer.padding.across,
                   layer.input.across)};
  if (depthwise) {
    write.tensor("Weights", write.ranks({"G", "R", "S"}));
    write.tensor("Inputs", with(write.ranks({"N", "G"}), windows));
    write.tensor("Outputs", write.ranks({"N", "G", "P", "Q"}));
  } else if (grouped) {
    write.tensor("Weights", write.ranks({"G", "M", "C", "R", "S"}));
    write.tensor("Inputs", with(write.ranks({"N", "G", "C"}), windows));
    write.tensor("Outputs", write.ranks({"N", "G", "M", "P", "Q"}));
  } else {
    write.tensor("Weights", write.ranks({"M", "C", "R", "S"}));
    write.tensor("Inputs", with(write.ranks({"N", "C"}), windows));
    write.tensor("Outputs", write.ranks({"N", "M", "P", "Q"}));
  }
  return write.take();
}

Problem matrix_product(const Layer& layer, std::uint64_t batch) {
  const bool batched = layer.type == LayerType::batched_matmul;
  ProblemWriter write(layer);
  // Every image has right matrices of its own, or more rows for the one that all share.
  if (batched) write.dimension("G", layer.groups * batch);
  write.dimension("N", batched ? layer.rows : layer.rows * batch);
  write.dimension("M", layer.filters);
  write.dimension("C", layer.channels);
  if (batched) {
    write.tensor("Weights", write.ranks({"G", "M", "C"}));
    write.tensor("Inputs", write.ranks({"G", "N", "C"}));
    write.tensor("Outputs", write.ranks({"G", "N", "M"}));
  } else {
    write.tensor("Weights", write.ranks({"M", "C"}));
    write.tensor("Inputs", write.ranks({"N", "C"}));
    write.tensor("Outputs", write.ranks({"N", "M"}));
  }
  return write.take();
}

}  // namespace

Extent Layer::output() const {
  return {positions(input.down, padding.down, kernel.down, dilation.down, stride.down),
          positions(input.across, padding.across, kernel.across, dilation.across, stride.across)};
}

const Layer* Network::find(std::string_view wanted) const {
  const auto found =
      std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) { return layer.name == wanted; });
  return found == layers.end() ? nullptr : &*found;
}

Problem problem_of(const Layer& layer, std::uint64_t batch) {
  const bool convolves = layer.type == LayerType::conv || layer.type == LayerType::depthwise;
  return convolves ? convolution(layer, batch) : matrix_product(layer, batch);
}

std::uint64_t macs_of(const Network& network, std::uint64_t batch) {
  std::uint64_t total = 0;
  for (const Layer& layer : network.layers) {
    total += problem_of(layer, batch).macs();
    if (total > kMaxMacs) throw InputError(network.where, "the network has more than 2^60 MACs");
  }
  return total;
}

bool same_work(const Problem& a, const Problem& b) {
  const auto same_term = [](const Term& x, const Term& y) {
    return x.dimension == y.dimension && x.coefficient == y.coefficient;
  };
  const auto same_rank = [&](const Rank& x, const Rank& y) {
    // Compared once the dimensions are known to be equal.
    return std::equal(x.terms.begin(), x.terms.end(), y.terms.begin(), y.terms.end(), same_term) &&
           x.begin == y.begin && std::min(x.end, a.length(x)) == std::min(y.end, a.length(y));
  };
  const auto same_space = [&](const DataSpace& x, const DataSpace& y) {
    return x.name == y.name && x.read_write == y.read_write &&
           std::equal(x.ranks.begin(), x.ranks.end(), y.ranks.begin(), y.ranks.end(), same_rank);
  };
  const auto same_dimension = [](const Dimension& x, const Dimension& y) {
    return x.name == y.name && x.size == y.size;
  };
  return std::equal(a.dimensions.begin(), a.dimensions.end(), b.dimensions.begin(), b.dimensions.end(),
                    same_dimension) &&
         std::equal(a.data_spaces.begin(), a.data_spaces.end(), b.data_spaces.begin(), b.data_spaces.end(),
                    same_space);
}

std::string_view to_string(LayerType type) {
  switch (type) {
    case LayerType::conv: return "conv";
    case LayerType::depthwise: return "depthwise";
    case LayerType::fc: return "fc";
    case LayerType::matmul: return "matmul";
    case LayerType::batched_matmul: return "batched_matmul";
  }
  return "?";
}

}  // namespace nestwave
