// Files of surveys and households, asked of the store in memory and of the one
// on MariaDB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "services/registry/load/content_hash.h"
#include "tests/contract/registry/store/stores.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixMicros(1'633'000'000'000'001);
const absl::Time kExpiry = kNow + absl::Hours(168);

std::string Photo(std::size_t bytes, char filling = 'x') {
  return "\xFF\xD8\xFF" + std::string(bytes - 3, filling);
}

Attachment Announced(std::uint64_t number, const std::string& content,
                     std::uint64_t survey = 1) {
  return {.id = IdNumber<AttachmentId>(number),
          .parent = {.survey = IdNumber<SurveyId>(survey)},
          .hash = Sha256(content),
          .size = static_cast<std::int64_t>(content.size()),
          .type = MediaType::kJpeg,
          .uploader = "staff/reviewer",
          .begin_time = kNow,
          .expire_time = kExpiry};
}

absl::Status Verify(absl::string_view content, Attachment& file) {
  file.carries_position = true;
  return CheckContent(file, content, Sha256(content));
}

class AttachmentTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_THAT(Take({Visit(1), Visit(2)}), ElementsAre("OK", "OK"));
  }

  AttachmentStore& files() { return stores_->attachments(); }

  absl::StatusOr<Attachment> Append(std::uint64_t number, std::int64_t offset,
                                    absl::string_view bytes) {
    return files().Append(IdNumber<AttachmentId>(number), offset, bytes, kNow,
                          Soon());
  }
  absl::StatusOr<Attachment> Finish(std::uint64_t number) {
    return files().Finish(IdNumber<AttachmentId>(number), Verify, kNow, Soon());
  }
  absl::StatusOr<Attachment> Get(std::uint64_t number, absl::Time now = kNow) {
    return files().Get(IdNumber<AttachmentId>(number), now, Soon());
  }

  /// Announces, sends and finishes a file.
  absl::StatusOr<Attachment> Put(const Attachment& file,
                                 const std::string& content) {
    absl::StatusOr<Attachment> begun = files().Begin(file, Soon());
    if (!begun.ok()) return begun;
    for (std::size_t at = begun->received; at < content.size(); at += 70'000) {
      auto sent = files().Append(file.id, static_cast<std::int64_t>(at),
                                 absl::string_view(content).substr(at, 70'000),
                                 kNow, Soon());
      if (!sent.ok()) return sent;
    }
    return files().Finish(file.id, Verify, kNow, Soon());
  }

  absl::StatusOr<std::string> ReadAll(const Attachment& file) {
    std::string content;
    while (static_cast<std::int64_t>(content.size()) < file.size) {
      auto bytes =
          files().Read(file, static_cast<std::int64_t>(content.size()), Soon());
      if (!bytes.ok()) return bytes;
      content += *bytes;
    }
    return content;
  }

  void Accept(std::uint64_t survey) {
    const ReviewOrder order{.survey = IdNumber<SurveyId>(survey),
                            .act = SurveyAct::kAccept,
                            .seen_revision = 1,
                            .supervisor = "staff/officer",
                            .time = kNow};
    auto done = stores_->reviews().Act(
        absl::MakeConstSpan(&order, 1),
        [](const Survey&) { return absl::OkStatus(); }, Soon());
    ASSERT_OK(done);
    ASSERT_OK(done->front());
  }
};

INSTANTIATE_TEST_SUITE_P(All, AttachmentTest, BothKinds(), NameOfKind);

TEST_P(AttachmentTest, GivesBackAFileBitByBit) {
  std::string content = Photo(2'500'000);
  for (std::size_t i = 3; i < content.size(); ++i) {
    content[i] = static_cast<char>(i * 31);
  }
  ASSERT_OK_AND_ASSIGN(const Attachment file,
                       Put(Announced(1, content), content));
  EXPECT_TRUE(file.finished());
  EXPECT_TRUE(file.carries_position);
  ASSERT_OK_AND_ASSIGN(const Attachment got, Get(1, kExpiry));
  EXPECT_EQ(got.finish_time, kNow);
  EXPECT_EQ(got.expire_time, std::nullopt);
  EXPECT_EQ(got.uploader, "staff/reviewer");
  EXPECT_EQ(got.begin_time, kNow);
  EXPECT_EQ(got.hash, Sha256(content));
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(got));
  EXPECT_TRUE(read == content);
  ASSERT_OK_AND_ASSIGN(const AttachmentParent parent,
                       files().ParentOf(got.id, Soon()));
  EXPECT_EQ(parent, got.parent);
}

TEST_P(AttachmentTest, TakesAnUploadUpWhereItBrokeOff) {
  const std::string content = Photo(3000);
  const absl::string_view bytes = content;
  const Attachment announced = Announced(1, content);
  ASSERT_OK(files().Begin(announced, Soon()));
  ASSERT_OK_AND_ASSIGN(Attachment file, Append(1, 0, bytes.substr(0, 1000)));
  EXPECT_EQ(file.received, 1000);
  ASSERT_OK_AND_ASSIGN(file, Append(1, 0, bytes.substr(0, 1000)));
  EXPECT_EQ(file.received, 1000);
  ASSERT_OK_AND_ASSIGN(file, Append(1, 500, bytes.substr(500, 1000)));
  EXPECT_EQ(file.received, 1500);
  EXPECT_THAT(Append(1, 1501, bytes.substr(1501, 100)),
              StatusIs(StatusCode::kAborted, "UPLOAD_OFFSET_AHEAD"));
  EXPECT_THAT(Append(1, 1500, std::string(1501, 'x')),
              StatusIs(StatusCode::kInvalidArgument, "UPLOAD_TOO_LONG"));
  EXPECT_THAT(Finish(1),
              StatusIs(StatusCode::kFailedPrecondition, "UPLOAD_INCOMPLETE"));
  ASSERT_OK_AND_ASSIGN(file, files().Begin(announced, Soon()));
  EXPECT_EQ(file.received, 1500);
  ASSERT_OK(Append(1, 1500, bytes.substr(1500)));
  ASSERT_OK_AND_ASSIGN(file, Finish(1));
  ASSERT_OK_AND_ASSIGN(const Attachment again, Finish(1));
  EXPECT_EQ(again.finish_time, file.finish_time);
  EXPECT_THAT(Append(1, 0, bytes.substr(0, 10)),
              StatusIs(StatusCode::kFailedPrecondition, "ATTACHMENT_FINISHED"));
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(file));
  EXPECT_TRUE(read == content);
}

TEST_P(AttachmentTest, IsNotThereBeforeItIsWhole) {
  const std::string content = Photo(3000);
  ASSERT_OK(files().Begin(Announced(1, content), Soon()));
  ASSERT_OK(Append(1, 0, content));
  const AttachmentParent parent = Announced(1, content).parent;
  EXPECT_THAT(*files().List(parent, AttachmentId(), 10, Soon()), IsEmpty());
  ASSERT_OK(Finish(1));
  EXPECT_THAT(*files().List(parent, AttachmentId(), 10, Soon()), SizeIs(1));
}

TEST_P(AttachmentTest, RemovesWhatIsNotWhatWasAnnounced) {
  const std::string content = Photo(3000);
  ASSERT_OK(files().Begin(Announced(1, content), Soon()));
  ASSERT_OK(Append(1, 0, Photo(3000, 'y')));
  EXPECT_THAT(Finish(1), StatusIs(StatusCode::kInvalidArgument,
                                  "ATTACHMENT_HASH_DIFFERS"));
  EXPECT_THAT(Get(1), StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  EXPECT_OK(Put(Announced(1, content), content));

  const std::string text = "not a picture at all";
  EXPECT_THAT(
      Put(Announced(2, text), text),
      StatusIs(StatusCode::kInvalidArgument, "ATTACHMENT_TYPE_DIFFERS"));
  EXPECT_THAT(Get(2), StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
}

TEST_P(AttachmentTest, KnowsAnAnnouncementById) {
  const std::string content = Photo(3000);
  ASSERT_OK(files().Begin(Announced(1, content), Soon()));
  EXPECT_OK(files().Begin(Announced(1, content), Soon()));
  EXPECT_THAT(files().Begin(Announced(1, content, 2), Soon()),
              StatusIs(StatusCode::kAlreadyExists, "ATTACHMENT_ID_TAKEN"));
  EXPECT_THAT(files().Begin(Announced(1, Photo(3001)), Soon()),
              StatusIs(StatusCode::kAlreadyExists, "ATTACHMENT_ID_TAKEN"));
  EXPECT_THAT(files().Begin(Announced(2, content, 9), Soon()),
              StatusIs(StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  Attachment of_household = Announced(3, content);
  of_household.parent = {.household = IdNumber<HouseholdId>(9)};
  EXPECT_THAT(files().Begin(of_household, Soon()),
              StatusIs(StatusCode::kNotFound, "HOUSEHOLD_NOT_FOUND"));
  of_household.parent = {.household = IdNumber<HouseholdId>(1)};
  EXPECT_OK(Put(of_household, content));
}

TEST_P(AttachmentTest, GivesUpWhatIsNotFinishedInTime) {
  const std::string content = Photo(3000);
  ASSERT_OK(files().Begin(Announced(1, content), Soon()));
  ASSERT_OK(Append(1, 0, content));
  EXPECT_OK(Get(1, kExpiry - absl::Microseconds(1)));
  EXPECT_THAT(Get(1, kExpiry),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  EXPECT_THAT(
      files().Finish(IdNumber<AttachmentId>(1), Verify, kExpiry, Soon()),
      StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  // Its id is free again, and the next announcement removes it.
  Attachment later = Announced(1, Photo(4000));
  later.begin_time = kExpiry;
  later.expire_time = kExpiry + absl::Hours(1);
  ASSERT_OK_AND_ASSIGN(const Attachment begun, files().Begin(later, Soon()));
  EXPECT_EQ(begun.received, 0);
}

TEST_P(AttachmentTest, TakesTwentyOfAParent) {
  for (std::uint64_t i = 1; i <= 20; ++i) {
    ASSERT_OK(files().Begin(Announced(i, Photo(100 + i)), Soon()));
  }
  EXPECT_THAT(files().Begin(Announced(21, Photo(200)), Soon()),
              StatusIs(StatusCode::kResourceExhausted, "TOO_MANY_ATTACHMENTS"));
  EXPECT_OK(files().Begin(Announced(1, Photo(101)), Soon()));
  EXPECT_OK(files().Begin(Announced(21, Photo(200), 2), Soon()));
  ASSERT_OK(files().Delete(IdNumber<AttachmentId>(7), Soon()));
  EXPECT_OK(files().Begin(Announced(22, Photo(200)), Soon()));
}

TEST_P(AttachmentTest, LetsOnlySoManyInHoweverManyCome) {
  for (std::uint64_t i = 1; i <= 18; ++i) {
    ASSERT_OK(files().Begin(Announced(i, Photo(100 + i)), Soon()));
  }
  std::vector<std::string> outcomes(6);
  std::vector<std::thread> devices;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    devices.emplace_back([&, i] {
      const auto begun = files().Begin(Announced(100 + i, Photo(99)), Soon());
      outcomes[i] = begun.ok() ? "OK" : ReasonOf(begun.status());
    });
  }
  for (std::thread& device : devices) device.join();
  EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), "OK"), 2);
  EXPECT_EQ(
      std::count(outcomes.begin(), outcomes.end(), "TOO_MANY_ATTACHMENTS"), 4);
}

TEST_P(AttachmentTest, ClosesWithTheAcceptance) {
  const std::string content = Photo(3000);
  ASSERT_OK(Put(Announced(1, content), content));
  ASSERT_OK(files().Begin(Announced(2, Photo(10)), Soon()));
  ASSERT_OK(Append(2, 0, Photo(10)));
  Accept(1);
  for (const absl::Status& status :
       {files().Begin(Announced(3, content), Soon()).status(),
        Finish(2).status(),
        files().Delete(IdNumber<AttachmentId>(1), Soon())}) {
    EXPECT_THAT(status, StatusIs(StatusCode::kFailedPrecondition,
                                 "ATTACHMENTS_CLOSED"));
  }
  ASSERT_OK_AND_ASSIGN(const Attachment file, Get(1));
  EXPECT_OK(ReadAll(file));
}

TEST_P(AttachmentTest, ListsFinishedFilesByName) {
  const std::string content = Photo(300);
  for (std::uint64_t i : {3, 1, 2}) {
    ASSERT_OK(Put(Announced(i, content), content));
  }
  ASSERT_OK(Put(Announced(4, content, 2), content));
  const auto list = [&](std::uint64_t after, int limit) {
    auto found = files().List({.survey = IdNumber<SurveyId>(1)},
                              IdNumber<AttachmentId>(after), limit, Soon());
    EXPECT_OK(found);
    std::vector<int> all;
    for (const Attachment& file : *found) all.push_back(file.id.bytes[15]);
    return all;
  };
  EXPECT_THAT(list(0, 10), ElementsAre(1, 2, 3));
  EXPECT_THAT(list(1, 1), ElementsAre(2));
}

TEST_P(AttachmentTest, CarriesTheFilesOfAVersionToTheNext) {
  const std::string content = Photo(300);
  ASSERT_OK(Put(Announced(1, content), content));
  const auto replace = [&](std::uint64_t number, std::uint64_t former) {
    NewVisit next{.survey = SampleSurvey(number, 1)};
    next.survey->replaces = IdNumber<SurveyId>(former);
    next.survey->submit_time =
        absl::FromUnixSeconds(1'900'000'000) + absl::Hours(number);
    AddMemberFacts(SampleHousehold(1), *next.survey);
    next.seen_revision = 1;
    return Take({next});
  };
  ASSERT_THAT(replace(11, 1), ElementsAre("OK"));
  ASSERT_THAT(replace(12, 11), ElementsAre("OK"));
  ASSERT_OK(Put(Announced(2, content, 12), content));
  const auto list = [&](std::uint64_t survey) {
    auto found = files().List({.survey = IdNumber<SurveyId>(survey)},
                              AttachmentId(), 10, Soon());
    EXPECT_OK(found);
    std::vector<int> all;
    for (const Attachment& file : *found) all.push_back(file.id.bytes[15]);
    return all;
  };
  EXPECT_THAT(list(1), ElementsAre(1));
  EXPECT_THAT(list(11), ElementsAre(1));
  EXPECT_THAT(list(12), ElementsAre(1, 2));
  EXPECT_THAT(list(2), IsEmpty()) << "of another household";
  Accept(12);
  EXPECT_THAT(files().Delete(IdNumber<AttachmentId>(1), Soon()),
              StatusIs(StatusCode::kFailedPrecondition, "ATTACHMENTS_CLOSED"));
}

TEST_P(AttachmentTest, KeepsAContentAsLongAsAnyFileHasIt) {
  const std::string content = Photo(150'000);
  ASSERT_OK(Put(Announced(1, content), content));
  ASSERT_OK_AND_ASSIGN(const Attachment second,
                       Put(Announced(2, content, 2), content));
  ASSERT_OK(files().Delete(IdNumber<AttachmentId>(1), Soon()));
  ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(second));
  EXPECT_TRUE(read == content);
  ASSERT_OK(files().Delete(second.id, Soon()));
  EXPECT_THAT(ReadAll(second),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  EXPECT_THAT(files().Delete(second.id, Soon()),
              StatusIs(StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND"));
  EXPECT_OK(Put(Announced(3, content), content));
}

TEST_P(AttachmentTest, LetsManyBringAndRemoveTheSameContent) {
  const std::string content = Photo(120'000);
  std::vector<std::thread> devices;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    devices.emplace_back([&, i] {
      for (std::uint64_t n = 0; n < 5; ++n) {
        const std::uint64_t id = 10 * i + n;
        const auto file = Put(Announced(id, content, 1 + i % 2), content);
        ASSERT_OK(file);
        const auto read = ReadAll(*file);
        ASSERT_OK(read);
        EXPECT_TRUE(*read == content);
        // The last of each stays.
        if (n < 4) {
          ASSERT_OK(files().Delete(file->id, Soon()));
        }
      }
    });
  }
  for (std::thread& device : devices) device.join();
  for (std::uint64_t i = 1; i <= 4; ++i) {
    ASSERT_OK_AND_ASSIGN(const Attachment file, Get(10 * i + 4));
    ASSERT_OK_AND_ASSIGN(const std::string read, ReadAll(file));
    EXPECT_TRUE(read == content);
  }
}

class AttachmentRowsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(stores_.ok());
    NewVisit visit{.household = SampleHousehold(1),
                   .survey = SampleSurvey(1, 1)};
    AddMemberFacts(*visit.household, *visit.survey);
    visit.survey->village = visit.household->village;
    visit.survey->form_hash = std::string(32, 'h');
    ASSERT_OK(stores_.visits().Take(absl::MakeConstSpan(&visit, 1), Soon()));
  }

  AttachmentStore& files() { return stores_.attachments(); }

  void Put(std::uint64_t number, const std::string& content, bool finish) {
    const Attachment file = Announced(number, content);
    ASSERT_OK(files().Begin(file, Soon()));
    for (std::size_t at = 0; at < content.size(); at += 1000) {
      ASSERT_OK(files().Append(file.id, static_cast<std::int64_t>(at),
                               absl::string_view(content).substr(at, 1000),
                               kNow, Soon()));
    }
    if (finish) {
      ASSERT_OK(files().Finish(file.id, Verify, kNow, Soon()));
    }
  }

  std::int64_t Rows(const std::string& table) {
    auto rows = mysql::Read(
        stores_.schema().pool(), Soon(), [&](mysql::Reader& reader) {
          return reader.QueryOne(
              absl::StrCat("SELECT COUNT(*) AS n FROM ", table),
              [](const mysql::Row& row) { return row.Int("n"); });
        });
    EXPECT_OK(rows);
    return rows.ok() ? rows->value_or(-1) : -1;
  }

  static absl::Time Soon() { return SystemClock().Now() + absl::Seconds(20); }

  MySqlStores stores_;
};

TEST_F(AttachmentRowsTest, StoresTheSameContentOnceAndLeavesNothingBehind) {
  const std::string content = Photo(3000);
  Put(1, content, true);
  Put(2, content, true);
  Put(3, content, false);
  EXPECT_EQ(Rows("attachment_content"), 1);
  EXPECT_EQ(Rows("attachment_chunk"), 6);  // the one's and the unfinished one's
  for (std::uint64_t i : {3, 1, 2}) {
    ASSERT_OK(files().Delete(IdNumber<AttachmentId>(i), Soon()));
  }
  EXPECT_EQ(Rows("attachment_content"), 0);
  EXPECT_EQ(Rows("attachment_chunk"), 0);
  EXPECT_EQ(Rows("attachment"), 0);
}

TEST_F(AttachmentRowsTest, KeepsAnIdWhoseBytesOthersStillHave) {
  const std::string content = Photo(3000);
  Put(1, content, true);
  Put(2, content, true);
  ASSERT_OK(files().Delete(IdNumber<AttachmentId>(1), Soon()));
  EXPECT_THAT(files().Begin(Announced(1, Photo(50)), Soon()),
              StatusIs(StatusCode::kAlreadyExists, "ATTACHMENT_ID_TAKEN"));
}

TEST_F(AttachmentRowsTest, SweepsWhatWasGivenUp) {
  for (std::uint64_t i = 1; i <= 3; ++i) Put(i, Photo(2000 + i), false);
  Attachment later = Announced(9, Photo(10));
  later.begin_time = kExpiry;
  later.expire_time = kExpiry + absl::Hours(1);
  ASSERT_OK(files().Begin(later, Soon()));
  EXPECT_EQ(Rows("attachment"), 1);
  EXPECT_EQ(Rows("attachment_chunk"), 0);
}

TEST_F(AttachmentRowsTest, SealsTheBytes) {
  Put(1, Photo(3000, 'q'), true);
  EXPECT_EQ(Rows("attachment_chunk WHERE sealed LIKE '%qqqqqqqqqq%'"), 0);
  stores_.schema().Run(
      "UPDATE attachment_chunk SET position = 5000 WHERE position = 0;");
  stores_.schema().Run(
      "UPDATE attachment_chunk SET position = 0 WHERE position = 1000;");
  EXPECT_THAT(files().Read(Announced(1, Photo(3000, 'q')), 0, Soon()),
              StatusIs(StatusCode::kDataLoss, "SEAL_BROKEN"));
}

/// One row as soon as somebody waits for a lock.
constexpr char kWaiting[] =
    "information_schema.global_status"
    " WHERE variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"
    "   AND variable_value > 0";

TEST_F(AttachmentRowsTest, WaitsForTheAcceptanceOfAVersionThatCarriesIt) {
  Put(1, Photo(300), /*finish=*/true);
  NewVisit next{.survey = SampleSurvey(11, 1)};
  next.survey->replaces = IdNumber<SurveyId>(1);
  // By a clock that was set back: what counts is what it replaces.
  next.survey->submit_time = SampleSurvey(1, 1).submit_time - absl::Hours(1);
  AddMemberFacts(SampleHousehold(1), *next.survey);
  next.survey->village = SampleHousehold(1).village;
  next.survey->form_hash = std::string(32, 'h');
  next.seen_revision = 1;
  ASSERT_OK(stores_.visits().Take(absl::MakeConstSpan(&next, 1), Soon()));

  absl::Status removed;
  std::atomic<bool> over = false;
  std::thread remover;
  ASSERT_OK(mysql::InTransaction(
      stores_.schema().pool(), Soon(), [&](mysql::Transaction& tx) {
        const auto accepted =
            tx.Execute("UPDATE survey SET status = ? WHERE id = ?",
                       static_cast<int>(SurveyStatus::kAccepted),
                       Ulid{IdNumber<SurveyId>(11).bytes});
        remover = std::thread([&] {
          removed = files().Delete(IdNumber<AttachmentId>(1), Soon());
          over = true;
        });
        while (!over && Rows(kWaiting) == 0) {
        }
        return accepted.status();
      }));
  remover.join();
  EXPECT_THAT(removed,
              StatusIs(StatusCode::kFailedPrecondition, "ATTACHMENTS_CLOSED"));
  EXPECT_EQ(Rows("attachment"), 1);
}

}  // namespace
}  // namespace rasoat::registry
