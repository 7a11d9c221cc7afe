rasoat_test(reporting_unit_test
  SOURCES reporting/bulletin_test.cc reporting/contribution_test.cc
          reporting/count_test.cc reporting/progress_proto_test.cc
          reporting/progress_streams_test.cc
  DEPS rasoat_reporting rasoat_test_support)
