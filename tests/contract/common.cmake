# The shelf on a real database, part by part.
include(common_mysql.cmake)
include(common_access.cmake OPTIONAL)
include(common_rpc.cmake OPTIONAL)
include(common_feed.cmake OPTIONAL)
