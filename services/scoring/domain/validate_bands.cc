#include "services/scoring/domain/validate_bands.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace rasoat::scoring {
namespace {

/// The highest line of a settlement that is known; 0 if none is.
std::int64_t HighestLine(const Standard& standard, Settlement settlement) {
  std::int64_t highest = 0;
  for (const IncomeLine& line : standard.income_lines) {
    if (line.settlement != settlement) continue;
    highest = std::max(highest, line.amount_vnd);
  }
  return highest;
}

class BandValidator {
 public:
  BandValidator(std::string place, const Standard& standard,
                std::vector<Fault>& faults)
      : place_(std::move(place)), standard_(standard), faults_(faults) {}

  void Check(const AverageBand& band) {
    if (band.settlement == Settlement::kUnspecified) {
      Add("has no settlement", "chưa ghi nông thôn hay thành thị");
    }
    const auto given = std::count_if(
        standard_.average_bands.begin(), standard_.average_bands.end(),
        [&](const AverageBand& other) {
          return other.settlement == band.settlement;
        });
    if (given > 1) {
      Add("is not the only one of its settlement",
          "không phải là khoảng duy nhất của khu vực này");
    }
    Check(band.origin);
    if (band.origin.mark == Mark::kUnknown) {
      if (band.above_vnd != 0 || band.up_to_vnd != 0) {
        Add("is marked as unknown, but has numbers",
            "được đánh dấu là chưa biết, nhưng lại có số");
      }
      return;
    }
    if (band.above_vnd < 1 || band.up_to_vnd <= band.above_vnd) {
      Add("does not go up from `above` to `up_to`",
          "`up_to` không lớn hơn `above`");
    }
    const std::int64_t line = HighestLine(standard_, band.settlement);
    if (band.above_vnd < line) {
      Add(absl::StrCat("begins below the income line of ", line),
          absl::StrCat("bắt đầu dưới mức thu nhập ", line));
    }
  }

 private:
  void Check(const Origin& origin) {
    if (origin.source.empty()) Add("names no source", "chưa ghi nguồn");
    if (origin.mark == Mark::kUnspecified) {
      Add("has no mark", "chưa ghi mức độ tin cậy (mark)");
    }
    if (origin.mark == Mark::kTraining && !standard_.training) {
      Add("is marked as made up, but the standard is not for training",
          "được đánh dấu là tự đặt, nhưng chuẩn không phải để tập huấn");
    }
  }
  void Add(std::string what, std::string vi) {
    faults_.push_back({place_, std::move(what), std::move(vi)});
  }

  const std::string place_;
  const Standard& standard_;
  std::vector<Fault>& faults_;
};

}  // namespace

void ValidateAverageBands(const Standard& standard,
                          std::vector<Fault>& faults) {
  for (std::size_t i = 0; i < standard.average_bands.size(); ++i) {
    BandValidator(absl::StrCat("average_bands[", i, "]"), standard, faults)
        .Check(standard.average_bands[i]);
  }
}

}  // namespace rasoat::scoring
