rasoat_binary(registry_import_bench SOURCES registry_import_bench.cc cpu.cc
  DEPS registry_import_replica rasoat_test_support)
