rasoat_test(census_unit_test
  SOURCES census/plan_test.cc
  DEPS rasoat_census rasoat_test_support)
