# What devices send: any bytes.
rasoat_library(rasoat_field_fuzz_targets SOURCES field/targets.cc
  DEPS rasoat_registry_support)
rasoat_test(field_corpus_test SOURCES field/corpus_test.cc
  DEPS rasoat_field_fuzz_targets)
if(RASOAT_FUZZ)
  foreach(fuzzed rasoat_registry_domain rasoat_registry
                 rasoat_field_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(field_batch_fuzz SOURCES field/batch_fuzz.cc
    DEPS rasoat_field_fuzz_targets)
  target_link_options(field_batch_fuzz PRIVATE -fsanitize=fuzzer)
endif()
