# Adds up what a CTest log says was run: the cases a program counted itself ("Checks: 8, Failures: 0,
# Errors: 0" or "8 passed, 0 failed"), one for a program that counts none. A program that failed
# without counting a failure is one. Prints "PASSED FAILED".
/^[0-9]+\/[0-9]+ Testing: / { good = 0; bad = 0; counted = 0 }
/^[0-9]+%: Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/ {
    bad = $5 + $7
    good = $3 - bad
    counted = 1
}
/^[0-9]+ passed, [0-9]+ failed$/ { good = $1; bad = $3; counted = 1 }
/^Test Passed\.$/ { passed += counted ? good : 1 }
/^Test (Failed|Not Run|time-out|Timeout)/ || /^\*\*\*/ {
    passed += good
    failed += bad ? bad : 1
}
END { print passed + 0, failed + 0 }
