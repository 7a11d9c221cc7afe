rasoat_test(scoring_unit_test
  SOURCES scoring/batch/batch_scorer_test.cc
          ../support/scoring/packer.cc scoring/domain/class_rule_test.cc scoring/domain/day_test.cc
          scoring/domain/official_test.cc scoring/domain/validate_test.cc
          scoring/engine/deprivations_test.cc scoring/engine/income_test.cc
          scoring/engine/order_test.cc scoring/engine/score_household_test.cc
          scoring/explain/class_distances_test.cc
          scoring/explain/explainer_test.cc scoring/flat/agreement_test.cc
          scoring/engine/screen_household_test.cc
          scoring/load/catalogue_test.cc scoring/load/inherit_test.cc
          scoring/load/shipped_standards_test.cc
          scoring/rpc/batch_service_test.cc scoring/rpc/scoring_service_test.cc
          scoring/running_scoring.cc scoring/training_household.cc
  DEPS scoring_flat scoring_service rasoat_server)
