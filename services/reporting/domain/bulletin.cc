#include "services/reporting/domain/bulletin.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace rasoat::reporting {
namespace {

std::string Grouped(std::int64_t number, char separator) {
  std::string digits = absl::StrCat(number < 0 ? -number : number);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(at, 1, separator);
  }
  return number < 0 ? absl::StrCat("-", digits) : digits;
}

std::string Date(absl::CivilDay day) {
  return absl::StrFormat("%02d/%02d/%04d", day.day(), day.month(), day.year());
}

/// "1.982/2.127 thôn (93%)" without the noun.
std::string ShareVi(const Share& share) {
  return absl::StrCat(VietnameseNumber(share.done), "/",
                      VietnameseNumber(share.of));
}

std::string ShareEn(const Share& share) {
  return absl::StrCat(EnglishNumber(share.done), " of ",
                      EnglishNumber(share.of));
}

bool Reached(const StepLine& step) {
  return step.completed.done > 0 || step.in_progress > 0;
}

}  // namespace

std::string VietnameseNumber(std::int64_t number) {
  return Grouped(number, '.');
}

std::string EnglishNumber(std::int64_t number) { return Grouped(number, ','); }

int WholePercent(const Share& share) {
  if (share.of <= 0) return 0;
  const int percent =
      static_cast<int>((share.done * 200 + share.of) / (share.of * 2));
  return share.done < share.of ? std::min(percent, 99) : percent;
}

std::string BulletinVi(const BulletinFacts& f) {
  std::vector<std::string> lines;
  lines.push_back(absl::StrCat(f.area_name, " - ", f.round_title_vi, "."));
  if (f.training_round) {
    lines.push_back(
        "ĐỢT TẬP HUẤN: số liệu và bảng điểm chỉ để luyện tập, không phải kết "
        "quả chính thức.");
  }
  if (!f.milestones.empty()) {
    lines.push_back("Công tác chuẩn bị:");
    for (const MilestoneLine& m : f.milestones) {
      lines.push_back(absl::StrCat("- ", m.label_vi, ": ", ShareVi(m.reached),
                                   " đơn vị, đến ngày ", Date(m.last_day),
                                   "."));
    }
  }
  if (f.classes > 0) {
    lines.push_back(absl::StrCat("Tập huấn: từ ngày ", Date(f.classes_from),
                                 " đến ngày ", Date(f.classes_to), " tổ chức ",
                                 VietnameseNumber(f.classes), " lớp cho ",
                                 VietnameseNumber(f.delegates), " đại biểu."));
  }
  if (f.persons_trained > 0) {
    lines.push_back(absl::StrCat("Đến ngày ", Date(f.trained_by), " có ",
                                 VietnameseNumber(f.persons_trained),
                                 " thành viên Ban Chỉ đạo, Ban rà soát và điều "
                                 "tra viên được tập huấn."));
  }
  lines.push_back(absl::StrCat("Tiến độ đến ngày ", Date(f.as_of), ":"));
  for (const StepLine& s : f.steps) {
    if (!Reached(s)) continue;
    std::vector<std::string> parts;
    if (s.completed.done > 0) {
      parts.push_back(absl::StrCat(ShareVi(s.completed), " thôn hoàn thành (",
                                   WholePercent(s.completed), "%)"));
    }
    if (s.in_progress > 0) {
      parts.push_back(absl::StrCat(VietnameseNumber(s.in_progress),
                                   " thôn đang thực hiện"));
    }
    lines.push_back(absl::StrCat("- Bước ", s.number, " (", s.label_vi,
                                 "): ", absl::StrJoin(parts, ", "), "."));
  }
  if (!f.up_to_date) {
    lines.push_back(
        "Số liệu chưa đầy đủ: hệ thống đang cập nhật. Hãy xem lại sau ít "
        "phút.");
  }
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

std::string BulletinEn(const BulletinFacts& f) {
  std::vector<std::string> lines;
  lines.push_back(absl::StrCat(f.area_name, " - ", f.round_title_en, "."));
  if (f.training_round) {
    lines.push_back(
        "TRAINING ROUND: figures and point table are for practice and are no "
        "official result.");
  }
  if (!f.milestones.empty()) {
    lines.push_back("Preparation:");
    for (const MilestoneLine& m : f.milestones) {
      lines.push_back(absl::StrCat("- ", m.label_en, ": ", ShareEn(m.reached),
                                   " units, by ", Date(m.last_day), "."));
    }
  }
  if (f.classes > 0) {
    lines.push_back(absl::StrCat("Training: ", EnglishNumber(f.classes),
                                 " classes for ", EnglishNumber(f.delegates),
                                 " delegates from ", Date(f.classes_from),
                                 " to ", Date(f.classes_to), "."));
  }
  if (f.persons_trained > 0) {
    lines.push_back(absl::StrCat(
        EnglishNumber(f.persons_trained),
        " committee members, team members and reviewers trained by ",
        Date(f.trained_by), "."));
  }
  lines.push_back(absl::StrCat("Progress up to ", Date(f.as_of), ":"));
  for (const StepLine& s : f.steps) {
    if (!Reached(s)) continue;
    std::vector<std::string> parts;
    if (s.completed.done > 0) {
      parts.push_back(absl::StrCat(ShareEn(s.completed),
                                   " villages completed it (",
                                   WholePercent(s.completed), "%)"));
    }
    if (s.in_progress > 0) {
      parts.push_back(
          absl::StrCat(EnglishNumber(s.in_progress), " villages are in it"));
    }
    lines.push_back(absl::StrCat("- Step ", s.number, " (", s.label_en,
                                 "): ", absl::StrJoin(parts, ", "), "."));
  }
  if (!f.up_to_date) {
    lines.push_back(
        "The figures are not complete: the system is catching up. Look again "
        "in a few minutes.");
  }
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

}  // namespace rasoat::reporting
