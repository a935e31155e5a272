# The proof of the ledger: what its tests share, and which of them are slow or start threads.
add_library(support_ledger STATIC support/event.c support/history.c)
target_link_libraries(support_ledger PUBLIC support_store)
foreach(noun fold ledger merge)
  target_link_libraries(test_db_${noun} PRIVATE support_ledger)
endforeach()
redkite_slow(db.merge)
redkite_threaded(db.fold db.ledger db.merge)
