# Runs a program and compares what it prints, byte for byte:
#   cmake -DPROGRAM=<file> -DEXPECTED=<file> -DACTUAL=<file to write> -P compare_output.cmake

execute_process(COMMAND "${PROGRAM}" OUTPUT_FILE "${ACTUAL}" RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${result}")
endif()
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${EXPECTED}" "${ACTUAL}"
  RESULT_VARIABLE result ERROR_QUIET)
if(NOT result EQUAL 0)
  execute_process(COMMAND diff -u "${EXPECTED}" "${ACTUAL}")
  message(FATAL_ERROR "The output has changed. If the new one is right:\n  cp ${ACTUAL} ${EXPECTED}")
endif()
