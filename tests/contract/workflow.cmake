rasoat_test(workflow_contract_test
  SOURCES
    workflow/account_store_test.cc
    workflow/follow_test.cc
    workflow/preparation_store_test.cc
    workflow/read_model_store_test.cc
    workflow/round_store_test.cc
    workflow/service_test.cc
    workflow/staff_store_test.cc
    workflow/village_store_test.cc
    workflow/workflow_fixture.cc
  DEPS rasoat_workflow feed_fixture rasoat_test_support
  LABELS contract)
