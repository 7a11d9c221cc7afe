#include "services/registry/rpc/people_service.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "services/common/rpc/paging.h"
#include "services/common/status/status_macros.h"
#include "services/registry/domain/highlight.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/domain/text.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/names.h"

namespace rasoat::registry {
namespace {

constexpr int kEarliestYear = 1900;
constexpr int kLatestYear = 9998;

absl::Status CriterionMissing() {
  return Invalid(Violation{
      "name", "SEARCH_CRITERION_MISSING",
      "Chưa có gì để tìm; hãy nhập họ tên, số giấy tờ, số điện thoại hoặc hộ.",
      "There is nothing to look for; give a name, a number, a telephone number "
      "or a household."});
}

absl::Status VillageNeeded() {
  return Invalid(Violation{
      "area", "VILLAGE_NEEDED",
      "Số hộ chỉ có nghĩa trong một thôn; hãy chọn thôn.",
      "The number of a household means something in its village only; choose "
      "the village."});
}

/// The key of a typed name.
absl::StatusOr<std::string> ParseName(const std::string& name) {
  const int length = PlainLength(name);
  std::string key = length >= 1 && length <= 100 ? FoldName(name) : "";
  if (!key.empty()) return key;
  return Invalid(Violation{
      "name", "NAME_MALFORMED",
      "Họ tên cần tìm phải có 1 đến 100 ký tự, trong đó có chữ cái.",
      "Give a name of 1 to 100 characters with a letter among them."});
}

absl::Status CheckNumber(const std::string& number, std::size_t digits,
                         const char* field) {
  if (number.size() == digits && AllDigits(number)) return absl::OkStatus();
  return Invalid(Violation{
      field, "IDENTITY_NUMBER_MALFORMED",
      "Số định danh cá nhân có đúng 12 chữ số, số CMND có đúng 9 chữ số.",
      "A citizen id has exactly 12 digits, an old identity number 9."});
}

absl::Status CheckPhone(const std::string& phone) {
  const std::string key = PhoneKey(phone);
  if (key.size() >= 8 && key.size() <= 15 && AllDigits(key)) {
    return absl::OkStatus();
  }
  return Invalid(Violation{"phone", "PHONE_MALFORMED",
                           "Số điện thoại phải có 8 đến 15 chữ số.",
                           "Give a telephone number of 8 to 15 digits."});
}

absl::StatusOr<BirthYears> ParseBorn(const v1::SearchPeopleRequest& request) {
  const BirthYears born{.from = request.birth_year_from(),
                        .to = request.birth_year_to()};
  for (const auto& [year, field] :
       {std::pair(born.from, "birth_year_from"), {born.to, "birth_year_to"}}) {
    if (year != 0 && (year < kEarliestYear || year > kLatestYear)) {
      return Invalid(Violation{field, "BIRTH_YEAR_WRONG",
                               "Năm sinh phải từ 1900 trở đi.",
                               "Give a year of birth from 1900 on."});
    }
  }
  if (born.from != 0 && born.to != 0 && born.from > born.to) {
    return Invalid(Violation{"birth_year_to", "BIRTH_YEAR_WRONG",
                             "Năm sinh cuối phải không trước năm sinh đầu.",
                             "The last year lies before the first."});
  }
  return born;
}

void Put(const Household& household, const Member& member,
         v1::PersonMatch match, v1::PersonFound& found) {
  found.set_household(NameOf(household.id));
  found.set_village(NameOf(household.village));
  found.set_household_number(static_cast<std::int32_t>(household.number));
  const v1::Household shown = [&] {
    Household alone;
    alone.members = {member};
    return ContentToProto(alone);
  }();
  const v1::Member& person = shown.members(0);
  found.set_member_id(person.member_id());
  found.set_full_name(person.full_name());
  found.set_birth_year(static_cast<std::int32_t>(member.birth_date.year()));
  found.set_sex(person.sex());
  found.set_relation(person.relation());
  found.set_identity_kind(person.identity_kind());
  found.set_identity_number(person.identity_number());
  if (const Member* head = household.Head(); head != nullptr) {
    found.set_head_full_name(head->full_name);
  }
  found.set_match(match);
}

}  // namespace

/// A search as it was understood.
struct PeopleService::Search {
  const v1::SearchPeopleRequest& request;
  VillageSet villages;
  BirthYears born;
  int size = 0;
  absl::Time deadline;
};

grpc::ServerUnaryReactor* PeopleService::SearchPeople(
    grpc::CallbackServerContext* context,
    const v1::SearchPeopleRequest* request,
    v1::SearchPeopleResponse* response) {
  return calls_.Unary(
      context, request, response,
      [=, this](const rpc::Call& call) { return Find(*request, call); });
}

absl::StatusOr<v1::SearchPeopleResponse> PeopleService::Find(
    const v1::SearchPeopleRequest& request, const rpc::Call& call) {
  Search search{.request = request, .deadline = call.deadline};
  AreaCode area;
  if (!request.area().empty()) {
    RASOAT_ASSIGN_OR_RETURN(area, ParseArea(request.area(), "area"));
  }
  RASOAT_ASSIGN_OR_RETURN(search.born, ParseBorn(request));
  RASOAT_ASSIGN_OR_RETURN(
      search.size,
      rpc::PageSize(request.page_size(), {.usual = 20, .most = 100}));
  RASOAT_ASSIGN_OR_RETURN(search.villages, villages_.Of(area, call.deadline));
  switch (request.criterion_case()) {
    case v1::SearchPeopleRequest::kName:
      return ByName(search);
    case v1::SearchPeopleRequest::kCitizenId:
      RASOAT_RETURN_IF_ERROR(
          CheckNumber(request.citizen_id(), 12, "citizen_id"));
      return ByIdentity(search);
    case v1::SearchPeopleRequest::kOldId:
      RASOAT_RETURN_IF_ERROR(CheckNumber(request.old_id(), 9, "old_id"));
      return ByIdentity(search);
    case v1::SearchPeopleRequest::kPhone: {
      RASOAT_RETURN_IF_ERROR(CheckPhone(request.phone()));
      RASOAT_ASSIGN_OR_RETURN(
          std::vector<HouseholdId> ids,
          people_.FindByPhone(request.phone(), call.deadline));
      return OfHouseholds(search, std::move(ids), v1::PERSON_MATCH_PHONE);
    }
    case v1::SearchPeopleRequest::kHouseholdNumber: {
      if (TierOfCode(area) != Tier::kVillage) return VillageNeeded();
      const int number = request.household_number();
      if (number < 1 || number > 99'999) {
        return Invalid(Violation{
            "household_number", "HOUSEHOLD_NUMBER_OUT_OF_RANGE",
            "Số hộ phải từ 1 đến 99.999.", "Give a number from 1 to 99,999."});
      }
      RASOAT_ASSIGN_OR_RETURN(
          const std::vector<Household> found,
          households_.List({.village = area}, {.number = number - 1}, 1,
                           call.deadline));
      std::vector<HouseholdId> ids;
      if (!found.empty() && found[0].number == number) {
        ids.push_back(found[0].id);
      }
      return OfHouseholds(search, std::move(ids), v1::PERSON_MATCH_HOUSEHOLD);
    }
    case v1::SearchPeopleRequest::kHousehold: {
      RASOAT_ASSIGN_OR_RETURN(const HouseholdId id,
                              ParseHousehold(request.household(), "household"));
      return OfHouseholds(search, {id}, v1::PERSON_MATCH_HOUSEHOLD);
    }
    case v1::SearchPeopleRequest::CRITERION_NOT_SET:
      break;
  }
  return CriterionMissing();
}

absl::StatusOr<v1::SearchPeopleResponse> PeopleService::ByName(
    const Search& search) {
  RASOAT_ASSIGN_OR_RETURN(const std::string typed,
                          ParseName(search.request.name()));
  RASOAT_ASSIGN_OR_RETURN(
      auto start,
      (rpc::PageStart<std::int64_t, std::string, std::string, std::string>(
          search.request)));
  std::optional<NamePlace> after;
  if (start) {
    const auto& [match, village, household, member] = *start;
    absl::StatusOr<HouseholdId> id = ParseHousehold(household, "page_token");
    if (!id.ok() || match < static_cast<int>(NameMatch::kExact) ||
        match > static_cast<int>(NameMatch::kGivenFirst)) {
      return rpc::PageTokenWrong();
    }
    after = NamePlace{static_cast<NameMatch>(match), {village}, *id, member};
  }
  RASOAT_ASSIGN_OR_RETURN(
      std::vector<NameHit> hits,
      people_.FindByName(
          {.typed = typed, .villages = search.villages, .born = search.born},
          after, search.size + 1, search.deadline));
  v1::SearchPeopleResponse response;
  if (static_cast<int>(hits.size()) > search.size) {
    hits.pop_back();
    const NameHit& last = hits.back();
    response.set_next_page_token(rpc::NextPageToken(
        search.request, static_cast<std::int64_t>(last.match),
        last.village.value, NameOf(last.household), last.member_id));
  }
  std::vector<HouseholdId> ids;
  for (const NameHit& hit : hits) ids.push_back(hit.household);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  RASOAT_ASSIGN_OR_RETURN(const auto households,
                          households_.GetMany(ids, search.deadline));
  for (const NameHit& hit : hits) {
    auto household = households.find(hit.household);
    if (household == households.end()) continue;
    // Gone since the index was read.
    const Member* member = household->second.Find(hit.member_id);
    if (member == nullptr) continue;
    v1::PersonFound& found = *response.add_people();
    Put(household->second, *member, static_cast<v1::PersonMatch>(hit.match),
        found);
    for (const TextSpan& span :
         HighlightName(member->full_name, typed, hit.match)) {
      v1::TextSpan& shown = *found.add_highlights();
      shown.set_begin(span.begin);
      shown.set_end(span.end);
    }
  }
  return response;
}

absl::StatusOr<v1::SearchPeopleResponse> PeopleService::ByIdentity(
    const Search& search) {
  const bool citizen = search.request.has_citizen_id();
  RASOAT_ASSIGN_OR_RETURN(
      const std::vector<Person> persons,
      people_.FindByIdentity(
          citizen ? IdentityKind::kCitizenId : IdentityKind::kOldId,
          citizen ? search.request.citizen_id() : search.request.old_id(),
          search.deadline));
  std::vector<HouseholdId> ids;
  for (const Person& person : persons) ids.push_back(person.household);
  return OfHouseholds(search, std::move(ids), v1::PERSON_MATCH_IDENTITY);
}

absl::StatusOr<v1::SearchPeopleResponse> PeopleService::OfHouseholds(
    const Search& search, std::vector<HouseholdId> ids, v1::PersonMatch match) {
  RASOAT_ASSIGN_OR_RETURN(auto start,
                          rpc::PageStart<std::int64_t>(search.request));
  const std::int64_t skipped = start ? std::get<0>(*start) : 0;
  if (skipped < 0) return rpc::PageTokenWrong();
  RASOAT_ASSIGN_OR_RETURN(const auto by_id,
                          households_.GetMany(ids, search.deadline));
  std::vector<const Household*> households;
  for (const auto& [id, household] : by_id) {
    if (household.active() && search.villages.Contains(household.village)) {
      households.push_back(&household);
    }
  }
  std::sort(households.begin(), households.end(),
            [](const Household* a, const Household* b) {
              return std::tie(a->village, a->number, a->id) <
                     std::tie(b->village, b->number, b->id);
            });
  const bool by_identity = match == v1::PERSON_MATCH_IDENTITY;
  const std::string& number = search.request.has_citizen_id()
                                  ? search.request.citizen_id()
                                  : search.request.old_id();
  v1::SearchPeopleResponse response;
  std::int64_t at = 0;
  for (const Household* household : households) {
    for (const Member& member : household->members) {
      if (!search.born.Contain(member.birth_date)) continue;
      if (by_identity && member.identity_number != number) continue;
      if (at++ < skipped) continue;
      if (response.people_size() == search.size) {
        response.set_next_page_token(rpc::NextPageToken(
            search.request, std::int64_t{skipped + search.size}));
        return response;
      }
      Put(*household, member, match, *response.add_people());
    }
  }
  return response;
}

}  // namespace rasoat::registry
