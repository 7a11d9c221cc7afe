#include "services/registry/domain/name_fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <utf8proc.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace rasoat::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Every vowel of Vietnamese with every tone, small and capital, beside its
/// letter without either.
struct Vowel {
  const char* plain;
  std::vector<const char*> small;
  std::vector<const char*> capital;
};

const std::vector<Vowel>& Vowels() {
  static const std::vector<Vowel>& vowels = *new std::vector<Vowel>{
      {"a", {"a", "à", "á", "ả", "ã", "ạ"}, {"A", "À", "Á", "Ả", "Ã", "Ạ"}},
      {"a", {"ă", "ằ", "ắ", "ẳ", "ẵ", "ặ"}, {"Ă", "Ằ", "Ắ", "Ẳ", "Ẵ", "Ặ"}},
      {"a", {"â", "ầ", "ấ", "ẩ", "ẫ", "ậ"}, {"Â", "Ầ", "Ấ", "Ẩ", "Ẫ", "Ậ"}},
      {"e", {"e", "è", "é", "ẻ", "ẽ", "ẹ"}, {"E", "È", "É", "Ẻ", "Ẽ", "Ẹ"}},
      {"e", {"ê", "ề", "ế", "ể", "ễ", "ệ"}, {"Ê", "Ề", "Ế", "Ể", "Ễ", "Ệ"}},
      {"i", {"i", "ì", "í", "ỉ", "ĩ", "ị"}, {"I", "Ì", "Í", "Ỉ", "Ĩ", "Ị"}},
      {"o", {"o", "ò", "ó", "ỏ", "õ", "ọ"}, {"O", "Ò", "Ó", "Ỏ", "Õ", "Ọ"}},
      {"o", {"ô", "ồ", "ố", "ổ", "ỗ", "ộ"}, {"Ô", "Ồ", "Ố", "Ổ", "Ỗ", "Ộ"}},
      {"o", {"ơ", "ờ", "ớ", "ở", "ỡ", "ợ"}, {"Ơ", "Ờ", "Ớ", "Ở", "Ỡ", "Ợ"}},
      {"u", {"u", "ù", "ú", "ủ", "ũ", "ụ"}, {"U", "Ù", "Ú", "Ủ", "Ũ", "Ụ"}},
      {"u", {"ư", "ừ", "ứ", "ử", "ữ", "ự"}, {"Ư", "Ừ", "Ứ", "Ử", "Ữ", "Ự"}},
      {"y", {"y", "ỳ", "ý", "ỷ", "ỹ", "ỵ"}, {"Y", "Ỳ", "Ý", "Ỷ", "Ỹ", "Ỵ"}}};
  return vowels;
}

std::string Decomposed(const std::string& text) {
  utf8proc_uint8_t* out =
      utf8proc_NFD(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string result(reinterpret_cast<char*>(out));
  std::free(out);
  return result;
}

TEST(FoldNameTest, EveryVowelWithEveryTone) {
  for (const Vowel& vowel : Vowels()) {
    ASSERT_EQ(vowel.small.size(), 6u);
    ASSERT_EQ(vowel.capital.size(), 6u);
    for (int tone = 0; tone < 6; ++tone) {
      const std::string want = absl::StrCat("th", vowel.plain, "nh");
      for (const char* letter : {vowel.small[tone], vowel.capital[tone]}) {
        const std::string name = absl::StrCat("Th", letter, "nh");
        EXPECT_EQ(FoldName(name), want) << name;
        EXPECT_EQ(FoldName(Decomposed(name)), want) << name << " in NFD";
        EXPECT_EQ(FoldName(letter), vowel.plain) << letter;
      }
    }
  }
}

TEST(FoldNameTest, DecomposedLettersAreLongerAndMeanTheSame) {
  EXPECT_GT(Decomposed("Nguyễn").size(), std::string("Nguyễn").size());
  // The tone before the circumflex, as some keyboards leave it.
  EXPECT_EQ(FoldName("Nguye\xCC\x83\xCC\x82n"), "nguyen");
}

TEST(FoldNameTest, Consonants) {
  for (char c = 'a'; c <= 'z'; ++c) {
    const std::string small(1, c);
    EXPECT_EQ(FoldName(small), small);
    EXPECT_EQ(FoldName(std::string(1, absl::ascii_toupper(c))), small);
  }
  EXPECT_EQ(FoldName("Đỗ Đình Đức"), "do dinh duc");
  EXPECT_EQ(FoldName("đỗ đình đức"), "do dinh duc");
  EXPECT_EQ(FoldName("Ðỗ"), "do") << "eth, typed for Đ";
  EXPECT_EQ(FoldName("Ɖỗ"), "do") << "the African D";
}

struct NameCase {
  const char* what;
  const char* name;
  const char* key;
};

class FoldNameCaseTest : public testing::TestWithParam<NameCase> {};

TEST_P(FoldNameCaseTest, GivesTheKey) {
  EXPECT_EQ(FoldName(GetParam().name), GetParam().key);
}

INSTANTIATE_TEST_SUITE_P(
    Edges, FoldNameCaseTest,
    testing::Values(
        NameCase{"Issue", "Nguyễn Văn Á", "nguyen van a"},
        NameCase{"Capitals", "NGUYỄN VĂN Á", "nguyen van a"},
        NameCase{"Plain", "nguyen van a", "nguyen van a"},
        NameCase{"Empty", "", ""}, NameCase{"OnlySpaces", "   ", ""},
        NameCase{"OnlyMarks", "\xCC\x81\xCC\x82", ""},
        NameCase{"OnlySigns", "--- ... '' //", ""},
        NameCase{"Spaces", "  Nguyễn   Văn\t\tÁ  ", "nguyen van a"},
        NameCase{"NoBreakSpace", "Nguyễn\xC2\xA0Văn\xE3\x80\x80Á",
                 "nguyen van a"},
        NameCase{"Hyphen", "Nguyễn-Văn-Á", "nguyen van a"},
        NameCase{"Dash", "Nguyễn–Văn—Á", "nguyen van a"},
        NameCase{"Dot", "Nguyễn V. Á", "nguyen va"},
        NameCase{"Brackets", "Lò Thị Pọm (Hoa)", "lo thi pom hoa"},
        NameCase{"Apostrophe", "K'Sor H'Nhung", "ksor hnhung"},
        NameCase{"Curly", "K’Sor H‘Nhung", "ksor hnhung"},
        NameCase{"Modifier", "KʼSor HʻNhung", "ksor hnhung"},
        NameCase{"Accent", "K´Sor H`Nhung", "ksor hnhung"},
        NameCase{"ApostropheAndSpace", "K' Sor H' Nhung", "ksor hnhung"},
        NameCase{"LoneConsonant", "Ksor H Nhung", "ksor hnhung"},
        NameCase{"HyphenAfterConsonant", "K-Sor H-Nhung", "ksor hnhung"},
        NameCase{"LeadingY", "Y Bion Niê", "ybion nie"},
        NameCase{"LeadingYHyphen", "Y-Bion Niê", "ybion nie"},
        NameCase{"LeadingYApostrophe", "Y'Bion Niê", "ybion nie"},
        NameCase{"LaterY", "Trần Thị Như Ý", "tran thi nhu y"},
        NameCase{"MiddleY", "Trần Y Vân", "tran y van"},
        NameCase{"LoneVowelStays", "Nguyễn A Bình", "nguyen a binh"},
        NameCase{"LastConsonantStays", "Nguyễn Văn B", "nguyen van b"},
        NameCase{"Ede", "Y Ƀlŏ Êban", "yblo eban"},
        NameCase{"EdeSmall", "y ƀlŏ êban", "yblo eban"},
        NameCase{"Breve", "Rơ Châm Ŭt", "ro cham ut"},
        NameCase{"Tilde", "Rahlan Ñang", "rahlan nang"},
        NameCase{"FullWidth", "Ｎｇｕｙễｎ　Ａ", "nguyen a"},
        NameCase{"Ligature", "ﬁn", "fin"},
        NameCase{"SharpS", "Strauß", "strauss"},
        NameCase{"Digits", "Nguyễn Văn 2", "nguyen van 2"},
        NameCase{"ZeroWidth", "Ng\xE2\x80\x8Buyễn", "nguyen"},
        NameCase{"SoftHyphen", "Ng\xC2\xADuyễn", "nguyen"},
        NameCase{"ByteOrderMark", "\xEF\xBB\xBFNguyễn", "nguyen"},
        NameCase{"OtherScript", "Доан Ван", "доан ван"},
        NameCase{"Greek", "ΆΝΝΑ", "αννα"},
        NameCase{"Chinese", "阮文 Á", "阮文 a"},
        NameCase{"BrokenByte", "Nguy\xE1\xBBn", "nguy n"},
        NameCase{"LoneContinuation", "\x80Lan\xBF", "lan"},
        NameCase{"CutAtTheEnd", "Lan\xE1\xBB", "lan"},
        NameCase{"Overlong", "\xC0\xAFLan", "lan"},
        NameCase{"Surrogate", "\xED\xA0\x80Lan", "lan"}),
    [](const auto& info) { return std::string(info.param.what); });

TEST(FoldNameTest, LongNamesAreCutBetweenCharacters) {
  std::string latin;
  for (int i = 0; i < 40; ++i) latin += "Nguyễn ";
  const std::string key = FoldName(latin);
  EXPECT_LE(key.size(), kMostNameKey);
  EXPECT_GE(key.size(), kMostNameKey - 7);
  EXPECT_EQ(key, FoldName(key));

  std::string cyrillic;
  for (int i = 0; i < 60; ++i) cyrillic += "ж";
  EXPECT_EQ(FoldName(cyrillic).size(), kMostNameKey);
  EXPECT_EQ(FoldName("x" + cyrillic).size(), kMostNameKey - 1);
}

TEST(FoldNameTest, AppendsAndKeepsWhatIsThere) {
  std::string keys = "y";
  AppendFoldedName("Bình", keys);
  keys += '|';
  AppendFoldedName("Y Bion", keys);
  EXPECT_EQ(keys, "ybinh|ybion");
}

TEST(FoldNameTest, IsTheSameOfItsOwnKeys) {
  for (const char* name :
       {"Nguyễn Văn Á", "K Sor", "K S Or", "Y H Lan", "H", "Y", "Ê"}) {
    EXPECT_EQ(FoldName(FoldName(name)), FoldName(name)) << name;
  }
}

TEST(GivenFirstTest, PutsTheLastWordFirst) {
  EXPECT_EQ(GivenFirst("nguyen van hung"), "hung nguyen van");
  EXPECT_EQ(GivenFirst("nguyen hung"), "hung nguyen");
  EXPECT_EQ(GivenFirst("hung"), "hung");
  EXPECT_EQ(GivenFirst(""), "");
}

TEST(NameWordsTest, SplitsTheKey) {
  EXPECT_THAT(NameWords("nguyen van hung"),
              ElementsAre("nguyen", "van", "hung"));
  EXPECT_THAT(NameWords(""), IsEmpty());
}

/// Names as they are written, and as others write the same: in capitals, plain,
/// with other spaces, decomposed. 16 surnames by 12 given names by 4 forms.
TEST(FoldNameTest, HundredsOfPairsThatAreTheSame) {
  const std::vector<std::pair<const char*, const char*>> surnames = {
      {"Nguyễn", "nguyen"}, {"Trần", "TRAN"},   {"Lê", "le"},
      {"Phạm", "Pham"},     {"Hoàng", "HOANG"}, {"Huỳnh", "huynh"},
      {"Phan", "PHAN"},     {"Vũ", "vu"},       {"Võ", "Vo"},
      {"Đặng", "Dang"},     {"Bùi", "BUI"},     {"Đỗ", "DO"},
      {"Ngô", "ngo"},       {"Dương", "Duong"}, {"Lý", "LY"},
      {"Nông", "nong"}};
  const std::vector<std::pair<const char*, const char*>> given = {
      {"Hùng", "hung"}, {"Ánh", "ANH"},       {"Đức", "duc"},
      {"Thảo", "thao"}, {"Phương", "PHUONG"}, {"Quyền", "quyen"},
      {"Huệ", "Hue"},   {"Khoẻ", "khoe"},     {"Thuỳ", "thuy"},
      {"Thủy", "THUY"}, {"Ưng", "ung"},       {"Yến", "yen"}};
  int pairs = 0;
  for (const auto& [surname, plain_surname] : surnames) {
    for (const auto& [name, plain_name] : given) {
      const std::string written = absl::StrCat(surname, " Thị ", name);
      for (const std::string& other :
           {absl::StrCat(plain_surname, " thi ", plain_name),
            absl::StrCat("  ", surname, "  THỊ ", plain_name, " "),
            absl::StrCat(plain_surname, "-Thị-", name), Decomposed(written)}) {
        EXPECT_EQ(FoldName(other), FoldName(written)) << other;
        ++pairs;
      }
    }
  }
  EXPECT_EQ(pairs, 16 * 12 * 4);
}

/// No two of these are the same person's name: every pair differs.
TEST(FoldNameTest, HundredsOfPairsThatDiffer) {
  const std::vector<std::string> names = {
      "Nguyễn Văn An",   "Nguyễn Văn Ân Em", "Nguyễn Văn Anh", "Nguyễn An",
      "Nguyễn Thị An",   "Nguyên Vang An",   "Ngô Văn An",     "Trần Văn An",
      "Trần An Văn",     "Lê Văn Hùng",      "Lê Hùng Văn",    "Lê Văn Hưởng",
      "Lê Văn Hưng Yên", "Lưu Văn Hùng",     "Đỗ Văn Hùng",    "Đồ Vân Hùng A",
      "K'Sor H'Lan",     "K'Sor Lan",        "K'Sor H'Lang",   "Y Bion Niê",
      "Bion Niê",        "Y Bion",           "Y Blo Niê",      "Hoàng Yến",
      "Hoàng Yên Nhi",   "Vàng A Sùng",      "Vàng A Súa",     "Vàng Sùng"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t k = i + 1; k < names.size(); ++k) {
      EXPECT_NE(FoldName(names[i]), FoldName(names[k]))
          << names[i] << " / " << names[k];
    }
  }
}

}  // namespace
}  // namespace rasoat::registry
