// The shipped layout of lists, and lists judged by it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/domain/duplicate.h"
#include "services/registry/domain/import_assembler.h"
#include "services/registry/transfer/import_file.h"

namespace rasoat::registry {

/// The marks of duplicates that the service ships.
const DuplicateMarks& ShippedMarks();

/// The shipped layout. Read once; the process ends if it cannot be read.
const ImportLayout& ShippedLayout();

/// The day on which lists are judged here.
inline constexpr absl::CivilDay kImportDay(2021, 10, 1);

/// What a file of commune 07207 (SampleAreas) comes to on kImportDay.
struct JudgedFile {
  std::vector<ImportedHousehold> households;
  std::vector<ImportFileColumn> columns;

  /// Every finding as `row column rule`, the column by its key or `-`.
  std::vector<std::string> Findings() const;
};
absl::StatusOr<JudgedFile> JudgeFile(const std::string& bytes,
                                     const std::string& area = "07207");

/// The header that SampleList() has.
inline constexpr char kSampleHeader[] =
    "Số hộ,Họ và tên,Quan hệ với chủ hộ,Ngày sinh,Giới tính,Số CCCD,Dân tộc,"
    "Thôn,Phân loại hộ,Số quyết định công nhận\n";

/// A list of `households` good households of two members, numbered from 1.
std::string SampleList(int households);

}  // namespace rasoat::registry
