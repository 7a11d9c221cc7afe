rasoat_library(rasoat_photos_fuzz_targets SOURCES photos/targets.cc
  DEPS rasoat_registry_domain)
rasoat_test(photos_corpus_test SOURCES photos/corpus_test.cc
  DEPS rasoat_photos_fuzz_targets)
if(RASOAT_FUZZ)
  foreach(fuzzed rasoat_registry_domain rasoat_photos_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(photos_media_fuzz SOURCES photos/media_fuzz.cc
    DEPS rasoat_photos_fuzz_targets)
  target_link_options(photos_media_fuzz PRIVATE -fsanitize=fuzzer)
endif()
