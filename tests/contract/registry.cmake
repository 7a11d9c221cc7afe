# One suite for the stores in memory and for those on MariaDB.
rasoat_test(registry_contract_test
  SOURCES registry/store/store_contract_test.cc
          registry/store/attachment_test.cc
          registry/store/access_store_test.cc
          registry/store/duplicate_store_test.cc
          registry/store/person_store_test.cc
          registry/store/field_store_test.cc
          registry/store/household_event_store_test.cc
          registry/store/key_rotation_test.cc
          registry/store/export_store_test.cc
          registry/store/mysql_feed_test.cc
          registry/store/mysql_household_rows_test.cc
          registry/store/sealed_tables_test.cc
          registry/store/survey_life_test.cc
          registry/store/erasure_store_test.cc
          registry/store/retention_test.cc
          registry/store/whole_country_test.cc
  DEPS rasoat_registry_support rasoat_test_support
  LABELS contract)
# The import of lists, and a replica of it to be killed.
rasoat_library(registry_import_replica
  SOURCES ${CMAKE_SOURCE_DIR}/tests/support/registry/import_replica.cc
  DEPS rasoat_registry_support)
add_executable(registry_import_process registry/import/import_process.cc)
target_link_libraries(registry_import_process PRIVATE registry_import_replica)
set_target_properties(registry_import_process PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
rasoat_target(registry_import_process)
target_sources(registry_contract_test PRIVATE registry/import/import_test.cc)
target_link_libraries(registry_contract_test PRIVATE registry_import_replica)
target_compile_definitions(registry_contract_test PRIVATE
  IMPORT_PROCESS="$<TARGET_FILE:registry_import_process>")
add_dependencies(registry_contract_test registry_import_process)
