// A standard that was shipped does not change: rounds keep the hash of what
// they were given, and one that differs under the same name stops them. New
// numbers get a new file, and a new line here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/scoring/load/catalogue.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

TEST(ShippedHashes, AreThoseThatRoundsKeep) {
  ASSERT_OK_AND_ASSIGN(const Catalogue catalogue,
                       Catalogue::Load(absl::StrCat(
                           SourceDir(), "/services/scoring/standards")));
  std::map<std::string, std::string> hashes;
  for (const auto& known : catalogue.all()) {
    hashes[known->standard.name] = known->standard.content_hash;
  }
  const std::map<std::string, std::string> kept = {
      {"standards/bac-ninh-2025",
       "98f7c7550d1b6320156f79925ec1b7edc07c883fe0481e14b1eca895879f4da6"},
      {"standards/national-2016",
       "53bd5bc84173f2a14716ac8dc31cd1b332728a38ee4f90eaf62cf42976c42d91"},
      {"standards/national-2016-2",
       "758aa143947f0cf73a7ec70860d5cf81702f7e171d185696051150451b9b1322"},
      {"standards/national-2022",
       "86762b6bad630ae0616d6f89bec5b16ef1c4ae71258dafe21b30945ad17e4690"},
      {"standards/national-2027",
       "ef7ed5c856f23f03ac2c73765b189707d5f8d147232f21388d6a74fae003cdeb"},
      {"standards/training-2018",
       "836f166ebc32342512670b46d9db58d17f0e3d969652c508dd6774de8f077223"},
      {"standards/training-2022",
       "f6b9bef6f13f3de1a4a98828ba10b05969b7940a033e06fca1127c19eab7a5db"},
      {"standards/training-2022-2",
       "63fc16ec913101bad48ea692ef4e67f9582323bd99545ed9c797c2b8a894105a"}};
  EXPECT_EQ(kept, hashes);
}

}  // namespace
}  // namespace rasoat::scoring
