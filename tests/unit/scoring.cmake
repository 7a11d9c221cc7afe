rasoat_test(scoring_unit_test
  SOURCES scoring/batch/batch_scorer_test.cc
          ../support/scoring/packer.cc scoring/domain/class_rule_test.cc scoring/domain/day_test.cc
          scoring/domain/official_test.cc scoring/domain/validate_test.cc
          scoring/domain/validate_questions_test.cc
          scoring/device/device_test.cc
          scoring/engine/deprivations_test.cc scoring/engine/income_test.cc
          scoring/engine/naive_agreement_test.cc
          ../support/scoring/naive_scorer.cc
          ../support/scoring/random_survey.cc
          scoring/engine/order_test.cc scoring/engine/score_household_test.cc
          scoring/simulation/census_keeper_test.cc
          scoring/explain/class_distances_test.cc
          scoring/explain/explainer_test.cc scoring/flat/agreement_test.cc
          scoring/engine/contradictions_test.cc
          scoring/engine/screen_household_test.cc
          scoring/follow/applicable_test.cc
          scoring/load/catalogue_test.cc scoring/load/inherit_test.cc
          scoring/load/shipped_hashes_test.cc scoring/load/shipped_numbers_test.cc
          scoring/load/shipped_questions_test.cc
          scoring/load/shipped_standards_test.cc
          scoring/load/text_files_test.cc
          scoring/rpc/batch_service_test.cc scoring/rpc/program_service_test.cc
          scoring/rpc/scoring_service_test.cc
          scoring/transfer/workbook_test.cc
          scoring/running_scoring.cc scoring/training_household.cc
  DEPS scoring_device scoring_flat scoring_service rasoat_server)
# The whole of the promise: millions of surveys, where the unit test takes a
# part.
add_test(NAME naive_agreement_slow COMMAND scoring_unit_test
         --gtest_filter=NaiveAgreementTest.OfBothEnginesOnRandomSurveys)
set_tests_properties(naive_agreement_slow PROPERTIES
  LABELS "unit;slow" TIMEOUT 1800 ENVIRONMENT AGREEMENT_SURVEYS=3000000)

# The library for devices beside the readable engine.
rasoat_binary(device_surveys
  SOURCES scoring/device/surveys.cc scoring/device/spoilt_household.cc
          scoring/training_household.cc
  DEPS scoring_service rasoat_transcoding rasoat_source_dir)
set_target_properties(device_surveys PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
add_dependencies(device_surveys device_library)
find_program(NODE node REQUIRED)
set(device_agreement ${NODE}
    ${CMAKE_CURRENT_SOURCE_DIR}/scoring/device/agreement.mjs
    $<TARGET_FILE:device_surveys> ${CMAKE_BINARY_DIR}/web/device)
add_test(NAME device_agreement COMMAND ${device_agreement} 50000 20211010)
add_test(NAME device_agreement_slow COMMAND ${device_agreement} 1000000 7)
add_test(NAME device_engine COMMAND ${NODE} --test
         ${CMAKE_CURRENT_SOURCE_DIR}/scoring/device/engine.test.mjs)
set_tests_properties(device_engine PROPERTIES LABELS unit TIMEOUT 60
  ENVIRONMENT "DEVICE_SURVEYS=$<TARGET_FILE:device_surveys>;DEVICE_FOLDER=${CMAKE_BINARY_DIR}/web/device")
add_test(NAME device_types COMMAND ${CMAKE_SOURCE_DIR}/gateway/web/node_modules/.bin/tsc
         --noEmit --checkJs --allowJs --target es2022 --module nodenext
         --moduleResolution nodenext --lib es2022,dom
         ${CMAKE_SOURCE_DIR}/services/scoring/device/scoring.mjs)
set_tests_properties(device_types PROPERTIES LABELS unit TIMEOUT 60)
set_tests_properties(device_agreement PROPERTIES LABELS unit TIMEOUT 300)
set_tests_properties(device_agreement_slow PROPERTIES
  LABELS "unit;slow" TIMEOUT 1800)
