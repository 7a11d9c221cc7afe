# Tables that people send, read and written.
rasoat_library(rasoat_sheet_testing
  SOURCES ${CMAKE_SOURCE_DIR}/tests/support/sheet/made_xlsx.cc
  DEPS rasoat_sheet)
rasoat_test(common_sheet_test
  SOURCES common/sheet/csv_test.cc common/sheet/writer_test.cc
          common/sheet/xlsx_test.cc
  DEPS rasoat_sheet_testing rasoat_test_support)
