// SPDX-License-Identifier: Apache-2.0
// What every kind of network on chip can say about a transfer; one file for each kind.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memory/port.h"
#include "models/interconnect.h"
#include "models/time.h"

namespace nestwave {

enum class Direction { inward, outward };

/// The children of one instance of a level, as the network below it finds them.
struct FanOut {
  struct Place {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
  };
  std::uint64_t columns = 1;  ///< that the machine has, in use or not
  std::uint64_t rows = 1;
  std::vector<Place> places;  ///< of those in use, by their number under the instance
  /// More than one child stands along this axis, and all of them use the same words.
  bool shared_along_x = false;
  bool shared_along_y = false;
  std::uint64_t members = 1;  ///< children whose sums are added to one
};

/// Links of one kind: so many under each instance of the level, each a server of its own.
struct Lines {
  PortBank bank;
  std::uint64_t each;
};

/// Makes the lines of a network, or finds them if it shares them with another one: a name to be added
/// to that of the network, their number under each instance, their bandwidth. Null: unlimited.
using LinesSource =
    std::function<Lines*(const std::string& name, std::uint64_t each, std::optional<Rational> bandwidth)>;

/// Words of a transfer that take the same ways below one instance.
struct Routed {
  std::uint64_t words = 0;
  /// Of the instance, ascending; one that has several receivers (or senders) behind it stands as often.
  std::span<const std::uint32_t> children;
};

/// A transfer, or its part below one instance.
struct Load {
  std::uint64_t injected = 0;       ///< words that enter: inward after multicast, outward of all children
  std::uint64_t delivered = 0;      ///< words that come out: inward to all children, outward after addition
  std::span<const Routed> parcels;  ///< the same words by where they go; where the network sorts them
};

/// A link that a transfer holds while its words pass.
struct Hold {
  Lines* lines = nullptr;
  std::uint64_t link = 0;  ///< of the instance
  std::uint64_t words = 0;
  Cycle late = 0;  ///< cycles between the beginning of the transfer and the first word here
};

/// What a transfer takes of the network: it may begin when every link is free by the time that its
/// words are there.
struct Route {
  std::vector<Hold> holds;
  std::uint64_t hops = 0;  ///< links crossed by all words; what one word crosses for several children, once
};

/// The network below the instances of one level as one data space crosses it in one direction.
class Network {
 public:
  Network() = default;
  virtual ~Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// Cycles between the end of the transfer at all ports and links, were they all in one place, and the
  /// arrival of the last word at this child (of a sum from this child, at the parent).
  [[nodiscard]] virtual Cycle delay(std::uint64_t child) const = 0;
  /// Whether route() looks at the parcels.
  [[nodiscard]] virtual bool sorts() const = 0;
  /// Adds what the load takes.
  virtual void route(const Load& load, Route& route) const = 0;
};

/// A network of that kind. Throws InternalError if there is no such kind.
[[nodiscard]] std::unique_ptr<Network> make_network(const NetworkSpec& spec, Direction direction,
                                                    const FanOut& fan_out, const LinesSource& lines);

/// Whether siblings under a network of that kind get their words at different times.
[[nodiscard]] bool tells_children_apart(const NetworkSpec& spec);
/// Whether its route() looks at the parcels.
[[nodiscard]] bool sorts_words(const NetworkSpec& spec);
/// Whether words inward and sums outward take different links.
[[nodiscard]] bool has_one_way_links(const NetworkSpec& spec);

// One for each kind; the files are called after them.
[[nodiscard]] std::unique_ptr<Network> make_bus(const NetworkSpec& spec, Direction direction,
                                                const FanOut& fan_out, const LinesSource& lines);
[[nodiscard]] std::unique_ptr<Network> make_multicast(const NetworkSpec& spec, Direction direction,
                                                      const FanOut& fan_out, const LinesSource& lines);
[[nodiscard]] std::unique_ptr<Network> make_systolic(const NetworkSpec& spec, Direction direction,
                                                     const FanOut& fan_out, const LinesSource& lines);
[[nodiscard]] std::unique_ptr<Network> make_mesh(const NetworkSpec& spec, Direction direction,
                                                 const FanOut& fan_out, const LinesSource& lines);
[[nodiscard]] std::unique_ptr<Network> make_reduction_tree(const NetworkSpec& spec, Direction direction,
                                                           const FanOut& fan_out, const LinesSource& lines);
[[nodiscard]] std::unique_ptr<Network> make_reduction_chain(const NetworkSpec& spec, Direction direction,
                                                            const FanOut& fan_out, const LinesSource& lines);

}  // namespace nestwave
