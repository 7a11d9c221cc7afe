// What the stores keep and tell without understanding it. The shapes are
// protobuf messages, which a store must not know; rpc/proto_record_codec is the
// one implementation.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/feed/change.h"
#include "services/registry/domain/area.h"
#include "services/registry/domain/field_receipt.h"
#include "services/registry/domain/household.h"
#include "services/registry/domain/survey.h"
#include "services/registry/domain/survey_review.h"

namespace rasoat::registry {

/// Packs records and states what changed. Thread safe.
class RecordCodec {
 public:
  virtual ~RecordCodec() = default;

  /// 32 bytes that are the same exactly when SameContent() is true.
  virtual std::string Fingerprint(const Household& household) const = 0;
  virtual std::string Fingerprint(const Survey& survey) const = 0;

  /// The part of a household that is kept sealed, as one value: address,
  /// telephone, members now and before, reason and members of the event.
  virtual std::string PackContent(const Household& household) const = 0;
  /// Puts that part back.
  ///
  /// Errors: INTERNAL  CONTENT_UNREADABLE  not what PackContent wrote
  virtual absl::Status UnpackContent(absl::string_view packed,
                                     Household& household) const = 0;
  /// The same for the JSON that a migration made of former tables.
  virtual absl::Status UnpackJson(absl::string_view json,
                                  Household& household) const = 0;

  /// The part of a survey that is kept as one value: place, answers, members
  /// and declared totals.
  virtual std::string PackFacts(const Survey& survey) const = 0;
  /// Puts that part back.
  ///
  /// Errors: INTERNAL  FACTS_UNREADABLE  not what PackFacts wrote
  virtual absl::Status UnpackFacts(absl::string_view packed,
                                   Survey& survey) const = 0;

  /// The part of a survey that only who may see the household may see: its
  /// location and the reason of a correction. Empty when there is neither. To
  /// be sealed.
  virtual std::string PackPersonal(const Survey& survey) const = 0;
  /// Puts that part back.
  ///
  /// Errors: INTERNAL  FACTS_UNREADABLE  not what PackPersonal wrote
  virtual absl::Status UnpackPersonal(absl::string_view packed,
                                      Survey& survey) const = 0;

  /// Comments as one value, to be sealed, and the inverse.
  ///
  /// Errors: INTERNAL  FACTS_UNREADABLE  not what PackComments wrote
  virtual std::string PackComments(const ReviewComments& comments) const = 0;
  virtual absl::StatusOr<ReviewComments> UnpackComments(
      absl::string_view packed) const = 0;

  /// Why an item of a device was not taken; "" for nothing.
  virtual std::string PackRefusal(const Refusal& refusal) const = 0;
  /// Puts it back.
  ///
  /// Errors: INTERNAL  REFUSAL_UNREADABLE  not what PackRefusal wrote
  virtual absl::Status UnpackRefusal(absl::string_view packed,
                                     Refusal& refusal) const = 0;

  /// Adds the new state to the feed; an area as AreaBook::Told gives it. No
  /// name, identity or telephone number of a person goes there.
  virtual void Tell(const Area& area, feed::Changes& changes) const = 0;
  /// Told in the area `was_in` as well when that is another village, so that
  /// who follows the former one hears that the household has gone.
  virtual void Tell(const Household& household, const AreaCode& was_in,
                    feed::Changes& changes) const = 0;
  virtual void Tell(const Survey& survey, feed::Changes& changes) const = 0;
};

}  // namespace rasoat::registry
