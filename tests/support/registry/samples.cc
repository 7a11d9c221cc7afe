#include "tests/support/registry/samples.h"

#include "absl/strings/str_format.h"

#include <utility>

#include "services/registry/load/form_shelf.h"

namespace rasoat::registry {
namespace {

Area AreaOf(std::string code, std::string parent, Tier tier, std::string name) {
  return {.code = {std::move(code)},
          .parent = {std::move(parent)},
          .tier = tier,
          .name = std::move(name),
          .valid_from = absl::CivilDay(2021, 1, 1)};
}

}  // namespace

PersonRules SampleRules() {
  PersonRules rules;
  rules.birth_provinces = {"001", "024"};
  rules.century_digits = {{1900, 1999, Sex::kMale, '0'},
                          {1900, 1999, Sex::kFemale, '1'},
                          {2000, 2099, Sex::kMale, '2'},
                          {2000, 2099, Sex::kFemale, '3'}};
  rules.ethnic_groups = {"01", "02"};
  rules.census_ethnic_groups = {"01", "04"};
  return rules;
}

std::vector<Area> SampleAreas() {
  std::vector<Area> areas = {
      AreaOf("24", "", Tier::kProvince, "Tỉnh Bắc Giang"),
      AreaOf("213", "24", Tier::kDistrict, "Thành phố Bắc Giang"),
      AreaOf("07207", "213", Tier::kCommune, "Xã Mẫu"),
      AreaOf("07207001", "07207", Tier::kVillage, "Thôn Một"),
      AreaOf("07207002", "07207", Tier::kVillage, "Thôn Hai (tập huấn)")};
  areas[0].region = Region::kNorthernMidlandsAndMountains;
  areas[2].settlement = Settlement::kRural;
  areas[4].synthetic = true;
  return areas;
}

Household SampleHousehold(std::uint64_t number) {
  Household household;
  household.id = IdNumber<HouseholdId>(number);
  household.village = {"07207001"};
  household.number = static_cast<std::int64_t>(number);
  household.address = "Xóm Giữa";
  household.phone = "0912345678";
  household.members = {
      {.id = "01",
       .full_name = "Nguyễn Văn Mẫu",
       .birth_date = absl::CivilDay(1980, 5, 6),
       .sex = Sex::kMale,
       .relation = Relation::kHead,
       .ethnic_group = "01",
       .identity_kind = IdentityKind::kCitizenId,
       .identity_number = absl::StrFormat("024080%06d", number)},
      {.id = "02",
       .full_name = "Nguyễn Thị Mẫu",
       .birth_date = absl::CivilDay(2015, 2, 3),
       .sex = Sex::kFemale,
       .relation = Relation::kChild,
       .ethnic_group = "02"}};
  household.revision = 1;
  household.create_time = absl::FromUnixSeconds(1'630'000'000);
  household.update_time = household.create_time;
  household.register_date = absl::CivilDay(2021, 8, 27);
  household.event = {.kind = EventKind::kRegistered,
                     .date = household.register_date,
                     .actor = "staff/a"};
  return household;
}

std::string SampleFormText() {
  return R"txt(
    kind: FORM_KIND_SURVEY
    title { vi: "Phiếu mẫu" en: "Sample" }
    source: "for tests"
    household_questions {
      code: "house.wall" label { vi: "Tường" en: "Wall" }
      kind: QUESTION_KIND_CHOICE mark: MARK_TRAINING
      options { code: "durable" label { vi: "Bền" en: "Durable" } }
      options { code: "weak" label { vi: "Yếu" en: "Weak" } }
    }
    household_questions {
      code: "house.area" label { vi: "Diện tích" en: "Area" }
      kind: QUESTION_KIND_NUMBER mark: MARK_TRAINING
      minimum: 10 maximum: 20000 unit: "0.1 m²"
    }
    household_questions {
      code: "assets" label { vi: "Tài sản" en: "Assets" }
      kind: QUESTION_KIND_CHOICES mark: MARK_TRAINING
      options { code: "tv" label { vi: "Ti vi" en: "Television" } }
      options { code: "phone" label { vi: "Điện thoại" en: "Telephone" } }
    }
    household_questions {
      code: "assets.tv_age" label { vi: "Tuổi ti vi" en: "Age of it" }
      kind: QUESTION_KIND_NUMBER mark: MARK_TRAINING maximum: 50
      asked_when { question: "assets" answers: "tv" }
    }
    household_questions {
      code: "note" label { vi: "Ghi chú" en: "Note" }
      kind: QUESTION_KIND_TEXT mark: MARK_TRAINING optional: true
    }
    member_questions {
      code: "school" label { vi: "Đi học" en: "At school" }
      kind: QUESTION_KIND_YES_NO mark: MARK_TRAINING
      asked_when { age_from: 6 age_below: 15 }
    }
    member_questions {
      code: "school.why_not" label { vi: "Vì sao" en: "Why not" }
      kind: QUESTION_KIND_CHOICE mark: MARK_TRAINING
      options { code: "far" label { vi: "Xa" en: "Far" } }
      options { code: "work" label { vi: "Đi làm" en: "Works" } }
      asked_when { question: "school" answers: "no" }
    }
    deprivations: "job"
    deprivations: "water"
    declared_b1_maximum: 400
  )txt";
}

Form SampleForm() {
  FormShelf shelf;
  const absl::Status added = shelf.Add("sample", SampleFormText());
  if (!added.ok()) std::abort();
  return shelf.Find(FormId{"sample"})->form;
}

Survey SampleSurvey(std::uint64_t number, std::uint64_t household) {
  Survey survey;
  survey.id = IdNumber<SurveyId>(number);
  survey.household = IdNumber<HouseholdId>(household);
  survey.round = {"2021-tong-ra-soat"};
  survey.form = {"sample"};
  survey.review_date = absl::CivilDay(2021, 10, 1);
  survey.answers = {{"house.wall", Choice{"durable"}},
                    {"house.area", std::int64_t{425}},
                    {"assets", Choices{{"tv", "phone"}}},
                    {"assets.tv_age", std::int64_t{3}}};
  survey.members = {{.id = "01"}, {.id = "02", .answers = {{"school", true}}}};
  return survey;
}

}  // namespace rasoat::registry
