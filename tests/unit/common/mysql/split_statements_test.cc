#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/mysql/migrate.h"

namespace rasoat::mysql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SplitStatementsTest, EndsAtASemicolonAtTheLinesEnd) {
  EXPECT_THAT(SplitStatements("CREATE TABLE a (x INT);\nDROP TABLE b;\n"),
              ElementsAre("CREATE TABLE a (x INT)", "DROP TABLE b"));
}

TEST(SplitStatementsTest, TheLastSemicolonMayBeMissing) {
  EXPECT_THAT(SplitStatements("A;\n  B"), ElementsAre("A", "B"));
}

TEST(SplitStatementsTest, ASemicolonInsideALineDoesNotEnd) {
  EXPECT_THAT(SplitStatements("SET a = 1; SET b = 2;\n"),
              ElementsAre("SET a = 1; SET b = 2"));
}

TEST(SplitStatementsTest, BlanksAndCommentsMayFollowTheSemicolon) {
  EXPECT_THAT(SplitStatements("A;  -- one; two\nB; /* x */ # y\nC;\t\r\nD"),
              ElementsAre("A", "B", "C", "D"));
}

TEST(SplitStatementsTest, CommentsAreDroppedWithTheirSemicolons) {
  EXPECT_THAT(SplitStatements("-- first;\nA -- why;\n  B;\n/* C;\n D;\n*/\n"
                              "# E;\n--\n"),
              ElementsAre("A  \n  B"));
}

TEST(SplitStatementsTest, DashesWithoutABlankAreNoComment) {
  EXPECT_THAT(SplitStatements("SELECT 5--3;\n"), ElementsAre("SELECT 5--3"));
}

TEST(SplitStatementsTest, QuotesHideEverything) {
  EXPECT_THAT(SplitStatements("A '-- x;\n';\nB \"/*;\n\";\nC `#;\n`;\n"),
              ElementsAre("A '-- x;\n'", "B \"/*;\n\"", "C `#;\n`"));
}

TEST(SplitStatementsTest, EscapedQuotesDoNotEndAText) {
  EXPECT_THAT(SplitStatements("A 'it''s;\n';\nB 'a\\';\n';\nC `\\`;\n"),
              ElementsAre("A 'it''s;\n'", "B 'a\\';\n'", "C `\\`"));
}

TEST(SplitStatementsTest, ServerHintsAreKept) {
  EXPECT_THAT(SplitStatements("/*!40101 SET a = 1 */;\nSELECT /*+ x */ 1;\n"),
              ElementsAre("/*!40101 SET a = 1 */", "SELECT /*+ x */ 1"));
}

TEST(SplitStatementsTest, NothingIsNoStatement) {
  EXPECT_THAT(SplitStatements(""), IsEmpty());
  EXPECT_THAT(SplitStatements(" ;\n;\n-- only;\n/* open"), IsEmpty());
}

}  // namespace
}  // namespace rasoat::mysql
