rasoat_test(workflow_unit_test
  SOURCES
    workflow/lock_out_test.cc
    workflow/names_test.cc
    workflow/password_test.cc
    workflow/preparation_test.cc
    workflow/procedures_test.cc
    workflow/round_test.cc
    workflow/staff_test.cc
    workflow/village_random_test.cc
    workflow/village_test.cc
  DEPS rasoat_workflow)
