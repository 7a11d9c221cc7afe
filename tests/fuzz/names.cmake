# What people type into the search: any bytes.
rasoat_library(rasoat_names_fuzz_targets SOURCES names/targets.cc
  DEPS rasoat_registry_domain)
rasoat_test(names_corpus_test SOURCES names/corpus_test.cc
  DEPS rasoat_names_fuzz_targets)
if(RASOAT_FUZZ)
  foreach(fuzzed rasoat_registry_domain rasoat_names_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(names_search_text_fuzz SOURCES names/search_text_fuzz.cc
    DEPS rasoat_names_fuzz_targets)
  target_link_options(names_search_text_fuzz PRIVATE -fsanitize=fuzzer)
endif()
