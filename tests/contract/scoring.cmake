rasoat_test(scoring_contract_test
  SOURCES scoring/assigning_test.cc scoring/drafts_test.cc scoring/explaining_test.cc scoring/following_test.cc scoring/local_standards_test.cc
          scoring/reading_test.cc scoring/simulation_test.cc
          scoring/surveys.cc
          ../unit/scoring/running_scoring.cc
          ../unit/scoring/training_household.cc
  DEPS scoring_service rasoat_server rasoat_test_support
  LABELS contract)
