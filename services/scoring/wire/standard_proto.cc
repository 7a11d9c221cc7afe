#include "services/scoring/wire/standard_proto.h"

#include <openssl/sha.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/domain/day.h"

namespace rasoat::scoring {
namespace {

template <class Strings>
std::vector<std::string> Words(const Strings& strings) {
  return {strings.begin(), strings.end()};
}

Mark ReadMark(v1::Mark mark) {
  switch (mark) {
    case v1::MARK_VERIFIED:
      return Mark::kVerified;
    case v1::MARK_RECALLED:
      return Mark::kRecalled;
    case v1::MARK_INFERRED:
      return Mark::kInferred;
    case v1::MARK_TRAINING:
      return Mark::kTraining;
    case v1::MARK_UNKNOWN:
      return Mark::kUnknown;
    default:
      return Mark::kUnspecified;
  }
}

Settlement ReadSettlement(api::v1::Settlement settlement) {
  switch (settlement) {
    case api::v1::SETTLEMENT_RURAL:
      return Settlement::kRural;
    case api::v1::SETTLEMENT_URBAN:
      return Settlement::kUrban;
    default:
      return Settlement::kUnspecified;
  }
}

Origin Read(const v1::Origin& proto) {
  return {.source = proto.source(), .mark = ReadMark(proto.mark())};
}

Text Read(const v1::Text& proto) {
  return {.vi = proto.vi(), .en = proto.en()};
}

Points Read(const v1::Points& proto) {
  return {proto.urban(),
          proto.northern_midlands_and_mountains(),
          proto.red_river_delta(),
          proto.north_central_and_central_coast(),
          proto.central_highlands(),
          proto.south_east(),
          proto.mekong_river_delta()};
}

MemberRule Read(const v1::MemberRule& proto) {
  MemberRule rule;
  for (const v1::MemberCondition& condition : proto.all()) {
    rule.all.push_back({.age_from = condition.age_from(),
                        .age_below = condition.age_below(),
                        .question = condition.question(),
                        .answers = Words(condition.answers()),
                        .negate = condition.negate()});
  }
  return rule;
}

template <class Rules>
std::vector<MemberRule> ReadRules(const Rules& protos) {
  std::vector<MemberRule> rules;
  for (const v1::MemberRule& proto : protos) rules.push_back(Read(proto));
  return rules;
}

class Reading {
 public:
  explicit Reading(const v1::Standard& proto) : proto_(proto) {}

  CheckedStandard Run() && {
    Heading();
    for (const v1::Indicator& indicator : proto_.indicators()) Read(indicator);
    for (const v1::Deprivation& deprivation : proto_.deprivations()) {
      standard_.deprivations.push_back(
          {.code = deprivation.code(),
           .number = deprivation.number(),
           .label = scoring::Read(deprivation.label()),
           .service = scoring::Read(deprivation.service()),
           .rule = ReadRule(deprivation),
           .origin = scoring::Read(deprivation.origin())});
    }
    Classes();
    if (proto_.has_screening()) Read(proto_.screening());
    for (const v1::Contradiction& proto : proto_.contradictions()) {
      standard_.contradictions.push_back(
          {.code = proto.code(),
           .message = scoring::Read(proto.message()),
           .when = scoring::Read(proto.when()),
           .origin = scoring::Read(proto.origin())});
    }
    std::vector<Fault> more = Validate(standard_);
    faults_.insert(faults_.end(), more.begin(), more.end());
    return {std::move(standard_), std::move(faults_)};
  }

 private:
  void Add(std::string place, std::string what, std::string vi) {
    faults_.push_back({std::move(place), std::move(what), std::move(vi)});
  }

  absl::CivilDay Day(const std::string& text, const char* place) {
    const std::optional<absl::CivilDay> day = ParseDay(text);
    if (!day) {
      Add(place, absl::StrCat("'", text, "' is not a YYYY-MM-DD day"),
          absl::StrCat("“", text, "” không phải là ngày dạng NNNN-TT-NN"));
    }
    return day.value_or(absl::CivilDay());
  }

  void Heading() {
    standard_.name = proto_.name();
    standard_.content_hash = ContentHash(proto_);
    standard_.title = scoring::Read(proto_.title());
    standard_.area = proto_.area();
    standard_.valid_from = Day(proto_.valid_from(), "valid_from");
    if (!proto_.valid_to().empty()) {
      standard_.valid_to = Day(proto_.valid_to(), "valid_to");
    }
    standard_.training = proto_.training();
    standard_.declared_only = proto_.declared_only();
    standard_.points_per_deprivation = proto_.points_per_deprivation();
    standard_.points_per_deprivation_origin =
        scoring::Read(proto_.points_per_deprivation_origin());
    standard_.dependants = ReadRules(proto_.dependants());
    standard_.dependants_origin = scoring::Read(proto_.dependants_origin());
    standard_.area_question = proto_.area_question();
    standard_.forms = Words(proto_.forms());
  }

  void Read(const v1::Indicator& proto) {
    Indicator& indicator = standard_.indicators.emplace_back();
    indicator.code = proto.code();
    indicator.label = scoring::Read(proto.label());
    indicator.question = proto.question();
    indicator.derived = ReadDerived(proto);
    for (const v1::ScoredOption& option : proto.options()) {
      CheckPoints(option.has_points(), proto.code(), option.option());
      indicator.options.push_back(
          {option.option(), scoring::Read(option.points())});
    }
    indicator.additive = proto.additive();
    for (const v1::ScoredBand& band : proto.bands()) {
      CheckPoints(band.has_points(), proto.code(), absl::StrCat(band.from()));
      indicator.bands.push_back(
          {band.from(), band.to(), scoring::Read(band.points())});
    }
    if (proto.has_guard()) {
      indicator.guard = {proto.guard().all_members_dependent(),
                         scoring::Read(proto.guard().origin())};
    }
    indicator.origin = scoring::Read(proto.origin());
  }

  // An option worth nothing says so: `points {}`. Left out, it was forgotten.
  void CheckPoints(bool given, const std::string& indicator,
                   const std::string& which) {
    if (given) return;
    Add(absl::StrCat("indicators[", indicator, "]"),
        absl::StrCat("says no points for '", which, "'; `points {}` is 0"),
        absl::StrCat("chưa cho điểm “", which, "”; ghi `points {}` nếu là 0"));
  }

  DerivedFact ReadDerived(const v1::Indicator& proto) {
    switch (proto.derived()) {
      case v1::DERIVED_FACT_UNSPECIFIED:
        return DerivedFact::kNone;
      case v1::DERIVED_FACT_HOUSEHOLD_SIZE:
        return DerivedFact::kHouseholdSize;
      case v1::DERIVED_FACT_DEPENDANTS:
        return DerivedFact::kDependants;
      case v1::DERIVED_FACT_PENSIONERS:
        return DerivedFact::kPensioners;
      case v1::DERIVED_FACT_AREA_PER_PERSON:
        return DerivedFact::kAreaPerPerson;
      case v1::DERIVED_FACT_HIGHEST_OPTION:
        return DerivedFact::kHighestOption;
      default:
        Add(absl::StrCat("indicators[", proto.code(), "].derived"),
            "is not a derived fact that this version knows",
            "không phải là số liệu suy ra mà phiên bản này biết");
        return DerivedFact::kNone;
    }
  }

  DeprivationRule ReadRule(const v1::Deprivation& deprivation) {
    const v1::DeprivationRule& rule = deprivation.rule();
    const std::string place =
        absl::StrCat("deprivations[", deprivation.code(), "].rule");
    const bool members = rule.any_member_size() > 0 || rule.except_size() > 0;
    const bool share =
        rule.share_above_percent() != 0 || rule.share_of_size() > 0;
    const bool at_least = rule.at_least() != 0 || rule.questions_size() > 0;
    const bool area = rule.area_per_person_below() != 0;
    const bool no_member = !rule.no_member_question().empty();
    const bool answer = !area && (!rule.question().empty() || rule.none_of());
    if (members + share + at_least + area + no_member + answer > 1) {
      Add(place, "mixes several shapes of a rule; keep one",
          "trộn nhiều dạng quy tắc; hãy giữ một dạng");
    }
    const bool takes_answers = at_least || no_member || answer;
    if (!takes_answers && rule.answers_size() > 0) {
      Add(place, "has answers that nothing reads",
          "có câu trả lời mà không gì đọc đến");
    }
    if (members) {
      return AnyMember{ReadRules(rule.any_member()), ReadRules(rule.except())};
    }
    if (share) {
      return ShareAbove{rule.share_above_percent(), ReadRules(rule.share_of())};
    }
    if (at_least) {
      return AtLeast{rule.at_least(), Words(rule.questions()),
                     Words(rule.answers())};
    }
    if (area) {
      return AreaPerPersonBelow{rule.question(), rule.area_per_person_below()};
    }
    if (no_member) {
      return NoMember{rule.no_member_question(), Words(rule.answers())};
    }
    if (answer && rule.none_of()) {
      return NoneChosen{rule.question(), Words(rule.answers())};
    }
    if (answer) return HouseholdAnswer{rule.question(), Words(rule.answers())};
    return {};
  }

  void Read(const v1::Screening& proto) {
    Screening& screening = standard_.screening.emplace();
    for (const v1::ScreeningItem& item : proto.items()) {
      screening.items.push_back({.code = item.code(),
                                 .label = scoring::Read(item.label()),
                                 .question = item.question(),
                                 .answers = Words(item.answers()),
                                 .origin = scoring::Read(item.origin())});
    }
    screening.surely_not_poor_from = proto.surely_not_poor_from();
    screening.origin = scoring::Read(proto.origin());
  }

  void Classes() {
    for (const v1::ClassRule& rule : proto_.class_rules()) {
      standard_.class_rules.push_back(
          {.settlement = ReadSettlement(rule.settlement()),
           .poor_alone_up_to = rule.poor_alone_up_to() == 0
                                   ? std::nullopt
                                   : std::optional(rule.poor_alone_up_to()),
           .up_to = rule.up_to(),
           .deprived_from = rule.deprived_from(),
           .origin = scoring::Read(rule.origin())});
    }
    for (const v1::IncomeLine& line : proto_.income_lines()) {
      standard_.income_lines.push_back(
          {.settlement = ReadSettlement(line.settlement()),
           .amount_vnd = line.amount(),
           .origin = scoring::Read(line.origin())});
    }
    for (const v1::AverageBand& band : proto_.average_bands()) {
      standard_.average_bands.push_back(
          {.settlement = ReadSettlement(band.settlement()),
           .above_vnd = band.above(),
           .up_to_vnd = band.up_to(),
           .origin = scoring::Read(band.origin())});
    }
  }

  const v1::Standard& proto_;
  Standard standard_;
  std::vector<Fault> faults_;
};

}  // namespace

CheckedStandard CheckStandard(const v1::Standard& proto) {
  return Reading(proto).Run();
}

std::string ContentHash(v1::Standard proto) {
  proto.clear_name();
  proto.clear_content_hash();
  proto.clear_state();
  proto.clear_import();
  proto.clear_forms();
  proto.clear_average_bands();
  const std::string bytes = proto.SerializeAsString();
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(digest), SHA256_DIGEST_LENGTH));
}

}  // namespace rasoat::scoring
