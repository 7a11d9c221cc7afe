rasoat_binary(registry_search_bench SOURCES registry_search_bench.cc
  DEPS rasoat_registry_support rasoat_test_support rasoat_census)
target_compile_definitions(registry_search_bench PRIVATE
  RASOAT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
