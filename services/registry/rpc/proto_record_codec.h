#pragma once

#include "services/registry/store/record_codec.h"

namespace rasoat::registry {

/// Packs with the API's messages: the sealed part of a household as a Household
/// that has nothing else, facts as rasoat.api.v1.HouseholdFacts, states
/// as those of registry_feed.proto, fingerprints as SHA-256 of the record's
/// message without what the server added. Thread safe.
class ProtoRecordCodec final : public RecordCodec {
 public:
  std::string Fingerprint(const Household& household) const override;
  std::string Fingerprint(const Survey& survey) const override;
  std::string PackContent(const Household& household) const override;
  absl::Status UnpackContent(absl::string_view packed,
                             Household& household) const override;
  absl::Status UnpackJson(absl::string_view json,
                          Household& household) const override;
  std::string PackFacts(const Survey& survey) const override;
  absl::Status UnpackFacts(absl::string_view packed,
                           Survey& survey) const override;
  std::string PackPersonal(const Survey& survey) const override;
  absl::Status UnpackPersonal(absl::string_view packed,
                              Survey& survey) const override;
  std::string PackComments(const ReviewComments& comments) const override;
  absl::StatusOr<ReviewComments> UnpackComments(
      absl::string_view packed) const override;
  std::string PackRefusal(const Refusal& refusal) const override;
  absl::Status UnpackRefusal(absl::string_view packed,
                             Refusal& refusal) const override;
  void Tell(const Area& area, feed::Changes& changes) const override;
  void Tell(const Household& household, const AreaCode& was_in,
            feed::Changes& changes) const override;
  void Tell(const Survey& survey, feed::Changes& changes) const override;
};

}  // namespace rasoat::registry
