# The registry's rules, and its services through a real server.
rasoat_library(rasoat_registry_support
  SOURCES ${CMAKE_SOURCE_DIR}/tests/support/registry/field_desk.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_attachments.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_erasures.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_field.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_registry.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_survey_acts.cc
  SOURCES ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_registry.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_people.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/registry_server.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/sample_keys.cc
          ${CMAKE_SOURCE_DIR}/tests/support/registry/samples.cc
  DEPS rasoat_registry)
rasoat_test(registry_unit_test
  SOURCES registry/domain/area_book_test.cc
          registry/domain/attachment_test.cc
          registry/domain/check_rules_test.cc
          registry/domain/check_survey_test.cc
          registry/domain/device_clock_test.cc
          registry/domain/duplicate_case_test.cc
          registry/domain/duplicate_merge_test.cc
          registry/domain/duplicate_test.cc
          registry/domain/field_rules_test.cc
          registry/domain/form_test.cc
          registry/domain/highlight_test.cc
          registry/domain/household_merge_test.cc
          registry/domain/household_events_test.cc
          registry/domain/household_history_test.cc
          registry/domain/household_test.cc
          registry/domain/member_events_test.cc
          registry/domain/members_on_test.cc
          registry/domain/people_conserved_test.cc
          registry/domain/reform_property_test.cc
          registry/domain/reform_test.cc
          registry/domain/erasure_test.cc registry/domain/survey_state_test.cc
          registry/domain/name_fold_test.cc
          registry/domain/name_search_test.cc
          registry/intake/area_package_test.cc
          registry/intake/duplicate_scanner_test.cc
          registry/intake/field_events_test.cc
          registry/intake/field_intake_test.cc
          registry/intake/field_random_test.cc
          registry/intake/intake_test.cc
          registry/intake/visit_batcher_test.cc
          registry/load/duplicate_marks_test.cc
          registry/load/load_test.cc
          registry/load/shipped_forms_test.cc
          registry/rpc/household_events_test.cc
          registry/rpc/field_reply_test.cc registry/rpc/field_service_test.cc
          registry/rpc/names_test.cc
          registry/rpc/attachment_service_test.cc
          registry/rpc/privacy_test.cc
          registry/rpc/duplicate_service_test.cc
          registry/rpc/erasure_service_test.cc
          registry/rpc/names_test.cc
          registry/rpc/people_service_test.cc
          registry/rpc/services_test.cc
          registry/transfer/household_export_test.cc
          registry/rpc/survey_life_test.cc
  DEPS rasoat_registry_support rasoat_test_support)
# The import of lists.
target_sources(rasoat_registry_support PRIVATE
  ${CMAKE_SOURCE_DIR}/tests/support/registry/import_samples.cc
  ${CMAKE_SOURCE_DIR}/tests/support/registry/memory_imports.cc)
target_link_libraries(rasoat_registry_support PRIVATE rasoat_source_dir)
target_sources(registry_unit_test PRIVATE
  registry/domain/import_values_test.cc registry/domain/look_alikes_test.cc registry/rpc/imports_test.cc
  registry/store/mysql_person_rows_test.cc
  registry/transfer/import_file_test.cc registry/transfer/import_turns_test.cc)
