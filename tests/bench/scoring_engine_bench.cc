// How fast a province, and the country, are scored again in memory.
//
// Households of the training form, made by chance, are kept as the what-if
// keeps them; the training standard and drafts of it are tried on all of them.
// The ceiling is one thread that only reads the same bytes. Prints a JSON line
// a figure. SCORING_ENGINE_HOUSEHOLDS (27,000,000) sizes the largest table.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/clock/clock.h"
#include "services/scoring/engine/score_household.h"
#include "services/scoring/flat/compile.h"
#include "services/scoring/flat/encode.h"
#include "services/scoring/flat/rescore.h"
#include "services/scoring/load/catalogue.h"
#include "services/scoring/wire/facts_proto.h"
#include "tests/support/source_dir.h"
#include "tests/unit/scoring/training_household.h"

namespace rasoat::scoring::flat {
namespace {

constexpr int kDifferent = 20'000;
constexpr std::size_t kCommune = 2'200;
constexpr std::size_t kDrafts = 4;

absl::Time Now() { return SystemClock().Now(); }

double Since(absl::Time start) { return absl::ToDoubleSeconds(Now() - start); }

template <typename T>
T Good(absl::StatusOr<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "scoring_engine_bench: %s\n",
               result.status().ToString().c_str());
  std::exit(2);
}

/// What a pass found, so that no pass can be left out.
struct Found {
  std::size_t classes[4] = {};
  void Take(absl::Span<const Outcome> outcomes) {
    for (const Outcome& outcome : outcomes) ++classes[outcome.household_class];
  }
};

class Bench {
 public:
  Bench()
      : catalogue_(Good(Catalogue::Load(
            absl::StrCat(SourceDir(), "/services/scoring/standards")))),
        standard_(catalogue_.Find("standards/training-2022-2")->standard),
        codebook_(Good(Codebook::Of({&standard_}))),
        table_(codebook_) {
    for (std::size_t i = 0; i < kDrafts; ++i) {
      Standard draft = standard_;
      for (ClassRule& rule : draft.class_rules) {
        rule.up_to += static_cast<int>(5 * i);
      }
      for (ScoredBand& band : draft.indicators[0].bands) {
        for (int& points : band.points) points += static_cast<int>(i);
      }
      drafts_.push_back(
          std::make_unique<Compiled>(Good(Compile(draft, codebook_))));
    }
  }

  void Run(std::size_t largest) {
    Readable();
    for (std::size_t size :
         {std::size_t{100'000}, std::size_t{470'000}, std::size_t{1'000'000},
          std::size_t{10'000'000}, largest}) {
      if (size > largest) continue;
      Fill(size);
      OneDraft();
    }
    Print("bytes_a_household",
          static_cast<double>(table_.row_bytes()) / table_.size(), "B");
    Print("bytes_shared", static_cast<double>(table_.shared_bytes()), "B");
    TwoThreads();
    SeveralDrafts();
  }

 private:
  void Print(const char* name, double value, const char* unit,
             const char* ceiling_name = nullptr, double ceiling = 0) const {
    std::printf(
        "{\"name\":\"scoring_engine_%s\",\"value\":%.2f,\"unit\":\"%s\","
        "\"households\":%zu",
        name, value, unit, table_.size());
    if (ceiling_name != nullptr) {
      std::printf(",\"ceiling_name\":\"%s\",\"ceiling\":%.1f,\"ratio\":%.3f",
                  ceiling_name, ceiling, value / ceiling);
    }
    std::printf("}\n");
    std::fflush(stdout);
  }

  /// The readable engine, which makes the reasons as well.
  void Readable() {
    std::mt19937 chance(1);
    std::vector<api::v1::HouseholdFacts> protos;
    for (int i = 0; i < 5'000; ++i) protos.push_back(TrainingHousehold(chance));
    std::vector<Facts> facts;
    for (const auto& proto : protos) facts.push_back(Good(ReadFacts(proto)));
    const absl::Time start = Now();
    int poor = 0;
    for (const Facts& one : facts) {
      poor += Good(ScoreHousehold(standard_, one)).household_class ==
              HouseholdClass::kPoor;
    }
    if (poor == 0) std::exit(2);
    Print("readable", facts.size() / Since(start), "households/s");
  }

  void Fill(std::size_t size) {
    if (different_.empty()) {
      std::mt19937 chance(20211010);
      for (int i = 0; i < kDifferent; ++i) {
        protos_.push_back(TrainingHousehold(chance));
        const Facts facts = Good(ReadFacts(protos_.back()));
        different_.emplace_back();
        if (!different_.back().Read(codebook_, facts)) std::exit(2);
      }
    }
    // Commune by commune, as they come from the register: all of a commune
    // have the same column.
    std::mt19937 chance(static_cast<unsigned>(size));
    while (table_.size() < size) {
      View one = different_[chance() % kDifferent].view();
      const auto commune = static_cast<int>(table_.size() / kCommune);
      one.urban = commune % 4 == 0;
      one.column = one.urban ? 0 : 1 + commune / 500 % 6;
      if (!table_.Add(one)) std::exit(2);
    }
  }

  double Seconds(const Rescorer& rescorer, std::size_t begin,
                 std::size_t end) const {
    Found found;
    const absl::Time start = Now();
    rescorer.Run(begin, end,
                 [&](std::size_t, std::size_t, absl::Span<const Outcome> some) {
                   found.Take(some);
                 });
    const double seconds = Since(start);
    if (found.classes[0] != 0 || found.classes[1] == 0) std::exit(2);
    return seconds;
  }

  /// One thread that reads every row, and nothing else.
  double Ceiling() const {
    const absl::Time start = Now();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const HouseholdTable::Row row = table_.At(i);
      for (std::size_t k = 0; k < table_.questions(); ++k) sum += row.codes[k];
      for (int k = 0; k < row.people_count; ++k) sum += row.people[k];
    }
    if (sum == 0) std::exit(2);
    return table_.size() / Since(start);
  }

  void OneDraft() const {
    const absl::Time start = Now();
    const Rescorer rescorer(table_, {drafts_[0].get()});
    const double prepared = Since(start);
    const double seconds = Seconds(rescorer, 0, table_.size());
    Print("one_thread", table_.size() / seconds, "households/s",
          "one thread that only reads the same rows", Ceiling());
    Print("preparing", prepared * 1e3, "ms");
  }

  void TwoThreads() const {
    const absl::Time start = Now();
    const Rescorer rescorer(table_, {drafts_[1].get()});
    const std::size_t half = table_.size() / 2;
    std::thread other([&] { Seconds(rescorer, half, table_.size()); });
    Seconds(rescorer, 0, half);
    other.join();
    Print("two_threads_with_preparing", Since(start), "s");
  }

  void SeveralDrafts() const {
    std::vector<const Compiled*> all;
    double apart = 0;
    for (const auto& draft : drafts_) {
      all.push_back(draft.get());
      apart += Seconds(Rescorer(table_, {draft.get()}), 0, table_.size());
    }
    const double together = Seconds(Rescorer(table_, all), 0, table_.size());
    Print("four_drafts_in_one_pass", together, "s", "four passes", apart);
  }

  const Catalogue catalogue_;
  const Standard& standard_;
  const Codebook codebook_;
  HouseholdTable table_;
  std::vector<std::unique_ptr<Compiled>> drafts_;
  std::vector<api::v1::HouseholdFacts> protos_;
  std::vector<FlatHousehold> different_;
};

}  // namespace
}  // namespace rasoat::scoring::flat

int main() {
  const char* size = std::getenv("SCORING_ENGINE_HOUSEHOLDS");
  rasoat::scoring::flat::Bench().Run(
      size == nullptr ? 27'000'000 : std::strtoull(size, nullptr, 10));
}
