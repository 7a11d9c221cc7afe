// Standards go out as workbooks and come in the same, or with every fault at
// its cell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "services/common/sheet/reader.h"
#include "services/common/sheet/xlsx_writer.h"
#include "services/common/status/status_macros.h"
#include "services/scoring/transfer/cell_text.h"
#include "services/scoring/transfer/judge_workbook.h"
#include "services/scoring/transfer/layout.h"
#include "services/scoring/transfer/write_workbook.h"
#include "tests/support/source_dir.h"
#include "tests/support/status_matchers.h"

namespace rasoat::scoring {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kNew[] = "standards/new";

/// A cell that somebody changed: rows and columns from 1.
struct Change {
  std::string sheet;
  int row = 0;
  int column = 0;
  std::string text;
};

class WorkbookTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(catalogue_,
                         Catalogue::Load(absl::StrCat(
                             SourceDir(), "/services/scoring/standards")));
  }

  const v1::Standard& Shipped(const char* id) {
    const KnownStandard* known =
        catalogue_.Find(absl::StrCat("standards/", id));
    EXPECT_NE(known, nullptr) << id;
    return known->proto;
  }

  /// As another program would save it: every cell a text; and without some
  /// sheets.
  static absl::StatusOr<sheet::FileSource> Saved(
      const v1::Standard& standard, const std::vector<Change>& changes,
      const std::set<std::string>& gone = {}) {
    RASOAT_ASSIGN_OR_RETURN(sheet::FileSource file, WriteWorkbook(standard));
    RASOAT_ASSIGN_OR_RETURN(auto reader, sheet::Open(file));
    RASOAT_ASSIGN_OR_RETURN(auto book, sheet::XlsxWriter::Create({}));
    sheet::Row row;
    int at = -1;
    while (true) {
      RASOAT_ASSIGN_OR_RETURN(const bool more, reader->Next(row));
      if (!more) return book->Finish();
      if (gone.count(reader->sheet_name(row.sheet)) > 0) continue;
      if (row.sheet != at) {
        at = row.sheet;
        RASOAT_RETURN_IF_ERROR(
            book->StartSheet({.name = reader->sheet_name(at)}));
      }
      std::vector<std::string> cells;
      for (const sheet::Cell& cell : row.cells) cells.emplace_back(cell.text);
      for (const Change& change : changes) {
        if (change.sheet != reader->sheet_name(at) ||
            change.row != row.number) {
          continue;
        }
        cells.resize(std::max<std::size_t>(cells.size(), change.column));
        cells[change.column - 1] = change.text;
      }
      for (const std::string& cell : cells) book->Text(cell);
      RASOAT_RETURN_IF_ERROR(book->EndRow());
    }
  }

  absl::StatusOr<JudgedWorkbook> Judge(const v1::Standard& standard,
                                       const std::vector<Change>& changes) {
    RASOAT_ASSIGN_OR_RETURN(sheet::FileSource file, Saved(standard, changes));
    return JudgeWorkbook(file, kNew, catalogue_);
  }

  Catalogue catalogue_;
};

auto At(const char* sheet, const char* cell, const char* en) {
  return AllOf(Field(&SheetFault::sheet, sheet), Field(&SheetFault::cell, cell),
               Field(&SheetFault::en, HasSubstr(en)),
               Field(&SheetFault::vi, Not(IsEmpty())));
}

TEST_F(WorkbookTest, BringsBackTheSameContent) {
  for (const KnownStandard* known : catalogue_.all()) {
    ASSERT_OK_AND_ASSIGN(sheet::FileSource file, WriteWorkbook(known->proto));
    ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged,
                         JudgeWorkbook(file, kNew, catalogue_));
    EXPECT_THAT(judged.faults, IsEmpty()) << known->standard.name;
    EXPECT_EQ(judged.standard.content_hash(), known->standard.content_hash)
        << known->standard.name;
    EXPECT_EQ(judged.standard.name(), kNew);
    v1::Standard same = judged.standard;
    same.set_name(known->proto.name());
    EXPECT_EQ(same.SerializeAsString(), known->proto.SerializeAsString())
        << known->standard.name;
  }
}

TEST_F(WorkbookTest, ReadsWhatAnotherProgramSaved) {
  const v1::Standard& training = Shipped("training-2022-2");
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook same, Judge(training, {}));
  EXPECT_THAT(same.faults, IsEmpty());
  EXPECT_EQ(same.standard.content_hash(), training.content_hash());
  ASSERT_OK_AND_ASSIGN(
      const JudgedWorkbook other,
      Judge(training, {{"Khoảng số B1", kFirstEntryRow, 4, "77"}}));
  EXPECT_THAT(other.faults, IsEmpty());
  EXPECT_EQ(other.standard.indicators(0).bands(0).points().urban(), 77);
  EXPECT_NE(other.standard.content_hash(), training.content_hash());
}

TEST_F(WorkbookTest, NamesTheCellThatCannotBeRead) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedWorkbook judged,
      Judge(Shipped("training-2022-2"),
            {{"Chuẩn", 2, 1, "titel.vi"},
             {"Khoảng số B1", 3, 4, "7.5"},
             {"Khoảng số B1", 4, 5, ""},
             {"Khoảng số B1", 5, 1, "nobody"},
             {"Chỉ số B1", 3, 9, "sure"},
             {"Thiếu hụt B2", 3, 7, "any_member { all { age: 3 } }"}}));
  EXPECT_THAT(judged.faults,
              testing::UnorderedElementsAre(
                  At("Chuẩn", "A2", "no field"),
                  At("Chuẩn", "A1", "the row 'title.vi' is missing"),
                  At("Chỉ số B1", "I3", "one of VERI"),
                  At("Khoảng số B1", "D3", "whole number"),
                  At("Khoảng số B1", "E4", "is missing; 0 has to be said"),
                  At("Khoảng số B1", "A5", "no indicator 'nobody'"),
                  At("Thiếu hụt B2", "G3", "cannot be read at character")));
}

TEST_F(WorkbookTest, NamesTheColumnThatIsGone) {
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged,
                       Judge(Shipped("training-2022-2"),
                             {{"Khoảng số B1", 2, 5, "points.north"}}));
  EXPECT_THAT(judged.faults,
              ElementsAre(At("Khoảng số B1", "A2",
                             "'points.northern_midlands_and_mountains'")));
}

/// As an older version exported it: without what was added since.
TEST_F(WorkbookTest, NamesTheSheetsAndTheRowThatAreGone) {
  ASSERT_OK_AND_ASSIGN(sheet::FileSource older,
                       Saved(Shipped("training-2022-2"), {{"Chuẩn", 19, 1, ""}},
                             {"Mâu thuẫn", "Chỉ số B1"}));
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged,
                       JudgeWorkbook(older, kNew, catalogue_));
  EXPECT_THAT(
      judged.faults,
      ElementsAre(
          At("Chuẩn", "A19", "is no field"),
          At("Chuẩn", "A1", "the row 'forms' is missing; start from a new"),
          At("Chỉ số B1", "A1", "the sheet is missing; start from a new"),
          At("Mâu thuẫn", "A1", "the sheet is missing; start from a new")));
}

TEST_F(WorkbookTest, PutsWhatIsWrongWithTheStandardAtItsCell) {
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged,
                       Judge(Shipped("training-2022-2"),
                             {{"Chuẩn", 3, 2, ""},          // title.en
                              {"Khoảng số B1", 4, 2, "3"},  // 1, then 3: a gap
                              {"Phân loại", 3, 3, "-1"},    // up_to
                              {"Thiếu hụt B2", 4, 2, "7"}}));  // number
  EXPECT_THAT(judged.faults, Contains(At("Chuẩn", "B3", "title: needs")));
  EXPECT_THAT(judged.faults,
              Contains(At("Khoảng số B1", "A4", "leaves a gap after 1")));
  EXPECT_THAT(judged.faults, Contains(At("Phân loại", "A3", "up_to must")));
  EXPECT_THAT(judged.faults,
              Contains(At("Thiếu hụt B2", "A4", "has number 7 after")));
}

TEST_F(WorkbookTest, PutsAQuestionThatNoFormAsksAtItsCell) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedWorkbook judged,
      Judge(Shipped("training-2022-2"),
            {{"Chuẩn", 13, 2, "house.wall"},     // area_question
             {"Chỉ số B1", 8, 4, "house.wal"},   // the question of `wall`
             {"Lựa chọn B1", 10, 2, "nothing"},  // `not_seeking` of work
             {"Thiếu hụt B2", 6, 7,              // the rule of the fourth
              "any_member { all { question: \"member.dental\" answers: "
              "\"no\" } }"},
             {"Phiếu A", 3, 5, "YES"},  // answers of the first
             {"Mâu thuẫn", 4, 4,        // the second
              "all { question: \"member.dental\" answers: \"no\" }"}}));
  EXPECT_THAT(
      judged.faults,
      testing::UnorderedElementsAre(
          At("Chuẩn", "B13", "'house.wall' is answered by one option"),
          At("Chỉ số B1", "D8", "'house.wal' is asked of the household by"),
          At("Lựa chọn B1", "B10", "'nothing' is no option of question"),
          At("Chỉ số B1", "D6", "the option 'not_seeking', which is given"),
          At("Thiếu hụt B2", "G6", "'member.dental' is asked of each member"),
          At("Phiếu A", "E3", "'YES' is no option of question 'item.car'"),
          At("Mâu thuẫn", "D4", ".when.all[0]: question 'member.dental'")));
}

TEST_F(WorkbookTest, PutsAFormNobodyKnowsAtItsCell) {
  ASSERT_OK_AND_ASSIGN(
      const JudgedWorkbook judged,
      Judge(Shipped("training-2022-2"),
            {{"Chuẩn", 19, 2,
              "survey-2021-training, screening-training, survey-1999"}}));
  EXPECT_THAT(judged.faults, ElementsAre(At("Chuẩn", "B19", "'survey-1999'")));
  ASSERT_OK_AND_ASSIGN(
      const JudgedWorkbook alone,
      Judge(Shipped("training-2022-2"), {{"Chuẩn", 19, 2, "survey-1999"}}));
  EXPECT_THAT(alone.faults, ElementsAre(At("Chuẩn", "B19", "'survey-1999'")));
}

TEST_F(WorkbookTest, RefusesAParentNobodyKnows) {
  v1::Standard child = Shipped("national-2022");
  child.set_parent("standards/none");
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged, Judge(child, {}));
  EXPECT_THAT(judged.faults,
              ElementsAre(At("Chuẩn", "B4", "not among the standards")));
}

TEST_F(WorkbookTest, IsNoOtherFile) {
  sheet::MemorySource csv("a,b\n1,2\n");
  ASSERT_OK_AND_ASSIGN(const JudgedWorkbook judged,
                       JudgeWorkbook(csv, kNew, catalogue_));
  EXPECT_THAT(judged.faults, ElementsAre(At("Chuẩn", "A1", "is missing")));
  sheet::MemorySource nothing("");
  EXPECT_THAT(JudgeWorkbook(nothing, kNew, catalogue_),
              StatusIs(absl::StatusCode::kInvalidArgument, "SHEET_EMPTY"));
}

/// No field of a standard may be forgotten when one is added: a standard with
/// every field of every entry goes out and comes back.
TEST(Layout, HoldsEveryFieldOfAStandard) {
  std::vector<std::string> held;
  for (const SheetField& field : SheetValues()) held.push_back(field.path);
  for (const SheetTable& table : SheetTables()) {
    if (table.owner == nullptr) held.push_back(table.list);
  }
  const auto* type = v1::Standard::descriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const std::string& name = type->field(i)->name();
    if (name == "name" || name == "content_hash" || name == "state" ||
        name == "import") {
      continue;
    }
    EXPECT_TRUE(std::any_of(held.begin(), held.end(),
                            [&](const std::string& path) {
                              return path == name ||
                                     path.rfind(name + ".", 0) == 0;
                            }))
        << name << " has no cell";
  }
}

}  // namespace
}  // namespace rasoat::scoring
