#include "services/workflow/wire/procedure_proto.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/common/status/error.h"

namespace rasoat::workflow {
namespace {

/// The same bytes on every machine, which the content hash rests on.
std::string Bytes(const v1::Procedure& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

std::string HashOf(v1::Procedure message) {
  message.clear_content_hash();
  const std::string bytes = Bytes(message);
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return absl::BytesToHexString(hash);
}

Text TextOf(const v1::Text& text) { return {text.vi(), text.en()}; }

Procedure RulesOf(const v1::Procedure& message) {
  Procedure rules{
      .id = {std::string(absl::StripPrefix(message.name(), "procedures/"))},
      .content_hash = message.content_hash()};
  for (const v1::Step& step : message.steps()) {
    Step one{.number = step.number(),
             .label = TextOf(step.label()),
             .starts_by_itself = step.starts_by_itself(),
             .agreement_percent = step.agreement_percent()};
    for (int guard : step.guards()) {
      if (guard == v1::STEP_GUARD_HOUSEHOLDS_ASSESSED) {
        one.guards.push_back(StepGuard::kHouseholdsAssessed);
      } else if (guard == v1::STEP_GUARD_MEETING_AGREED) {
        one.guards.push_back(StepGuard::kMeetingAgreed);
      }
    }
    rules.steps.push_back(std::move(one));
  }
  for (const v1::MilestoneKind& kind : message.milestones()) {
    rules.milestones.push_back(
        {.code = kind.code(),
         .label = TextOf(kind.label()),
         .tier = TierOf(kind.tier()).value_or(Tier::kVillage)});
  }
  return rules;
}

}  // namespace

ProcedureVersion VersionOf(v1::Procedure message) {
  message.set_content_hash(HashOf(message));
  return {.rules = RulesOf(message), .content = Bytes(message)};
}

absl::StatusOr<ProcedureVersion> VersionFrom(const std::string& content) {
  v1::Procedure message;
  if (!message.ParseFromString(content) || message.steps().empty()) {
    return Error(absl::StatusCode::kInternal, "PROCEDURE_UNREADABLE",
                 "a stored procedure cannot be read");
  }
  return ProcedureVersion{.rules = RulesOf(message), .content = content};
}

v1::Procedure ToProto(const ProcedureVersion& version) {
  v1::Procedure message;
  message.ParseFromString(version.content);
  return message;
}

absl::StatusOr<Tier> TierOf(absl::string_view word) {
  for (Tier tier :
       {Tier::kProvince, Tier::kDistrict, Tier::kCommune, Tier::kVillage}) {
    if (word == WordOf(tier)) return tier;
  }
  return Error(absl::StatusCode::kInvalidArgument, "TIER_UNKNOWN",
               "a tier is province, district, commune or village");
}

}  // namespace rasoat::workflow
