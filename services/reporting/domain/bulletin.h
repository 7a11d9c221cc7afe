#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace rasoat::reporting {

/// A count of units that did something, of those that should.
struct Share {
  std::int64_t done = 0;
  std::int64_t of = 0;
};

struct StepLine {
  int number = 0;
  std::string label_vi;
  std::string label_en;
  Share completed;
  std::int64_t in_progress = 0;
};

struct MilestoneLine {
  std::string label_vi;
  std::string label_en;
  Share reached;
  absl::CivilDay last_day;
};

/// What a bulletin is made of.
struct BulletinFacts {
  std::string round_title_vi;
  std::string round_title_en;
  std::string area_name;
  bool training_round = false;
  bool up_to_date = true;
  absl::CivilDay as_of;
  std::vector<MilestoneLine> milestones;  ///< those reached by somebody
  std::int64_t classes = 0;
  std::int64_t delegates = 0;
  absl::CivilDay classes_from;
  absl::CivilDay classes_to;
  std::int64_t persons_trained = 0;
  absl::CivilDay trained_by;
  std::vector<StepLine> steps;
};

/// The number as Vietnamese write it: 12.143.
std::string VietnameseNumber(std::int64_t number);
/// The number as English write it: 12,143.
std::string EnglishNumber(std::int64_t number);
/// Whole percent, half rounded up: 93 for 1,982 of 2,127; 0 for nothing of
/// nothing. Less than everything never rounds to 100.
int WholePercent(const Share& share);

/// The committee's bulletin (bản tin) in Vietnamese; one paragraph a line, with
/// a line of its own for each step that a village has reached.
std::string BulletinVi(const BulletinFacts& facts);
/// The same in English.
std::string BulletinEn(const BulletinFacts& facts);

}  // namespace rasoat::reporting
