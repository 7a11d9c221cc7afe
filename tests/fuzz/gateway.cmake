# The targets are ordinary functions. With clang and -DRASOAT_FUZZ=ON they
# become libFuzzer binaries; the corpus is always run as a test.
rasoat_library(rasoat_gateway_fuzz_targets SOURCES gateway/targets.cc
  DEPS rasoat_gateway_test_api)
rasoat_test(gateway_corpus_test SOURCES gateway/corpus_test.cc
  DEPS rasoat_gateway_fuzz_targets)

option(RASOAT_FUZZ "Build the libFuzzer targets (clang only)" OFF)
if(RASOAT_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "RASOAT_FUZZ needs -DCMAKE_CXX_COMPILER=clang++")
  endif()
  # What is fuzzed tells the fuzzer where it has been. clang takes no
  # precompiled header made without the instruments.
  foreach(fuzzed rasoat_transcoding rasoat_gateway_fuzz_targets)
    target_compile_options(${fuzzed} PRIVATE -fsanitize=fuzzer-no-link)
    set_target_properties(${fuzzed} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
  endforeach()
  rasoat_binary(gateway_http_template_fuzz SOURCES gateway/http_template_fuzz.cc
    DEPS rasoat_gateway_fuzz_targets)
  rasoat_binary(gateway_request_fuzz SOURCES gateway/request_fuzz.cc
    DEPS rasoat_gateway_fuzz_targets)
  foreach(fuzzer gateway_http_template_fuzz gateway_request_fuzz)
    target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  endforeach()
endif()
