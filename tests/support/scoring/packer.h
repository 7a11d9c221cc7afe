// Packs households, as a client of the batch stream would.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rasoat/api/v1/facts.pb.h"
#include "rasoat/scoring/v1/score_batch.pb.h"

namespace rasoat::scoring {

/// Packs households that answer the questions of one form, each by one kind of
/// answer. Options are numbered as they are met, so packing may add to the
/// layout: pack everything before the stream is opened.
class Packer {
 public:
  /// Adds a household to `packed`. Review dates, birth dates and places must be
  /// given, and no question twice.
  void Add(const api::v1::HouseholdFacts& facts, v1::PackedHouseholds& packed);

  /// The columns of a batch have all questions of the layout: fills up those
  /// that no household of it answered.
  void Complete(v1::PackedHouseholds& packed) const;

  v1::PackedLayout layout() const;

 private:
  struct Column {
    std::map<std::string, int> options;
    bool several = false;
  };
  struct Columns {
    std::map<std::string, int> at;
    std::vector<Column> list;
    std::vector<std::string> questions;
  };

  template <class Answers>
  static void Put(const Answers& answers, Columns& columns,
                  google::protobuf::RepeatedPtrField<v1::PackedColumn>& to,
                  int row);
  static std::uint64_t ValueOf(const api::v1::Answer& answer, Column& column);
  static void Describe(
      const Columns& columns,
      google::protobuf::RepeatedPtrField<v1::PackedQuestion>& to);

  Columns household_;
  Columns member_;
};

}  // namespace rasoat::scoring
