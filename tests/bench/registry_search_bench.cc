// How long a household takes to be read and a name to be found, as the register
// grows: at 10,000, 100,000, 470,000 and 1,000,000 synthetic households of one
// table, beside a raw SELECT by primary key and a raw range of the name's index
// in the same run.
//
// Needs the RASOAT_TEST_MYSQL variables; RASOAT_BENCH_HOUSEHOLDS may name other
// sizes, rising, with commas between. Prints a JSON line a figure. Goals, with
// 470,000: a point read in 5 ms and a name search in 50 ms for 99 of 100; and
// growth no worse than logarithmic.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "services/common/clock/clock.h"
#include "services/common/feed/feed.h"
#include "services/registry/domain/name_fold.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/proto_record_codec.h"
#include "services/registry/store/mysql_household_store.h"
#include "services/registry/store/mysql_id_lists.h"
#include "services/registry/store/mysql_person_store.h"
#include "services/registry/store/mysql_visit_store.h"
#include "tests/census/people.h"
#include "tests/support/registry/sample_keys.h"
#include "tests/support/scratch_schema.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {
namespace {

constexpr int kVillages = 4550;  // some 220 households each at a million
constexpr int kAtOnce = 500;
constexpr int kPage = 20;

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "registry_search_bench: %s\n",
               status.ToString().c_str());
  std::exit(2);
}

template <class T>
T Sure(absl::StatusOr<T> value) {
  Check(value.status());
  return *std::move(value);
}

absl::Time Soon() { return SystemClock().Now() + absl::Minutes(2); }

/// Milliseconds of each run, in order.
std::vector<double> Times(int runs, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < runs / 10; ++i) work();  // warm
  for (int i = 0; i < runs; ++i) {
    const absl::Time start = SystemClock().Now();
    work();
    times.push_back(absl::ToDoubleMilliseconds(SystemClock().Now() - start));
  }
  std::sort(times.begin(), times.end());
  return times;
}

double At(const std::vector<double>& times, double share) {
  return times[static_cast<std::size_t>(share * (times.size() - 1))];
}

void Print(const std::string& name, int households,
           const std::vector<double>& times, const char* ceiling_name,
           const std::vector<double>& raw) {
  for (const auto& [point, share] :
       {std::pair("p50", 0.5), std::pair("p99", 0.99)}) {
    std::printf(
        "{\"name\":\"%s_%s\",\"households\":%d,\"value\":%.3f,\"unit\":\"ms\","
        "\"ceiling_name\":\"%s\",\"ceiling\":%.3f,\"ratio\":%.3f}\n",
        name.c_str(), point, households, At(times, share), ceiling_name,
        At(raw, share), At(raw, share) / At(times, share));
  }
  std::fflush(stdout);
}

class Bench {
 public:
  Bench(ScratchSchema& schema, const census::World& world)
      : pool_(schema.pool()), world_(world) {}

  /// Adds households until there are `count`.
  void GrowTo(int count) {
    const absl::Time start = SystemClock().Now();
    const int added = count - static_cast<int>(ids_.size());
    while (static_cast<int>(ids_.size()) < count) {
      std::vector<NewVisit> visits;
      for (int i = 0; i < kAtOnce && static_cast<int>(ids_.size()) < count;
           ++i) {
        visits.push_back({.household = Make(ids_.size())});
        ids_.push_back(visits.back().household->id);
      }
      for (const absl::Status& status : Sure(visits_.Take(visits, Soon()))) {
        Check(status);
      }
    }
    const double seconds = absl::ToDoubleSeconds(SystemClock().Now() - start);
    std::printf(
        "{\"name\":\"registry_search_load\",\"households\":%d,\"value\":%.0f,"
        "\"unit\":\"households/s\"}\n",
        count, added / seconds);
  }

  void Measure() {
    PointRead();
    Names("registry_name_search_village", 1);
    Names("registry_name_search_commune", 10);
    Names("registry_name_search_district", 220);
    Names("registry_name_search_register", 0);
    Identity();
  }

 private:
  Household Make(std::uint64_t index) {
    const int village = static_cast<int>(index % kVillages);
    const int number = static_cast<int>(index / kVillages) + 1;
    census::Unit unit;
    unit.code = VillageCode(village);
    unit.name = "Thôn";
    std::vector<Violation> faults;
    Household household = FromProto(
        census::MakeHousehold(world_, 1, unit, number, index), faults);
    household.id.bytes =
        Sure(ParseUlid(census::SeededUlid(1, "household", index), "id")).bytes;
    household.revision = 1;
    household.create_time = absl::FromUnixSeconds(1'630'000'000);
    household.update_time = household.create_time;
    household.register_date = absl::CivilDay(2021, 9, 1);
    household.event = {.kind = EventKind::kRegistered,
                       .date = household.register_date,
                       .actor = "staff/bench"};
    return household;
  }

  static std::string VillageCode(int village) {
    return absl::StrFormat("%05d%03d", 10000 + village / 10, village % 10 + 1);
  }

  std::uint64_t Draw() { return chance_() % ids_.size(); }

  void PointRead() {
    const auto read =
        Times(4000, [&] { Sure(households_.Get(ids_[Draw()], Soon())); });
    const auto raw = Times(4000, [&] {
      Check(mysql::Read(pool_, Soon(), [&](mysql::Reader& reader) {
        return reader
            .QueryOne(
                "SELECT content FROM household WHERE id = ?",
                [](const mysql::Row& row) { return row.Blob("content"); },
                Stored(ids_[Draw()]))
            .status();
      }));
    });
    Print("registry_point_read", Size(), read, "SELECT by primary key", raw);
  }

  /// What somebody types who looks for the head of a household: the whole name,
  /// the family and the given name, or the given name alone.
  std::string Typed(const Household& household) {
    const std::string key = FoldName(household.members[0].full_name);
    const std::vector<absl::string_view> words = NameWords(key);
    switch (chance_() % 3) {
      case 0:
        return key;
      case 1:
        return absl::StrCat(words.front(), " ", words.back());
      default:
        return std::string(words.back());
    }
  }

  void Names(const char* name, int villages) {
    const int runs = Size() >= 400'000 && villages == 0 ? 600 : 1000;
    std::vector<NameSearch> searches;
    for (int i = 0; i < runs; ++i) {
      const std::uint64_t index = Draw();
      NameSearch search{.typed = Typed(Make(index))};
      search.villages.all = villages == 0;
      const int at = static_cast<int>(index % kVillages);
      const int first = villages == 0 ? 0
                                      : std::min(at / villages * villages,
                                                 kVillages - villages);
      for (int village = first; village < first + villages; ++village) {
        search.villages.codes.push_back(VillageCode(village));
      }
      searches.push_back(std::move(search));
    }
    std::size_t next = 0;
    std::int64_t found = 0;
    const auto searched = Times(runs, [&] {
      const auto hits = Sure(people_.FindByName(
          searches[next++ % searches.size()], {}, kPage, Soon()));
      std::vector<HouseholdId> ids;
      for (const NameHit& hit : hits) ids.push_back(hit.household);
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      found += static_cast<std::int64_t>(hits.size());
      Sure(households_.GetMany(ids, Soon()));
    });
    if (found == 0) Check(absl::InternalError("nobody was found"));
    next = 0;
    const auto raw = Times(runs, [&] {
      const std::string& key = searches[next++ % searches.size()].typed;
      Check(mysql::Read(pool_, Soon(), [&](mysql::Reader& reader) {
        return reader
            .Query(
                "SELECT name_key, village, household_id, member_id"
                "  FROM person FORCE INDEX (name_birth)"
                " WHERE name_key >= ? ORDER BY name_key LIMIT 20",
                [](const mysql::Row& row) { return row.Id("household_id"); },
                mysql::Blob{key})
            .status();
      }));
    });
    Print(name, Size(), searched, "range of the name's index", raw);
  }

  void Identity() {
    std::vector<std::string> numbers;
    while (numbers.size() < 1000) {
      for (const Member& member : Make(Draw()).members) {
        if (member.identity_kind == IdentityKind::kCitizenId) {
          numbers.push_back(member.identity_number);
        }
      }
    }
    std::size_t next = 0;
    const auto looked_up = Times(2000, [&] {
      const auto found = Sure(people_.FindByIdentity(
          IdentityKind::kCitizenId, numbers[next++ % numbers.size()], Soon()));
      if (found.size() != 1) Check(absl::InternalError("a number is lost"));
    });
    const auto raw = Times(2000, [&] {
      Check(mysql::Read(pool_, Soon(), [&](mysql::Reader& reader) {
        return reader
            .QueryOne(
                "SELECT revision FROM household WHERE id = ?",
                [](const mysql::Row& row) { return row.Int("revision"); },
                Stored(ids_[Draw()]))
            .status();
      }));
    });
    Print("registry_citizen_id_search", Size(), looked_up,
          "SELECT by primary key", raw);
  }

  int Size() const { return static_cast<int>(ids_.size()); }

  mysql::Pool& pool_;
  const census::World& world_;
  const SystemClock clock_;
  const ProtoRecordCodec codec_;
  const crypto::KeyRing keys_ = SampleKeys();
  const crypto::BlindIndex index_ = SampleIndex();
  const MySqlHouseholdRows rows_{codec_, keys_, index_};
  feed::Feed feed_{pool_, clock_};
  MySqlSurveyRows survey_rows_{codec_, keys_};
  MySqlVisitStore visits_{feed_, rows_, survey_rows_, codec_};
  MySqlHouseholdStore households_{feed_, rows_, codec_};
  MySqlPersonStore people_{pool_, index_};
  std::vector<HouseholdId> ids_;
  std::minstd_rand chance_{20211013};
};

int Main() {
  const char* sizes = std::getenv("RASOAT_BENCH_HOUSEHOLDS");
  ScratchSchema schema("services/registry/migrations");
  if (!schema.ok()) return 2;
  const census::World world =
      Sure(census::LoadWorld(SourceDir() + "/tests/census/data", 2127));
  Bench bench(schema, world);
  for (const absl::string_view text : absl::StrSplit(
           sizes == nullptr ? "10000,100000,470000,1000000" : sizes, ',')) {
    int size = 0;
    if (!absl::SimpleAtoi(text, &size) || size < 1) return 2;
    bench.GrowTo(size);
    bench.Measure();
  }
  return 0;
}

}  // namespace
}  // namespace rasoat::registry

int main() { return rasoat::registry::Main(); }
