#include "services/common/crypto/key_ring.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/data_keys.h"
#include "tests/support/status_matchers.h"

namespace rasoat::crypto {
namespace {

constexpr absl::StatusCode kWrongNow = absl::StatusCode::kFailedPrecondition;
constexpr absl::StatusCode kLost = absl::StatusCode::kDataLoss;

std::string Hex(absl::string_view text) { return absl::HexStringToBytes(text); }

TEST(KeyRingTest, OpensWhatItSealed) {
  const KeyRing ring = TestKeyRing();
  for (std::size_t size : {0, 1, 15, 16, 17, 500, 70000}) {
    std::string plain(size, 'x');
    if (size > 0) plain[size / 2] = '\0';
    const Sealed sealed = ring.Seal(plain, "household/1");
    EXPECT_EQ(sealed.key_id, 2u);
    EXPECT_EQ(sealed.bytes.size(), size + KeyRing::kOverhead);
    ASSERT_OK_AND_ASSIGN(const std::string opened,
                         ring.Open(2, sealed.bytes, "household/1"));
    EXPECT_EQ(opened, plain);
  }
}

TEST(KeyRingTest, ShowsNothingOfThePlainText) {
  const Sealed sealed = TestKeyRing().Seal("citizen 024499000123", "row");
  EXPECT_EQ(sealed.bytes.find("024499"), std::string::npos);
}

TEST(KeyRingTest, SealsTheSameValueDifferentlyEachTime) {
  const KeyRing ring = TestKeyRing();
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(ring.Seal("same", "row").bytes);
  EXPECT_EQ(seen.size(), 1000u);
}

// The GCM specification (McGrew and Viega), test cases 13, 14 and 16; NIST
// took them over.
TEST(KeyRingTest, OpensTheKnownAnswers) {
  ASSERT_OK_AND_ASSIGN(
      const KeyRing zero,
      KeyRing::Parse("7:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
  const std::string nonce(12, '\0');
  ASSERT_OK_AND_ASSIGN(
      std::string plain,
      zero.Open(7, nonce + Hex("530f8afbc74536b9a963b4f1c4cb738b"), ""));
  EXPECT_EQ(plain, "");
  ASSERT_OK_AND_ASSIGN(
      plain, zero.Open(7,
                       nonce + Hex("cea7403d4d606b6e074ec5d3baf39d18"
                                   "d0d1c8a799996bf0265b98b5d48ab919"),
                       ""));
  EXPECT_EQ(plain, std::string(16, '\0'));
  ASSERT_OK_AND_ASSIGN(
      const KeyRing ring,
      KeyRing::Parse("1:/v/pkoZlcxxtao+UZzCDCP7/6ZKGZXMcbWqPlGcwgwg="));
  ASSERT_OK_AND_ASSIGN(
      plain,
      ring.Open(1,
                Hex("cafebabefacedbaddecaf888"
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd"
                    "2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a"
                    "bcc9f66276fc6ece0f4e1768cddf8853bb2d551b"),
                Hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")));
  EXPECT_EQ(plain,
            Hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a"
                "721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"));
}

TEST(KeyRingTest, FindsEveryChangedByte) {
  const KeyRing ring = TestKeyRing();
  const Sealed sealed = ring.Seal("a value", "row");
  for (std::size_t i = 0; i < sealed.bytes.size(); ++i) {
    std::string changed = sealed.bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THAT(ring.Open(2, changed, "row"), StatusIs(kLost, "SEAL_BROKEN"));
    EXPECT_THAT(
        ring.Open(2, absl::string_view(sealed.bytes).substr(0, i), "row"),
        StatusIs(kLost, "SEAL_BROKEN"));
  }
  EXPECT_THAT(ring.Open(2, sealed.bytes + "x", "row"),
              StatusIs(kLost, "SEAL_BROKEN"));
  EXPECT_OK(ring.Open(2, sealed.bytes, "row"));
}

TEST(KeyRingTest, OpensNothingForAnotherRow) {
  const KeyRing ring = TestKeyRing();
  const Sealed sealed = ring.Seal("a value", "household/1");
  for (absl::string_view other : {"household/2", "", "household/1 "}) {
    EXPECT_THAT(ring.Open(2, sealed.bytes, other),
                StatusIs(kLost, "SEAL_BROKEN"));
  }
}

TEST(KeyRingTest, OpensNothingWithAnotherKey) {
  const KeyRing ring = TestKeyRing();
  const Sealed sealed = ring.Seal("a value", "row");
  EXPECT_THAT(ring.Open(1, sealed.bytes, "row"),
              StatusIs(kLost, "SEAL_BROKEN"));
  EXPECT_THAT(ring.Open(3, sealed.bytes, "row"),
              StatusIs(kWrongNow, "KEY_UNKNOWN"));
  EXPECT_THAT(ring.Open(0, "{}", "row"), StatusIs(kWrongNow, "KEY_UNKNOWN"));
  EXPECT_THAT(OldTestKeyRing().Open(2, sealed.bytes, "row"),
              StatusIs(kWrongNow, "KEY_UNKNOWN"));
}

TEST(KeyRingTest, OpensWhatAnOlderKeySealed) {
  const Sealed sealed = OldTestKeyRing().Seal("a value", "row");
  EXPECT_EQ(sealed.key_id, 1u);
  ASSERT_OK_AND_ASSIGN(const std::string plain,
                       TestKeyRing().Open(1, sealed.bytes, "row"));
  EXPECT_EQ(plain, "a value");
  EXPECT_EQ(TestKeyRing().newest(), 2u);
  EXPECT_EQ(TestKeyRing().ids(), (std::vector<std::uint32_t>{2, 1}));
}

TEST(KeyRingTest, TakesTurnsBetweenRings) {
  // Rings with one number and different keys share a thread's contexts.
  ASSERT_OK_AND_ASSIGN(
      const KeyRing other,
      KeyRing::Parse("1:/v/pkoZlcxxtao+UZzCDCP7/6ZKGZXMcbWqPlGcwgwg="));
  const KeyRing ring = OldTestKeyRing();
  for (int i = 0; i < 3; ++i) {
    const Sealed a = ring.Seal("a", "row");
    const Sealed b = other.Seal("b", "row");
    EXPECT_EQ(ring.Open(1, a.bytes, "row").value_or("none"), "a");
    EXPECT_EQ(other.Open(1, b.bytes, "row").value_or("none"), "b");
    EXPECT_FALSE(ring.Open(1, b.bytes, "row").ok());
    EXPECT_EQ(ring.Open(1, a.bytes, "row").value_or("none"), "a");
  }
}

TEST(KeyRingTest, ServesManyThreads) {
  const KeyRing ring = TestKeyRing();
  std::vector<std::vector<std::string>> made(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < made.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 2000; ++i) {
        const std::string row = absl::StrCat("row/", i % 7);
        const Sealed sealed = ring.Seal(row, row);
        if (ring.Open(2, sealed.bytes, row).value_or("") == row) {
          made[t].push_back(sealed.bytes.substr(0, 12));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> nonces;
  for (const auto& some : made) nonces.insert(some.begin(), some.end());
  EXPECT_EQ(nonces.size(), 8u * 2000u) << "a nonce came twice, or one failed";
}

TEST(KeyRingTest, AForkDrawsItsOwnNonces) {
  const KeyRing ring = TestKeyRing();
  ring.Seal("draws nonces", "row");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const std::string nonce = ring.Seal("x", "row").bytes.substr(0, 12);
    _exit(write(ends[1], nonce.data(), nonce.size()) == 12 ? 0 : 1);
  }
  const std::string own = ring.Seal("x", "row").bytes.substr(0, 12);
  std::string theirs(12, '\0');
  ASSERT_EQ(read(ends[0], theirs.data(), theirs.size()), 12);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(own, theirs);
  close(ends[0]);
  close(ends[1]);
}

struct WrongSetting {
  const char* name;
  const char* setting;
};

class KeyRingSettingTest : public testing::TestWithParam<WrongSetting> {};

TEST_P(KeyRingSettingTest, IsRefusedWithoutQuotingIt) {
  const absl::Status status = KeyRing::Parse(GetParam().setting).status();
  EXPECT_THAT(status, StatusIs(kWrongNow, "DATA_KEYS_WRONG"));
  EXPECT_EQ(status.message().find("AAEC"), std::string::npos) << status;
}

INSTANTIATE_TEST_SUITE_P(
    Settings, KeyRingSettingTest,
    testing::Values(
        WrongSetting{"Empty", ""}, WrongSetting{"OnlyAComma", ","},
        WrongSetting{"NoNumber",
                     "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        WrongSetting{"NumberZero",
                     "0:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        WrongSetting{"NumberTooLarge",
                     "4294967296:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        WrongSetting{"ShortKey",
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="},
        WrongSetting{"LongKey",
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"},
        WrongSetting{"NotBase64",
                     "1:AAEC*wQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        WrongSetting{"CommaAtTheEnd",
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"},
        WrongSetting{"OldestFirst",
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"
                     "2:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="},
        WrongSetting{"OneNumberTwice",
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"
                     "1:ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="},
        WrongSetting{"OneKeyTwice",
                     "2:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,"
                     "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace rasoat::crypto
