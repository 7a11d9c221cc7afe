// The one way this product says that something failed: an absl::Status that
// carries a stable reason for programs and, when an end user caused it, a
// sentence for that user in Vietnamese and in English.
//
// The payloads are serialized google.rpc messages, so that the edge copies
// them to the wire (DetailsOf) and a caller gets them back (WithDetails).
// Every function here is pure and may be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace rasoat {

/// One thing wrong with what a user sent or asked for.
///
/// Both sentences say what is wrong and what to do about it; neither quotes
/// personal data.
struct Violation {
  /// Path of the field in the request, such as "household.members[2].name";
  /// "" when no single field is to blame.
  std::string field;
  /// Stable UPPER_SNAKE word for programs, such as "HOUSEHOLD_NOT_FOUND".
  std::string rule;
  /// What is wrong and what to do, in Vietnamese (UTF-8, NFC).
  std::string vi;
  /// The same in English.
  std::string en;

  friend bool operator==(const Violation&, const Violation&) = default;
};

/// Builds a status for operators and programmers: `reason` is a stable
/// UPPER_SNAKE word, `message_en` a sentence without personal data or SQL.
/// `code` is not OK.
absl::Status Error(absl::StatusCode code, absl::string_view reason,
                   absl::string_view message_en);

/// Builds an INVALID_ARGUMENT: wrong whatever the state. Its reason is the
/// violation's rule, its message the English sentence.
absl::Status Invalid(Violation violation);

/// Builds an INVALID_ARGUMENT from everything that is wrong at once, in order.
/// The reason of one is its rule; of several, INVALID_FIELDS. Of none, the
/// result is OK: a validator may return what it gathered.
absl::Status Invalid(std::vector<Violation> violations);

/// Builds a refusal an end user can understand with another code:
/// FAILED_PRECONDITION (wrong now), NOT_FOUND, ALREADY_EXISTS, ABORTED (read
/// again and decide again), PERMISSION_DENIED … The reason is the rule.
absl::Status Refused(absl::StatusCode code, Violation violation);

/// The same for several violations, at least one, that make one reason
/// together: STALE_HOUSEHOLD with every field that differs.
absl::Status Refused(absl::StatusCode code, absl::string_view reason,
                     std::vector<Violation> violations);

/// The reason given at birth, or "" when the status carries none.
std::string ReasonOf(const absl::Status& status);

/// The violations given at birth, in order; empty when there are none.
std::vector<Violation> ViolationsOf(const absl::Status& status);

/// A serialized message with its type, as google.protobuf.Any holds it.
struct Detail {
  /// Such as "type.googleapis.com/google.rpc.ErrorInfo".
  std::string type_url;
  /// The serialized message.
  std::string bytes;

  friend bool operator==(const Detail&, const Detail&) = default;
};

/// What goes into google.rpc.Status.details: ErrorInfo{reason, domain
/// "rasoat"}; when there are violations also BadRequest (description = en,
/// reason = rule, localized_message = vi) and two LocalizedMessages, vi and en,
/// each the sentences of all violations one to a line. Empty for a status
/// that was not built here.
std::vector<Detail> DetailsOf(const absl::Status& status);

/// The inverse of DetailsOf, for a status heard from another process. Details
/// of unknown type are dropped. An OK code gives OK.
absl::Status WithDetails(absl::StatusCode code, absl::string_view message,
                         const std::vector<Detail>& details);

}  // namespace rasoat
