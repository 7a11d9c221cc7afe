rasoat_library(rasoat_forms_fuzz_targets SOURCES forms/targets.cc
  DEPS rasoat_registry)
rasoat_test(forms_corpus_test SOURCES forms/corpus_test.cc
  DEPS rasoat_forms_fuzz_targets)
if(RASOAT_FUZZ)
  foreach(fuzzed rasoat_registry_domain rasoat_registry
                 rasoat_forms_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(forms_form_text_fuzz SOURCES forms/form_text_fuzz.cc
    DEPS rasoat_forms_fuzz_targets)
  target_link_options(forms_form_text_fuzz PRIVATE -fsanitize=fuzzer)
endif()
