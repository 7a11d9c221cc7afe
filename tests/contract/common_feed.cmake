add_library(feed_fixture STATIC common/feed/feed_fixture.cc)
target_link_libraries(feed_fixture PUBLIC rasoat_feed rasoat_test_support)
rasoat_target(feed_fixture)

# A follower to be killed.
add_executable(feed_follower_process common/feed/follower_process.cc)
target_link_libraries(feed_follower_process PRIVATE feed_fixture)
set_target_properties(feed_follower_process PROPERTIES
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
rasoat_target(feed_follower_process)

rasoat_test(common_feed_contract_test
  SOURCES
    common/feed/positions_test.cc
    common/feed/watch_test.cc
    common/feed/follower_test.cc
    common/feed/follower_ahead_test.cc
    common/feed/follower_killed_test.cc
  DEPS feed_fixture
  LABELS contract)
target_compile_definitions(common_feed_contract_test PRIVATE
  FEED_FOLLOWER_PROCESS="$<TARGET_FILE:feed_follower_process>")
add_dependencies(common_feed_contract_test feed_follower_process)
