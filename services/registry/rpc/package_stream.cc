#include "services/registry/rpc/package_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/common/rpc/paging.h"
#include "services/common/status/error.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/areas_within.h"
#include "services/registry/domain/field_refusals.h"
#include "services/registry/domain/refusals.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"
#include "services/registry/rpc/survey_proto.h"
#include "services/registry/rpc/survey_review_proto.h"
#include "services/registry/rpc/timestamps.h"

namespace rasoat::registry {
namespace {

constexpr int kMostVillages = 50;

/// The scoring service's name for the standards of a round, below its API.
std::string StandardsPath(const RoundId& round) {
  return absl::StrCat("/v1/roundStandards/", round.value);
}

void Write(const PackedSurvey& packed, v1::PackageSurvey& shown) {
  *shown.mutable_survey() = ToProto(packed.survey);
  if (!packed.comments.empty()) {
    *shown.mutable_comments() = ToProto(packed.comments);
  }
}

void Write(PackedHousehold packed, v1::PackageHousehold& shown) {
  *shown.mutable_household() = ToProto(packed.household);
  for (const PackedSurvey& one : packed.surveys) {
    Write(one, *shown.add_surveys());
  }
  for (const PackedSurvey& one : packed.earlier) {
    Write(one, *shown.add_earlier_surveys());
  }
}

void Write(const Departed& departed, v1::GoneHousehold& shown) {
  shown.set_household(NameOf(departed.id));
  shown.set_reason(departed.moved ? v1::GONE_REASON_MOVED
                                  : v1::GONE_REASON_LEFT_REGISTER);
}

}  // namespace

absl::StatusOr<bool> PackageStream::Next(const rpc::Call& call,
                                         v1::AreaPackagePart& part) {
  if (!begun_) {
    RASOAT_RETURN_IF_ERROR(Begin(call, part));
    begun_ = true;
    return true;
  }
  if (place_.stage == PackagePlace::Stage::kDone) return false;
  RASOAT_ASSIGN_OR_RETURN(
      PackagePart next,
      parts_.packer.Next(asked_, std::move(place_), call.deadline));
  for (PackedHousehold& packed : next.households) {
    Write(std::move(packed), *part.add_households());
  }
  for (const Departed& departed : next.departed) {
    Write(departed, *part.add_gone());
  }
  call.Hide(part);
  place_ = std::move(next.next);
  part.set_next_page_token(Token());
  if (place_.stage == PackagePlace::Stage::kDone) {
    part.set_complete(true);
    RASOAT_RETURN_IF_ERROR(NoteDevice(call));
  }
  return true;
}

absl::Status PackageStream::Begin(const rpc::Call& call,
                                  v1::AreaPackagePart& part) {
  RASOAT_RETURN_IF_ERROR(ReadRequest(call));
  RASOAT_RETURN_IF_ERROR(FindPlace(call));
  WriteHeader(part);
  part.set_next_page_token(Token());
  return absl::OkStatus();
}

absl::Status PackageStream::ReadRequest(const rpc::Call& call) {
  if (request_.villages_size() > kMostVillages) {
    return VillagesOutOfRange("villages", kMostVillages);
  }
  if (request_.after_position() < 0) return PositionNegative();
  RASOAT_ASSIGN_OR_RETURN(asked_.round, ParseRound(request_.round(), "round"));
  asked_.after_position = request_.after_position();
  if (!request_.device().empty()) {
    RASOAT_ASSIGN_OR_RETURN(device_, ParseDevice(request_.device(), "device"));
  }
  RASOAT_ASSIGN_OR_RETURN(const AreaCode area,
                          ParseArea(request_.area(), "area"));
  RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book all,
                          parts_.areas.Fresh(call.deadline));
  const std::vector<AreaCode> inside = VillagesWithin(*all, area);
  const absl::CivilDay today = DayInVietnam(call.now);
  for (int i = 0; i < request_.villages_size(); ++i) {
    const std::string field = absl::StrCat("villages[", i, "]");
    RASOAT_ASSIGN_OR_RETURN(AreaCode code,
                            ParseArea(request_.villages(i), field));
    RASOAT_ASSIGN_OR_RETURN(AreaCatalog::Book book,
                            parts_.areas.Knowing(code, today, call.deadline));
    const Area* village = book->FindLatest(code, today);
    if (village == nullptr || village->tier != Tier::kVillage) {
      return VillageNotFound(field);
    }
    if (!std::binary_search(inside.begin(), inside.end(), code)) {
      return VillageOutsideArea(field);
    }
    const auto& before = asked_.villages;
    if (std::find(before.begin(), before.end(), code) != before.end()) {
      return VillageRepeated(field);
    }
    asked_.villages.push_back(std::move(code));
  }
  return absl::OkStatus();
}

absl::Status PackageStream::FindPlace(const rpc::Call& call) {
  RASOAT_ASSIGN_OR_RETURN(
      const auto from,
      (rpc::PageStart<std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                      std::int64_t, std::string>(request_)));
  if (!from) {
    RASOAT_ASSIGN_OR_RETURN(
        place_, parts_.packer.Begin(asked_, call.now, call.deadline));
    return absl::OkStatus();
  }
  const auto& [position, begun, stage, village, after, id] = *from;
  absl::StatusOr<HouseholdId> after_id = ParseHouseholdId(id, "page_token");
  if (!after_id.ok() || stage < 0 ||
      stage > static_cast<int>(PackagePlace::Stage::kDone) || village < 0 ||
      village >= static_cast<std::int64_t>(asked_.villages.size())) {
    return rpc::PageTokenWrong();
  }
  place_ = {.position = position,
            .begun = absl::FromUnixMicros(begun),
            .stage = static_cast<PackagePlace::Stage>(stage),
            .village = village,
            .after = after,
            .after_id = *after_id};
  return absl::OkStatus();
}

void PackageStream::WriteHeader(v1::AreaPackagePart& part) const {
  v1::PackageHeader& header = *part.mutable_header();
  header.set_position(place_.position);
  SetTime(place_.begun, *header.mutable_package_time());
  header.set_after_position(asked_.after_position);
  header.set_standards_path(StandardsPath(asked_.round));
  const auto& had = request_.form_hashes();
  for (const auto& [id, entry] : parts_.forms.entries()) {
    const std::string& hash = entry.shown.content_hash();
    v1::PackageForm& form = *header.add_forms();
    form.set_name(entry.shown.name());
    form.set_content_hash(hash);
    if (std::find(had.begin(), had.end(), hash) == had.end()) {
      *part.add_forms() = entry.shown;
    }
  }
}

std::string PackageStream::Token() const {
  // The bare ULID, "" for none.
  std::string id = NameOf(place_.after_id);
  id.erase(0, id.find('/') + 1);
  return rpc::NextPageToken(request_, place_.position,
                            absl::ToUnixMicros(place_.begun),
                            static_cast<std::int64_t>(place_.stage),
                            place_.village, place_.after, std::move(id));
}

absl::Status PackageStream::NoteDevice(const rpc::Call& call) const {
  if (device_.empty()) return absl::OkStatus();
  return parts_.devices.NotePackage(
      {.id = device_,
       .area = asked_.villages.front(),
       .reviewer = call.identity == nullptr ? "" : call.identity->subject,
       .last_seen = call.now,
       .package_position = place_.position},
      call.deadline);
}

}  // namespace rasoat::registry
