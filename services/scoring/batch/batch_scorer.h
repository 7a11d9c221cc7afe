// Scores the households of one stream.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "rasoat/scoring/v1/score_batch.pb.h"
#include "services/scoring/batch/packed_batch.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"
#include "services/scoring/load/catalogue.h"

namespace rasoat::scoring {

/// One stream's standard, layout and count. The quick engine scores whatever
/// fits it; what does not, or cannot be scored, goes to the readable one, which
/// knows why. Not thread safe: the messages of a stream come one by one.
class BatchScorer {
 public:
  /// Households of one message.
  static constexpr int kMostHouseholds = 2'000;
  static constexpr int kMostPacked = 20'000;
  /// Members of one packed message, and of one of its households.
  static constexpr int kMostMembers = 200'000;
  static constexpr std::uint32_t kMostInHousehold = 1'000;
  /// What is told of one item, and in one response: enough to correct it, and
  /// never more than a message may hold.
  static constexpr std::size_t kMostViolations = 20;
  static constexpr std::size_t kMostErrorBytes = std::size_t{4} << 20;

  /// What it takes from the catalogue must outlive it.
  explicit BatchScorer(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// Scores the households of a message. Errors: as `ScoreBatch` lists them;
  /// the stream is over then.
  absl::Status Score(const v1::ScoreBatchRequest& request,
                     v1::ScoreBatchResponse& response);

 private:
  /// What the first message settles.
  struct Opened {
    const KnownStandard* known = nullptr;
    /// Null if the standard is too large for the quick engine.
    std::unique_ptr<flat::Codebook> codebook;
    std::unique_ptr<flat::Compiled> compiled;
    PackedLayout layout;
  };

  absl::Status Open(const v1::ScoreBatchRequest& request);
  absl::Status CheckSize(const v1::ScoreBatchRequest& request) const;
  void ScoreOne(const api::v1::HouseholdFacts& household,
                v1::ScoreBatchResponse& response);
  absl::Status ScorePacked(const v1::PackedHouseholds& packed,
                           v1::ScoreBatchResponse& response);
  /// True if the quick engine gave a class.
  bool Quickly(const flat::View& household,
               v1::ScoreBatchResponse& response) const;
  void Readably(const Facts& facts, v1::ScoreBatchResponse& response);
  void Fail(const absl::Status& why, v1::ScoreBatchResponse& response);

  const Catalogue& catalogue_;
  std::unique_ptr<Opened> opened_;
  std::unique_ptr<PackedBatch> packed_;
  flat::FlatHousehold household_;
  std::int64_t items_ = 0;
  std::size_t error_bytes_ = 0;  ///< Of the response being made.
};

}  // namespace rasoat::scoring
