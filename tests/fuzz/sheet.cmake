rasoat_library(rasoat_sheet_fuzz_targets SOURCES sheet/targets.cc
  DEPS rasoat_sheet_testing)
rasoat_test(sheet_corpus_test SOURCES sheet/corpus_test.cc
  DEPS rasoat_sheet_fuzz_targets)
if(RASOAT_FUZZ)
  foreach(fuzzed rasoat_sheet rasoat_sheet_testing rasoat_sheet_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(sheet_table_fuzz SOURCES sheet/table_fuzz.cc
    DEPS rasoat_sheet_fuzz_targets)
  rasoat_binary(sheet_sheet_xml_fuzz SOURCES sheet/sheet_xml_fuzz.cc
    DEPS rasoat_sheet_fuzz_targets)
  foreach(fuzzer sheet_table_fuzz sheet_sheet_xml_fuzz)
    target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  endforeach()
endif()
