#include "tests/support/sheet/made_xlsx.h"

#include <zip.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace rasoat::sheet {
namespace {

constexpr char kDeclaration[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr char kRelations[] =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kMain[] =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string Relation(const std::string& id, const std::string& type,
                     const std::string& target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kRelations, "/",
                      type, "\" Target=\"", target, "\"/>");
}

std::string Relations(const std::string& all) {
  return absl::StrCat(
      kDeclaration,
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
      "relationships\">",
      all, "</Relationships>");
}

}  // namespace

std::string Zip(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(bytes);
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts) {
    zip_file_add(archive, name.c_str(),
                 zip_source_buffer(archive, text.data(), text.size(), 0), 0);
  }
  if (zip_close(archive) != 0) std::abort();
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_source_stat(bytes, &stat);
  std::string out(stat.size, '\0');
  zip_source_open(bytes);
  zip_source_read(bytes, out.data(), out.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  zip_error_fini(&error);
  return out;
}

std::string Xlsx(const MadeBook& book) {
  std::map<std::string, std::string> parts = book.more_parts;
  std::string list;
  std::string relations = Relation("st", "styles", "styles.xml") +
                          Relation("ss", "sharedStrings", "sharedStrings.xml");
  for (std::size_t i = 0; i < book.sheets.size(); ++i) {
    const std::string id = absl::StrCat("rId", i + 1);
    const std::string part = absl::StrCat("worksheets/sheet", i + 1, ".xml");
    auto state = book.states.find(i);
    absl::StrAppend(&list, "<sheet name=\"Trang ", i + 1, "\" sheetId=\"",
                    i + 1, "\" r:id=\"", id, "\"",
                    state == book.states.end()
                        ? ""
                        : absl::StrCat(" state=\"", state->second, "\""),
                    "/>");
    relations += Relation(id, "worksheet", part);
    parts["xl/" + part] = absl::StrCat(kDeclaration, "<worksheet xmlns=\"",
                                       kMain, "\"><sheetData>", book.sheets[i],
                                       "</sheetData></worksheet>");
  }
  parts["[Content_Types].xml"] = absl::StrCat(kDeclaration, "<Types/>");
  parts["_rels/.rels"] =
      Relations(Relation("rId1", "officeDocument", "xl/workbook.xml"));
  parts["xl/_rels/workbook.xml.rels"] = Relations(relations);
  parts["xl/workbook.xml"] =
      absl::StrCat(kDeclaration, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"",
                   kRelations, "\">", book.workbook_properties, "<sheets>",
                   list, "</sheets></workbook>");
  parts["xl/styles.xml"] =
      absl::StrCat(kDeclaration, "<styleSheet xmlns=\"", kMain, "\">",
                   book.styles, "</styleSheet>");
  parts["xl/sharedStrings.xml"] = absl::StrCat(
      kDeclaration, "<sst xmlns=\"", kMain, "\">", book.shared_texts, "</sst>");
  return Zip(parts);
}

}  // namespace rasoat::sheet
