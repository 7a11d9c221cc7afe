// Imports through a real server, over stores in memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "rasoat/registry/v1/imports.grpc.pb.h"
#include "services/common/sheet/reader.h"
#include "services/common/sheet/zip_archive.h"
#include "services/registry/load/content_hash.h"
#include "services/registry/rpc/area_proto.h"
#include "services/registry/rpc/household_proto.h"
#include "services/registry/rpc/import_service.h"
#include "tests/support/counted_ids.h"
#include "tests/support/fake_clock.h"
#include "tests/support/registry/import_samples.h"
#include "tests/support/registry/memory_attachments.h"
#include "tests/support/registry/memory_imports.h"
#include "tests/support/registry/registry_server.h"
#include "tests/support/registry/samples.h"
#include "tests/support/status_matchers.h"

namespace rasoat::registry {
namespace {

using absl::StatusCode;
using Stub = v1::Imports::Stub;

class ImportsTest : public testing::Test {
 protected:
  void SetUp() override {
    v1::ImportAreasRequest areas;
    for (const Area& area : SampleAreas()) *areas.add_areas() = ToProto(area);
    auto stub = server_.Stub<v1::Areas>();
    ASSERT_OK(
        server_.Call(*stub, &v1::Areas::Stub::ImportAreas, areas, admin_));
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& token) {
    return server_.Call(*imports_, method, request, token);
  }

  static v1::CreateImportRequest Announce(const std::string& bytes) {
    v1::CreateImportRequest request;
    request.set_parent("areas/07207");
    request.mutable_import()->set_file_name("danh-sach.csv");
    request.mutable_import()->set_size_bytes(
        static_cast<std::int64_t>(bytes.size()));
    request.mutable_import()->set_sha256(absl::BytesToHexString(Sha256(bytes)));
    return request;
  }

  absl::StatusOr<v1::Import> Upload(const std::string& name,
                                    const std::string& bytes,
                                    std::int64_t offset = 0) {
    v1::UploadImportChunkRequest request;
    request.set_name(name);
    request.set_offset(offset);
    request.mutable_body()->set_data(bytes);
    return Call(&Stub::UploadImportChunk, request, officer_);
  }

  /// Announces and uploads a file; its name.
  std::string Uploaded(const std::string& bytes) {
    const auto import = Call(&Stub::CreateImport, Announce(bytes), officer_);
    EXPECT_OK(import);
    if (!import.ok()) return "";
    EXPECT_OK(Upload(import->name(), bytes));
    return import->name();
  }

  v1::Import Get(const std::string& name) {
    v1::GetImportRequest request;
    request.set_name(name);
    auto got = Call(&Stub::GetImport, request, officer_);
    EXPECT_OK(got);
    return got.ok() ? *got : v1::Import();
  }

  /// The import once nobody works on it any more.
  v1::Import Awaited(const std::string& name) {
    const absl::Time end = SystemClock().Now() + absl::Seconds(60);
    while (SystemClock().Now() < end) {
      const v1::Import import = Get(name);
      if (import.state() != v1::IMPORT_STATE_CHECKING &&
          import.state() != v1::IMPORT_STATE_RUNNING) {
        return import;
      }
    }
    ADD_FAILURE() << "the import does not end";
    return {};
  }

  v1::Import Checked(const std::string& name,
                     v1::ImportKnown known = v1::IMPORT_KNOWN_SKIP) {
    v1::CheckImportRequest request;
    request.set_name(name);
    request.mutable_options()->set_known(known);
    EXPECT_OK(Call(&Stub::CheckImport, request, officer_));
    return Awaited(name);
  }

  absl::StatusOr<v1::Import> Run(const std::string& name) {
    v1::RunImportRequest request;
    request.set_name(name);
    return Call(&Stub::RunImport, request, officer_);
  }

  v1::Import Ran(const std::string& name) {
    EXPECT_OK(Run(name));
    return Awaited(name);
  }

  std::vector<std::string> RowsOf(const std::string& name) {
    v1::ListImportRowsRequest request;
    request.set_parent(name);
    request.set_page_size(2);
    std::vector<std::string> all;
    do {
      auto page = Call(&Stub::ListImportRows, request, officer_);
      EXPECT_OK(page);
      if (!page.ok()) break;
      for (const v1::ImportRow& row : page->rows()) {
        for (const v1::ImportFinding& finding : row.findings()) {
          all.push_back(absl::StrCat(row.number(), " ", finding.column(), " ",
                                     finding.rule()));
          EXPECT_FALSE(finding.message_vi().empty());
        }
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  /// The report, read back.
  absl::StatusOr<std::string> Report(const std::string& name) {
    v1::DownloadImportReportRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    rpc::Prepare(context, SystemClock().Now() + absl::Seconds(30), officer_,
                 "");
    auto stream = imports_->DownloadImportReport(&context, request);
    std::string bytes;
    google::api::HttpBody body;
    while (stream->Read(&body)) bytes += body.data();
    const absl::Status status = rpc::FromWire(stream->Finish());
    if (!status.ok()) return status;
    return bytes;
  }

  std::vector<Household> Register() {
    return registry_
        .List(HouseholdFilter{.village = {"07207002"}}, HouseholdPlace(), 1000,
              absl::InfiniteFuture())
        .value();
  }

  FakeClock clock_{
      absl::FromCivil(absl::CivilSecond(2021, 10, 1, 3), absl::UTCTimeZone())};
  CountedIds ids_;
  MemoryAreaStore areas_;
  MemoryRegistry registry_{clock_};
  MemoryImportStore store_{registry_, clock_};
  MemoryAttachments attachments_{registry_, registry_};
  RegistryServer server_{{areas_, registry_, registry_, registry_, registry_,
                          registry_, attachments_, &store_},
                         clock_,
                         ids_};
  const std::string admin_ =
      server_.Token(access::Role::ROLE_ADMINISTRATOR, "*");
  const std::string officer_ =
      server_.Token(access::Role::ROLE_COMMUNE_OFFICER, "07207");
  std::unique_ptr<Stub> imports_ = server_.Stub<v1::Imports>();
};

TEST_F(ImportsTest, AListGoesFromAnnouncementToTheRegister) {
  const std::string name = Uploaded(SampleList(3));
  EXPECT_EQ(Get(name).state(), v1::IMPORT_STATE_UPLOADED);
  const v1::Import checked = Checked(name);
  EXPECT_EQ(checked.state(), v1::IMPORT_STATE_CHECKED) << checked.DebugString();
  EXPECT_EQ(checked.counts().households(), 3);
  EXPECT_EQ(checked.counts().rows(), 6);
  EXPECT_EQ(checked.counts().created(), 3);
  EXPECT_EQ(checked.counts().error_rows(), 0);
  EXPECT_EQ(checked.columns_size(), 10);
  EXPECT_EQ(checked.columns(3).letter(), "D");
  EXPECT_EQ(checked.columns(3).column(), "birth_date");
  EXPECT_TRUE(Register().empty()) << "a check writes nothing";
  const v1::Import done = Ran(name);
  EXPECT_EQ(done.state(), v1::IMPORT_STATE_DONE);
  EXPECT_EQ(done.counts().created(), 3);
  EXPECT_EQ(done.progress_permille(), 1000);
  const std::vector<Household> households = Register();
  ASSERT_EQ(households.size(), 3u);
  EXPECT_EQ(households[0].members.size(), 2u);
  EXPECT_EQ(households[0].listing[0], (ListedValue{"class", "Hộ nghèo"}));
  EXPECT_EQ(households[0].event.kind, EventKind::kRegistered);
  EXPECT_EQ(households[0].event.actor, "staff/test");
}

TEST_F(ImportsTest, TheSameListAgainChangesNothing) {
  const std::string first = Uploaded(SampleList(3));
  Checked(first);
  Ran(first);
  const std::vector<Household> before = Register();
  const std::string second = Uploaded(SampleList(3));
  EXPECT_EQ(Checked(second, v1::IMPORT_KNOWN_UPDATE).counts().known(), 3);
  const v1::Import done = Ran(second);
  EXPECT_EQ(done.counts().known(), 3);
  EXPECT_EQ(done.counts().created() + done.counts().updated(), 0);
  const std::vector<Household> after = Register();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].revision, before[i].revision);
    EXPECT_TRUE(SameContent(after[i], before[i]));
  }
}

TEST_F(ImportsTest, ChangedRowsUpdateWhatIsThereIfAsked) {
  const std::string first = Uploaded(SampleList(2));
  Checked(first);
  Ran(first);
  const std::string changed = absl::StrReplaceAll(
      SampleList(2),
      {{"Trần Thị Con 2,Con,2010", "Trần Thị Con 2,Con,03/04/2010"}});
  const std::string skipped = Uploaded(changed);
  EXPECT_EQ(Checked(skipped).counts().known(), 2);
  EXPECT_THAT(RowsOf(skipped),
              testing::Contains("4 household_number HOUSEHOLD_IN_REGISTER"));
  const std::string second = Uploaded(changed);
  const v1::Import checked = Checked(second, v1::IMPORT_KNOWN_UPDATE);
  EXPECT_EQ(checked.counts().updated(), 1);
  Ran(second);
  const Household now = Register()[1];
  EXPECT_EQ(now.members[1].birth_date, absl::CivilDay(2010, 4, 3));
  EXPECT_EQ(now.members[1].id, "02");
  EXPECT_EQ(now.revision, 2);
}

TEST_F(ImportsTest, FaultyRowsAreToldAndTheOthersTaken) {
  std::string list = SampleList(4);
  list = absl::StrReplaceAll(
      list, {{"Nguyễn Văn Hộ 2,Chủ hộ,05/06/1980", "Nguyễn Văn Hộ 2,Chủ hộ,??"},
             {"024480000003", "024480000004"}});
  const std::string name = Uploaded(list);
  const v1::Import checked = Checked(name);
  EXPECT_EQ(checked.counts().error_rows(), 1);
  EXPECT_EQ(checked.counts().duplicate_rows(), 1);
  EXPECT_EQ(checked.counts().refused(), 2);
  EXPECT_THAT(RowsOf(name), testing::IsSupersetOf(
                                {"4 birth_date DATE_UNREADABLE",
                                 "8 identity_number PERSON_REPEATED_IN_FILE"}));
  const v1::Import done = Ran(name);
  EXPECT_EQ(done.counts().created(), 2);
  EXPECT_EQ(Register().size(), 2u);
}

TEST_F(ImportsTest, TheReportMarksTheBadCells) {
  const std::string name = Uploaded(
      absl::StrReplaceAll(SampleList(2), {{"Nguyễn Văn Hộ 2,Chủ hộ,05/06/1980",
                                           "Nguyễn Văn Hộ 2,Chủ hộ,hôm qua"}}));
  Checked(name);
  ASSERT_OK_AND_ASSIGN(const std::string bytes, Report(name));
  sheet::MemorySource source(bytes);
  ASSERT_OK_AND_ASSIGN(auto reader, sheet::Open(source));
  sheet::Row row;
  std::vector<std::string> remarks;
  std::string third;
  while (reader->Next(row).value()) {
    remarks.emplace_back(row.cells.size() > 10 ? row.cells[10].text : "");
    if (row.number == 4) third = std::string(row.cells[3].text);
  }
  ASSERT_EQ(remarks.size(), 5u);
  EXPECT_EQ(remarks[0], "Lỗi và cách sửa");
  EXPECT_EQ(remarks[1], "");
  EXPECT_THAT(remarks[3], testing::StartsWith("Ngày sinh: Không đọc được"));
  EXPECT_EQ(third, "hôm qua");
  // The explanation also stands beside the cell.
  ASSERT_OK_AND_ASSIGN(const auto zip, sheet::ZipArchive::Open(source, {}));
  EXPECT_TRUE(zip->Has("xl/comments1.xml"));
}

TEST_F(ImportsTest, PiecesMayBeSentAgainButNotLeftOut) {
  const std::string bytes = SampleList(2000);
  ASSERT_GT(bytes.size(), 200'000u);
  const auto announced = Call(&Stub::CreateImport, Announce(bytes), officer_);
  ASSERT_OK(announced);
  const std::string& name = announced->name();
  EXPECT_THAT(Upload(name, bytes.substr(100'000), 100'000),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_CHUNK_GAP"));
  EXPECT_THAT(Upload(name, bytes.substr(0, 100)),
              StatusIs(StatusCode::kInvalidArgument, "IMPORT_CHUNK_SIZE"));
  EXPECT_EQ(Upload(name, bytes.substr(0, 100'000))->received_bytes(), 100'000);
  EXPECT_EQ(Upload(name, bytes.substr(0, 100'000))->received_bytes(), 100'000);
  EXPECT_THAT(Run(name),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_NOT_UPLOADED"));
  EXPECT_EQ(Upload(name, bytes.substr(50'000), 50'000)->state(),
            v1::IMPORT_STATE_UPLOADED);
  EXPECT_EQ(Checked(name).counts().households(), 2000);
}

TEST_F(ImportsTest, AnotherFileThanAnnouncedIsRefused) {
  const std::string bytes = SampleList(1);
  v1::CreateImportRequest request = Announce(bytes);
  request.mutable_import()->set_sha256(std::string(64, '0'));
  const auto import = Call(&Stub::CreateImport, request, officer_);
  ASSERT_OK(import);
  ASSERT_OK(Upload(import->name(), bytes));
  const v1::Import checked = Checked(import->name());
  EXPECT_EQ(checked.state(), v1::IMPORT_STATE_REFUSED);
  EXPECT_EQ(checked.fault().reason(), "FILE_DIFFERS");
  EXPECT_THAT(Run(import->name()),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_OVER"));
}

TEST_F(ImportsTest, AFileWithoutAHeaderIsRefused) {
  const v1::Import checked = Checked(Uploaded("1,2,3\n"));
  EXPECT_EQ(checked.state(), v1::IMPORT_STATE_REFUSED);
  EXPECT_EQ(checked.fault().reason(), "IMPORT_HEADER_MISSING");
}

TEST_F(ImportsTest, AllOrNothingIsNotRunWithFaults) {
  const std::string name = Uploaded(
      absl::StrReplaceAll(SampleList(2), {{"2,Nguyễn Văn Hộ 2", "2,"}}));
  v1::CheckImportRequest request;
  request.set_name(name);
  request.mutable_options()->set_all_or_nothing(true);
  ASSERT_OK(Call(&Stub::CheckImport, request, officer_));
  EXPECT_EQ(Awaited(name).counts().error_rows(), 1);
  EXPECT_THAT(Run(name),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_HAS_FAULTS"));
}

TEST_F(ImportsTest, ARepeatedAnnouncementIsTheSameImport) {
  v1::CreateImportRequest request = Announce(SampleList(1));
  request.set_request_id(CountedIds::Of(77).ToString());
  const auto first = Call(&Stub::CreateImport, request, officer_);
  ASSERT_OK(first);
  EXPECT_EQ(Call(&Stub::CreateImport, request, officer_)->name(),
            first->name());
  request.mutable_import()->set_file_name("other.csv");
  EXPECT_THAT(Call(&Stub::CreateImport, request, officer_),
              StatusIs(StatusCode::kAlreadyExists, "IMPORT_EXISTS"));
}

TEST_F(ImportsTest, OfficersOfOtherCommunesSeeNothing) {
  const std::string name = Uploaded(SampleList(1));
  const std::string other =
      server_.Token(access::Role::ROLE_COMMUNE_OFFICER, "07208");
  v1::GetImportRequest request;
  request.set_name(name);
  EXPECT_EQ(Call(&Stub::GetImport, request, other).status().code(),
            StatusCode::kPermissionDenied);
  // Another area in the name does not lead to it either.
  request.set_name(absl::StrReplaceAll(name, {{"07207", "213"}}));
  EXPECT_THAT(Call(&Stub::GetImport, request, admin_),
              StatusIs(StatusCode::kNotFound, "IMPORT_NOT_FOUND"));
}

TEST_F(ImportsTest, ACancelledImportIsOver) {
  const std::string name = Uploaded(SampleList(1));
  v1::CancelImportRequest request;
  request.set_name(name);
  EXPECT_EQ(Call(&Stub::CancelImport, request, officer_)->state(),
            v1::IMPORT_STATE_CANCELLED);
  EXPECT_THAT(Run(name),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_OVER"));
  EXPECT_THAT(Report(name),
              StatusIs(StatusCode::kFailedPrecondition, "IMPORT_NOT_CHECKED"));
}

TEST_F(ImportsTest, ImportsAreListedTheNewestFirst) {
  Uploaded(SampleList(1));
  const std::string second = Uploaded(SampleList(2));
  v1::ListImportsRequest request;
  request.set_parent("areas/07207");
  request.set_page_size(1);
  const auto page = Call(&Stub::ListImports, request, officer_);
  ASSERT_OK(page);
  ASSERT_EQ(page->imports_size(), 1);
  EXPECT_EQ(page->imports(0).name(), second);
  request.set_page_token(page->next_page_token());
  EXPECT_EQ(Call(&Stub::ListImports, request, officer_)->imports_size(), 1);
}

}  // namespace
}  // namespace rasoat::registry
