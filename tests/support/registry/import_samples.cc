#include "tests/support/registry/import_samples.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/status/status_macros.h"
#include "services/registry/load/duplicate_marks.h"
#include "services/registry/load/import_layout_file.h"
#include "tests/support/registry/samples.h"
#include "tests/support/source_dir.h"

namespace rasoat::registry {

const DuplicateMarks& ShippedMarks() {
  static const DuplicateMarks& marks = *[] {
    auto read = ReadDuplicateMarks(
        absl::StrCat(SourceDir(), "/services/registry/duplicates/marks.txtpb"));
    if (!read.ok()) {
      std::fprintf(stderr, "%s\n", read.status().ToString().c_str());
      std::abort();
    }
    return new DuplicateMarks(read->marks);
  }();
  return marks;
}

const ImportLayout& ShippedLayout() {
  static const ImportLayout& layout = *[] {
    const std::string folder = absl::StrCat(SourceDir(), "/services/registry/");
    auto read = ReadImportLayout(folder + "imports", folder + "identity");
    if (!read.ok()) {
      std::fprintf(stderr, "%s\n", read.status().ToString().c_str());
      std::abort();
    }
    return new ImportLayout(*std::move(read));
  }();
  return layout;
}

std::vector<std::string> JudgedFile::Findings() const {
  std::vector<std::string> all;
  for (const ImportedHousehold& household : households) {
    for (const ImportRow& row : household.rows) {
      for (const ImportFinding& finding : row.findings) {
        all.push_back(absl::StrCat(
            row.at.number, " ",
            finding.column < 0 ? "-"
                               : ShippedLayout().columns[finding.column].key,
            " ", finding.rule));
      }
    }
  }
  return all;
}

absl::StatusOr<JudgedFile> JudgeFile(const std::string& bytes,
                                     const std::string& area) {
  AreaBook book;
  for (Area& unit : SampleAreas()) book.Put(std::move(unit));
  const PersonRules rules = SampleRules();
  const VillageFinder villages(book, AreaCode{area}, kImportDay,
                               ShippedLayout().village_kinds);
  sheet::MemorySource source(bytes);
  RASOAT_ASSIGN_OR_RETURN(auto file,
                          ImportFile::Open(source, {.layout = ShippedLayout(),
                                                    .rules = rules,
                                                    .villages = villages,
                                                    .today = kImportDay}));
  JudgedFile judged;
  for (;;) {
    RASOAT_ASSIGN_OR_RETURN(const bool more, file->Next(7, judged.households));
    if (!more) break;
  }
  judged.columns = file->columns();
  return judged;
}

std::string SampleList(int households) {
  std::string list = kSampleHeader;
  for (int i = 1; i <= households; ++i) {
    absl::StrAppend(
        &list, absl::StrFormat("%d,Nguyễn Văn Hộ %d,Chủ hộ,05/06/1980,Nam,"
                               "024480%06d,Kinh,Thôn Hai (tập huấn),Hộ nghèo,"
                               "12/QĐ-UBND\n"
                               ",Trần Thị Con %d,Con,2010,Nữ,,,,,\n",
                               i, i, i, i));
  }
  return list;
}

}  // namespace rasoat::registry
