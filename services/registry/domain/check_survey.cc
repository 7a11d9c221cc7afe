#include "services/registry/domain/check_survey.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr absl::CivilDay kEarliestReview(2000, 1, 1);
constexpr absl::CivilDay kLatestDeviceDay(2100, 1, 1);

void CheckReviewDate(absl::CivilDay date, absl::CivilDay today,
                     std::vector<Violation>& faults) {
  if (date == kNoDay) {
    Add(faults, "review_date", "REVIEW_DATE_MALFORMED",
        "Ngày rà soát phải là một ngày có thật, dạng NĂM-THÁNG-NGÀY.",
        "Give the day of the visit as a real date, YYYY-MM-DD.");
  } else if (date > today) {
    Add(faults, "review_date", "REVIEW_DATE_IN_FUTURE",
        "Ngày rà soát ở tương lai; hãy kiểm tra đồng hồ của máy và sửa ngày.",
        "The day of the visit lies in the future; check the device's clock and "
        "correct it.");
  } else if (date < kEarliestReview) {
    Add(faults, "review_date", "REVIEW_DATE_TOO_EARLY",
        "Ngày rà soát trước năm 2000; hãy sửa ngày.",
        "The day of the visit lies before 2000; correct it.");
  }
}

/// True for a time that a device with a clock may tell.
bool IsDeviceTime(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return time >= absl::FromCivil(kEarliestReview, utc) &&
         time < absl::FromCivil(kLatestDeviceDay, utc);
}

void CheckDeviceTime(const Survey& survey, std::vector<Violation>& faults) {
  if (!survey.device_time || IsDeviceTime(*survey.device_time)) return;
  Add(faults, "device_time", "DEVICE_TIME_OUT_OF_RANGE",
      "Giờ của máy phải từ năm 2000 đến năm 2099; hãy chỉnh đồng hồ của máy.",
      "The device's time must lie in the years 2000 to 2099; set its clock.");
}

bool Within(std::int64_t value, std::int64_t most) {
  return value >= -most && value <= most;
}

void CheckLocation(const Location& at, std::vector<Violation>& faults,
                   std::vector<Violation>& warnings) {
  if (!Within(at.latitude_e6, 90'000'000)) {
    Add(faults, "location.latitude", "LOCATION_OUT_OF_RANGE",
        "Vĩ độ phải từ -90 đến 90 độ; hãy đo lại hoặc bỏ trống vị trí.",
        "Latitude goes from -90 to 90 degrees; measure again or leave the "
        "location out.");
  }
  if (!Within(at.longitude_e6, 180'000'000)) {
    Add(faults, "location.longitude", "LOCATION_OUT_OF_RANGE",
        "Kinh độ phải từ -180 đến 180 độ; hãy đo lại hoặc bỏ trống vị trí.",
        "Longitude goes from -180 to 180 degrees; measure again or leave the "
        "location out.");
  }
  if (at.accuracy_m < 0 || at.accuracy_m > 100'000) {
    Add(faults, "location.accuracy_m", "LOCATION_OUT_OF_RANGE",
        "Sai số vị trí phải từ 0 đến 100.000 m; hãy đo lại hoặc bỏ trống.",
        "The accuracy goes from 0 to 100,000 m; measure again or leave it "
        "out.");
  }
  if (at.time && !IsDeviceTime(*at.time)) {
    Add(faults, "location.time", "LOCATION_OUT_OF_RANGE",
        "Giờ đo vị trí phải từ năm 2000 đến năm 2099; hãy chỉnh đồng hồ.",
        "The time of the location must lie in the years 2000 to 2099; set the "
        "clock.");
  }
  if (!NearVietnam(at)) {
    Add(warnings, "location", "LOCATION_OUTSIDE_VIETNAM",
        "Vị trí nằm ngoài Việt Nam; có thể máy chưa bắt được sóng định vị, hãy "
        "đo lại nếu được.",
        "The location lies outside Vietnam; the device may have had no "
        "reception, measure again if you can.");
  }
}

void CheckCorrectionReason(const std::string& reason,
                           std::vector<Violation>& faults) {
  const int length = PlainLength(reason);
  if (length >= 0 && length <= 500) return;
  Add(faults, "correction_reason", "CORRECTION_REASON_MALFORMED",
      "Lý do sửa phiếu có nhiều nhất 500 ký tự trên một dòng; hãy viết gọn.",
      "The reason of a correction has at most 500 characters on one line; "
      "shorten it.");
}

void CheckDeclared(const Form& form, const DeclaredTotals& declared,
                   std::vector<Violation>& faults) {
  if (!form.TakesDeclared()) {
    Add(faults, "declared", "DECLARED_NOT_TAKEN",
        "Phiếu này không nhận tổng điểm nhập từ bản giấy; hãy trả lời từng "
        "câu.",
        "This form takes no totals from paper; answer its questions.");
    return;
  }
  if (declared.b1 < 0 || declared.b1 > form.declared_b1_maximum) {
    Add(faults, "declared.b1", "DECLARED_B1_OUT_OF_RANGE",
        absl::StrCat("Điểm B1 phải từ 0 đến ", form.declared_b1_maximum, "."),
        absl::StrCat("B1 goes from 0 to ", form.declared_b1_maximum, "."));
  }
  absl::flat_hash_set<std::string> seen;
  for (std::size_t i = 0; i < declared.deprivations.size(); ++i) {
    const std::string& code = declared.deprivations[i];
    const std::string at = absl::StrCat("declared.deprivations[", i, "]");
    if (std::find(form.deprivations.begin(), form.deprivations.end(), code) ==
        form.deprivations.end()) {
      Add(faults, at, "DEPRIVATION_UNKNOWN",
          "Phiếu không có chỉ số thiếu hụt này; hãy dùng mã của phiếu.",
          "The form knows no such deprivation; use the form's codes.");
    } else if (!seen.insert(code).second) {
      Add(faults, at, "DEPRIVATION_REPEATED",
          "Chỉ số thiếu hụt được đánh dấu hai lần; hãy bỏ bớt.",
          "The deprivation is ticked twice; remove one.");
    }
  }
}

const Member* FindMember(absl::Span<const Member> members,
                         const std::string& id) {
  for (const Member& member : members) {
    if (member.id == id) return &member;
  }
  return nullptr;
}

/// Adds what is wrong with the members' parts; returns what is known of those
/// that are in order themselves.
std::vector<KnownAnswers> CheckMembers(const Form& form,
                                       absl::Span<const Member> members,
                                       const Survey& survey,
                                       std::vector<Violation>& faults) {
  std::vector<KnownAnswers> known;
  const bool complete = !survey.declared;
  absl::flat_hash_set<std::string> seen;
  for (std::size_t i = 0; i < survey.members.size(); ++i) {
    const SurveyedMember& given = survey.members[i];
    const std::string at = absl::StrCat("members[", i, "]");
    const Member* member = FindMember(members, given.id);
    if (member == nullptr) {
      Add(faults, absl::StrCat(at, ".member_id"), "MEMBER_UNKNOWN",
          "Hộ không có thành viên này; hãy cập nhật hộ trước hoặc sửa mã.",
          "The household has no such member; update the household first or "
          "correct the id.");
      continue;
    }
    if (!seen.insert(given.id).second) {
      Add(faults, absl::StrCat(at, ".member_id"), "MEMBER_REPEATED",
          "Thành viên xuất hiện hai lần; hãy giữ một.",
          "The member stands there twice; keep one.");
      continue;
    }
    if (survey.review_date == kNoDay || member->birth_date == kNoDay) continue;
    const int age = AgeOn(member->birth_date, survey.review_date);
    const std::string path = absl::StrCat(at, ".answers");
    known.push_back({.by_place = CheckAnswers({.questions = form.member,
                                               .answers = given.answers,
                                               .age = age,
                                               .must_be_complete = complete},
                                              path, faults),
                     .sent = given.answers,
                     .path = path,
                     .age = age,
                     .sex = member->sex});
  }
  for (const Member& member : members) {
    if (survey.review_date != kNoDay && member.birth_date != kNoDay &&
        member.birth_date > survey.review_date) {
      Add(faults, "review_date", "MEMBER_BORN_LATER",
          absl::StrCat("Thành viên ", member.id,
                       " sinh sau ngày rà soát; hãy sửa ngày sinh hoặc ngày rà "
                       "soát."),
          absl::StrCat("Member ", member.id,
                       " was born after the day of the visit; correct either "
                       "date."));
    }
    if (complete && !seen.contains(member.id)) {
      Add(faults, absl::StrCat("members[", member.id, "]"), "MEMBER_MISSING",
          absl::StrCat("Thiếu thành viên ", member.id,
                       "; phiếu phải có đủ mọi thành viên của hộ."),
          absl::StrCat("Member ", member.id,
                       " is missing; the form covers every member of the "
                       "household."));
    }
  }
  return known;
}

}  // namespace

bool NearVietnam(const Location& location) {
  return location.latitude_e6 >= 8'000'000 &&
         location.latitude_e6 <= 24'000'000 &&
         location.longitude_e6 >= 102'000'000 &&
         location.longitude_e6 <= 118'000'000;
}

std::vector<Violation> CheckSurvey(const Form& form,
                                   absl::Span<const Member> members,
                                   const Survey& survey, absl::CivilDay today,
                                   std::vector<Violation>* warnings) {
  std::vector<Violation> faults;
  CheckReviewDate(survey.review_date, today, faults);
  CheckDeviceTime(survey, faults);
  std::vector<Violation> unheard;
  if (warnings == nullptr) warnings = &unheard;
  if (survey.location) CheckLocation(*survey.location, faults, *warnings);
  CheckCorrectionReason(survey.correction_reason, faults);
  const KnownAnswers household{
      .by_place = CheckAnswers({.questions = form.household,
                                .answers = survey.answers,
                                .must_be_complete = !survey.declared},
                               "answers", faults),
      .sent = survey.answers,
      .path = "answers"};
  const std::vector<KnownAnswers> known =
      CheckMembers(form, members, survey, faults);
  if (survey.declared) {
    CheckDeclared(form, *survey.declared, faults);
    return faults;
  }
  if (form.OnlyDeclared()) {
    Add(faults, "declared", "DECLARED_MISSING",
        "Phiếu này chỉ nhận tổng điểm nhập từ bản giấy; hãy nhập tổng điểm.",
        "This form takes only the totals from paper; give them.");
  }
  // Of fewer members than there are, counts and shares would be wrong.
  if (known.size() != members.size()) return faults;
  CheckRules(form, household, known, faults, *warnings);
  return faults;
}

}  // namespace rasoat::registry
