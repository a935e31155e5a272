# The proof of the ledger: what its tests share, and which of them are slow or start threads.
add_library(support_ledger STATIC support/event.c support/history.c)
target_link_libraries(support_ledger PUBLIC support_store)
add_library(support_disk STATIC support/disk.c)
target_link_libraries(support_disk PUBLIC support core)
foreach(noun fold ledger merge)
  target_link_libraries(test_db_${noun} PRIVATE support_ledger)
endforeach()
target_link_libraries(test_db_disk PRIVATE support_disk)
target_link_libraries(test_flow_crash PRIVATE support_disk)

# The same crashes, fifty of each kind.
add_test(NAME flow.crash_rounds COMMAND test_flow_crash 50
         WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
set_tests_properties(flow.crash_rounds PROPERTIES LABELS flow TIMEOUT 600 ENVIRONMENT "${TEST_ENV}")

redkite_slow(db.merge flow.crash_rounds)
redkite_threaded(db.canary db.disk db.engine db.fold db.ledger db.merge db.store db.writer flow.crash)
