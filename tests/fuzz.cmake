# tests/fuzz/fuzz_<noun>.c is a libFuzzer program in the preset fuzz, and in every other build a test
# fuzz.<noun> that replays tests/fuzz/seeds/<noun>/.
file(GLOB fuzz_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz_*.c)

foreach(file ${fuzz_files})
  get_filename_component(program ${file} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" noun ${program})
  if(REDKITE_FUZZ)
    add_executable(${program} ${file})
    target_link_options(${program} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${program} ${file} fuzz/replay.c)
    add_test(NAME fuzz.${noun} COMMAND ${program} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds/${noun}
             WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(fuzz.${noun} PROPERTIES LABELS fuzz TIMEOUT ${TEST_SECONDS} ENVIRONMENT "${TEST_ENV}")
  endif()
  target_link_libraries(${program} PRIVATE app)
endforeach()
