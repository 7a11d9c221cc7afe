#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace rasoat::feed {

/// What an applier worked out of a change before its transaction.
class Prepared {
 public:
  virtual ~Prepared() = default;
};

/// One change as a follower gets it: the whole new state of its subject.
struct Change {
  /// Place in the feed of the service that made it; the first is 1.
  std::int64_t position = 0;
  /// When the transaction that made it took its position, by that service's
  /// clock. Replicas' clocks differ, so only `position` tells the order.
  absl::Time commit_time;
  /// Name of the resource that changed. Changes of one subject are in order.
  std::string subject;
  /// Code of the area the subject belongs to; empty for what belongs to none.
  std::string area;
  /// Full name of the message in `state`.
  std::string kind;
  /// The new state, serialized.
  std::string state;
  /// What `Applier::Prepare` made of it; null if it made nothing.
  std::shared_ptr<const Prepared> prepared;

  /// Tells whether `state` is a `Message`.
  template <class Message>
  bool Is() const {
    return kind == Message::descriptor()->full_name();
  }

  /// Reads `state` as a `Message`.
  ///
  /// Errors:
  ///   INTERNAL  CHANGE_UNREADABLE  of another kind, or damaged
  template <class Message>
  absl::StatusOr<Message> As() const {
    Message message;
    if (!Is<Message>() || !message.ParseFromString(state)) return Unreadable();
    return message;
  }

 private:
  absl::Status Unreadable() const;
};

/// The changes a transaction is about to make known.
///
/// Filled by the body of `InTransaction`; the order of `Add` becomes the order
/// of positions. Used by one thread.
class Changes {
 public:
  /// One change without its place: that is taken at the end of the transaction.
  struct Entry {
    std::string subject;
    std::string area;
    std::string kind;
    std::string state;
  };

  /// Adds the new state of `subject`.
  ///
  /// `state` must be the whole state and carry no name, citizen id or telephone
  /// number of a person. `subject` is at most 128 bytes and `area` at most 16,
  /// both ASCII; `area` is empty for what belongs to none. A state has at most
  /// 2 MiB. What is longer fails the transaction with CHANGE_MALFORMED.
  void Add(absl::string_view subject, absl::string_view area,
           const google::protobuf::Message& state);

  /// As above, with a state that is serialized already; `kind` is its full
  /// message name, at most 96 bytes.
  void AddSerialized(absl::string_view subject, absl::string_view area,
                     absl::string_view kind, std::string state);

  /// Tells whether nothing was added.
  bool empty() const { return entries_.empty(); }
  /// How many were added.
  std::size_t size() const { return entries_.size(); }
  /// What was added, in order.
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace rasoat::feed
