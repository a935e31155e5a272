# The style checks as tests: style.py says what each refuses, style.selftest that each can fail.
find_program(PYTHON3 python3 REQUIRED)

function(redkite_style check)
  add_test(NAME style.${check}
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/style/style.py ${check} ${CMAKE_SOURCE_DIR} ${ARGN})
  set_tests_properties(style.${check} PROPERTIES LABELS style TIMEOUT 300)
endfunction()

foreach(check layers banned sizes headers sql texts paths format)
  redkite_style(${check})
endforeach()

# These read what the build compiles, and take minutes.
foreach(check tidy cppcheck)
  redkite_style(${check} ${CMAKE_BINARY_DIR})
  set_tests_properties(style.${check} PROPERTIES LABELS "style;slow" TIMEOUT 1200 PROCESSORS 2)
endforeach()

add_test(NAME style.selftest COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/style/selftest.py)
set_tests_properties(style.selftest PROPERTIES LABELS style TIMEOUT 300)
