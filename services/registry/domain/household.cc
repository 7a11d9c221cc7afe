#include "services/registry/domain/household.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/registry/domain/text.h"

namespace rasoat::registry {
namespace {

constexpr std::int64_t kMostNumber = 99'999;
constexpr std::size_t kMostMembers = 50;
constexpr absl::CivilDay kEarliestBirth(1900, 1, 1);

bool PhoneFits(absl::string_view phone) {
  if (phone.empty()) return true;
  if (phone[0] == '+') phone.remove_prefix(1);
  return phone.size() >= 8 && phone.size() <= 15 && AllDigits(phone);
}

void CheckHead(const std::vector<Member>& members,
               std::vector<Violation>& faults) {
  const auto heads = std::count_if(
      members.begin(), members.end(),
      [](const Member& m) { return m.relation == Relation::kHead; });
  if (heads == 1 || members.empty()) return;
  Add(faults, "members", "HEAD_NOT_ONE",
      "Hộ phải có đúng một chủ hộ; hãy sửa quan hệ với chủ hộ của các thành "
      "viên.",
      "A household has exactly one head; correct the members' relations.");
}

void CheckRepeats(const Household& household, std::vector<Violation>& faults) {
  const std::vector<Member>& members = household.members;
  absl::flat_hash_set<absl::string_view> used;
  for (const FormerMember& former : household.former) {
    used.insert(former.member.id);
  }
  absl::flat_hash_set<absl::string_view> ids;
  absl::flat_hash_set<absl::string_view> numbers;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!members[i].id.empty() && !ids.insert(members[i].id).second) {
      Add(faults, absl::StrCat("members[", i, "].member_id"),
          "MEMBER_ID_REPEATED",
          "Mã thành viên đã dùng cho người khác trong hộ; hãy đặt mã khác.",
          "Another member of the household has this id; choose another.");
    } else if (used.contains(members[i].id)) {
      Add(faults, absl::StrCat("members[", i, "].member_id"),
          "MEMBER_ID_REUSED",
          "Mã thành viên là của người đã rời hộ; hãy đặt mã khác.",
          "This id is of somebody who left the household; choose another.");
    }
    const std::string& number = members[i].identity_number;
    if (!number.empty() && !numbers.insert(number).second) {
      Add(faults, absl::StrCat("members[", i, "].identity_number"),
          "IDENTITY_NUMBER_REPEATED",
          "Hai thành viên có cùng số định danh; hãy kiểm tra lại giấy tờ.",
          "Two members have the same identity number; check their papers.");
    }
  }
}

void CheckBirth(const Member& member, const HouseholdContext& context,
                std::vector<Violation>& faults) {
  if (member.birth_date == kNoDay) {
    Add(faults, "birth_date", "BIRTH_DATE_MALFORMED",
        "Ngày sinh phải là một ngày có thật, dạng NĂM-THÁNG-NGÀY.",
        "Give the date of birth as a real date, YYYY-MM-DD.");
  } else if (member.birth_date > context.today) {
    Add(faults, "birth_date", "BIRTH_DATE_IN_FUTURE",
        "Ngày sinh ở tương lai; hãy sửa ngày sinh.",
        "The date of birth lies in the future; correct it.");
  } else if (member.birth_date < kEarliestBirth) {
    Add(faults, "birth_date", "BIRTH_DATE_TOO_EARLY",
        "Ngày sinh trước 01/01/1900; hãy sửa ngày sinh.",
        "The date of birth lies before 1900-01-01; correct it.");
  }
}

/// True when there is no fault of the birth date.
bool BirthFits(const Member& member, const HouseholdContext& context) {
  return member.birth_date >= kEarliestBirth &&
         member.birth_date <= context.today;
}

void CheckCitizenId(const Member& member, const HouseholdContext& context,
                    std::vector<Violation>& faults) {
  if (!BirthFits(member, context) || member.sex == Sex::kUnspecified) {
    // Without them only the form of the number can be judged.
    if (member.identity_number.size() == 12 &&
        AllDigits(member.identity_number)) {
      return;
    }
  }
  switch (FitCitizenId(member.identity_number, member.birth_date, member.sex,
                       context.training, context.rules)) {
    case CitizenIdFit::kFits:
      return;
    case CitizenIdFit::kNotTwelveDigits:
      Add(faults, "identity_number", "IDENTITY_NUMBER_MALFORMED",
          "Số định danh cá nhân phải có đúng 12 chữ số.",
          "A citizen id has exactly 12 digits.");
      return;
    case CitizenIdFit::kUnknownProvince:
      Add(faults, "identity_number", "IDENTITY_PROVINCE_UNKNOWN",
          "Ba chữ số đầu của số định danh không phải mã tỉnh; hãy kiểm tra "
          "lại.",
          "The first three digits of the citizen id are no province's code; "
          "check the number.");
      return;
    case CitizenIdFit::kOtherCentury:
      Add(faults, "identity_number", "IDENTITY_CENTURY_DIFFERS",
          "Chữ số thứ tư của số định danh không khớp giới tính và năm sinh; "
          "hãy "
          "kiểm tra lại.",
          "The fourth digit of the citizen id does not go with sex and year of "
          "birth; check all three.");
      return;
    case CitizenIdFit::kOtherYear:
      Add(faults, "identity_number", "IDENTITY_YEAR_DIFFERS",
          "Chữ số thứ năm và sáu của số định danh không khớp năm sinh; hãy "
          "kiểm "
          "tra lại.",
          "The fifth and sixth digits of the citizen id are not those of the "
          "year of birth; check both.");
      return;
  }
}

void CheckIdentity(const Member& member, const HouseholdContext& context,
                   std::vector<Violation>& faults) {
  switch (member.identity_kind) {
    case IdentityKind::kNone:
      if (!member.identity_number.empty()) {
        Add(faults, "identity_kind", "IDENTITY_KIND_MISSING",
            "Có số giấy tờ nhưng chưa chọn loại; hãy chọn CCCD hoặc CMND.",
            "There is an identity number without its kind; choose one.");
      }
      return;
    case IdentityKind::kCitizenId:
      CheckCitizenId(member, context, faults);
      return;
    case IdentityKind::kOldId:
      if (member.identity_number.size() != 9 ||
          !AllDigits(member.identity_number)) {
        Add(faults, "identity_number", "IDENTITY_NUMBER_MALFORMED",
            "Số CMND phải có đúng 9 chữ số.",
            "An old identity number has exactly 9 digits.");
      }
      return;
  }
}

}  // namespace

const Member* Household::Head() const {
  for (const Member& member : members) {
    if (member.relation == Relation::kHead) return &member;
  }
  return nullptr;
}

const Member* Household::Find(absl::string_view member_id) const {
  for (const Member& member : members) {
    if (member.id == member_id) return &member;
  }
  return nullptr;
}

bool SameContent(const Household& a, const Household& b) {
  return a.id == b.id && a.village == b.village && a.number == b.number &&
         a.address == b.address && a.phone == b.phone &&
         a.members == b.members && a.former == b.former &&
         a.listing == b.listing && a.status == b.status &&
         a.merged_into == b.merged_into;
}

std::string PhoneKey(absl::string_view phone) {
  if (absl::ConsumePrefix(&phone, "+84")) return absl::StrCat("0", phone);
  absl::ConsumePrefix(&phone, "+");
  return std::string(phone);
}

std::vector<Violation> CheckMember(const Member& member,
                                   const HouseholdContext& context) {
  std::vector<Violation> faults;
  if (member.id.empty() || member.id.size() > 26 ||
      !std::all_of(member.id.begin(), member.id.end(), absl::ascii_isalnum)) {
    Add(faults, "member_id", "MEMBER_ID_MALFORMED",
        "Mã thành viên phải có 1 đến 26 chữ cái không dấu hoặc chữ số.",
        "Give the member an id of 1 to 26 ASCII letters and digits.");
  }
  const int length = PlainLength(member.full_name);
  if (length < 1 || length > 100 ||
      absl::StripAsciiWhitespace(member.full_name).empty()) {
    Add(faults, "full_name", "NAME_MALFORMED",
        "Họ tên phải có 1 đến 100 ký tự, không có ký tự điều khiển.",
        "Give a name of 1 to 100 characters without control characters.");
  }
  CheckBirth(member, context, faults);
  if (member.sex == Sex::kUnspecified) {
    Add(faults, "sex", "SEX_MISSING",
        "Chưa chọn giới tính; hãy chọn nam hoặc nữ.",
        "The sex is missing; choose male or female.");
  }
  if (member.relation == Relation::kUnspecified) {
    Add(faults, "relation", "RELATION_MISSING",
        "Chưa chọn quan hệ với chủ hộ; hãy chọn.",
        "The relation to the head is missing; choose it.");
  }
  if (!context.rules.HasEthnicGroup(member.ethnic_code_system,
                                    member.ethnic_group)) {
    Add(faults, "ethnic_group", "ETHNIC_GROUP_UNKNOWN",
        "Mã dân tộc không có trong danh mục đã chọn (121-TCTK nếu không ghi "
        "danh mục khác); hãy dùng mã 2 chữ số, ví dụ 01 cho Kinh.",
        "No such ethnic group in the list chosen (121-TCTK unless another is "
        "named); give its two digits, such as 01 for Kinh.");
  }
  CheckIdentity(member, context, faults);
  if (member.death_date != kNoDay) {
    Add(faults, "death_date", "DEATH_DATE_MISPLACED",
        "Ngày mất không ghi trực tiếp; hãy ghi việc khai tử của thành viên.",
        "A date of death is not set by hand; record the member's death.");
  }
  return faults;
}

std::vector<Violation> CheckComposition(const Household& household) {
  std::vector<Violation> faults;
  if (household.members.empty() || household.members.size() > kMostMembers) {
    Add(faults, "members", "MEMBER_COUNT_OUT_OF_RANGE",
        "Hộ phải có từ 1 đến 50 thành viên.",
        "A household has 1 to 50 members.");
  }
  CheckHead(household.members, faults);
  CheckRepeats(household, faults);
  return faults;
}

bool StaysErased(const Member& member, const Household* before) {
  if (before == nullptr || !member.full_name.empty()) return false;
  const Member* was = before->Find(member.id);
  return was != nullptr && *was == member;
}

std::vector<Violation> CheckHousehold(const Household& household,
                                      const HouseholdContext& context) {
  std::vector<Violation> faults;
  if (household.number < 1 || household.number > kMostNumber) {
    Add(faults, "number", "HOUSEHOLD_NUMBER_OUT_OF_RANGE",
        "Số hộ phải từ 1 đến 99.999.",
        "Give the household a number from 1 to 99,999.");
  }
  const int address = PlainLength(household.address);
  if (address < 0 || address > 200) {
    Add(faults, "address", "ADDRESS_MALFORMED",
        "Địa chỉ dài nhất 200 ký tự, trên một dòng.",
        "Give an address of at most 200 characters on one line.");
  }
  if (!PhoneFits(household.phone)) {
    Add(faults, "phone", "PHONE_MALFORMED",
        "Số điện thoại phải có 8 đến 15 chữ số, có thể có dấu + ở đầu, hoặc để "
        "trống.",
        "Give a telephone number of 8 to 15 digits, perhaps with a leading +, "
        "or none.");
  }
  for (Violation& fault : CheckComposition(household)) {
    faults.push_back(std::move(fault));
  }
  for (std::size_t i = 0; i < household.members.size(); ++i) {
    if (StaysErased(household.members[i], context.before)) continue;
    for (Violation& fault :
         Prefixed(absl::StrCat("members[", i, "]."),
                  CheckMember(household.members[i], context))) {
      faults.push_back(std::move(fault));
    }
  }
  return faults;
}

}  // namespace rasoat::registry
