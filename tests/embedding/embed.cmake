# Builds and runs consumer.cpp as a user of the library would; HOW says in which of the four ways.

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Into a prefix that is then moved: nothing installed may remember where it was.
function(install_and_move)
  run("${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${WORK}/first")
  file(RENAME "${WORK}/first" "${WORK}/moved")
endfunction()

function(build_project)
  run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/${HOW}" -B "${WORK}/build" -G "${GENERATOR}"
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DCMAKE_CXX_STANDARD=${STANDARD}" ${ARGN})
  run("${CMAKE_COMMAND}" --build "${WORK}/build")
  file(RENAME "${WORK}/build/consumer" "${WORK}/consumer")
endfunction()

function(compile)
  separate_arguments(flags NATIVE_COMMAND "${FLAGS}")
  run("${COMPILER}" ${flags} ${STANDARD_FLAG} ${ARGN} ${fetched_includes}
    "${CMAKE_CURRENT_LIST_DIR}/consumer.cpp" -o "${WORK}/consumer")
endfunction()

foreach(directory IN LISTS FETCHED)
  list(APPEND fetched_includes -I "${directory}/include")
endforeach()

file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")

if(HOW STREQUAL "find_package")
  install_and_move()
  build_project("-DCMAKE_PREFIX_PATH=${WORK}/moved" "-DEXPECTED_VERSION=${VERSION}")
elseif(HOW STREQUAL "add_subdirectory")
  set(fetched "")
  if(FETCHED)
    list(GET FETCHED 0 json)
    list(GET FETCHED -1 date)
    set(fetched -DINVITO_FETCH_DEPENDENCIES=ON
      "-DFETCHCONTENT_SOURCE_DIR_NLOHMANN_JSON=${json}" "-DFETCHCONTENT_SOURCE_DIR_DATE=${date}")
  endif()
  build_project("-DINVITO_SOURCE_DIR=${SOURCE}" ${fetched})
elseif(HOW STREQUAL "single_header")
  compile(-I "${SOURCE}/single_include")
elseif(HOW STREQUAL "pkg_config")
  install_and_move()
  set(ENV{PKG_CONFIG_PATH} "${WORK}/moved/share/pkgconfig:$ENV{PKG_CONFIG_PATH}")
  execute_process(COMMAND "${PKG_CONFIG}" --cflags "invito = ${VERSION}"
    OUTPUT_VARIABLE cflags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(cflags UNIX_COMMAND "${cflags}")
  compile(${cflags})
else()
  message(FATAL_ERROR "HOW is '${HOW}'")
endif()

execute_process(COMMAND "${WORK}/consumer" OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
message("the consumer says: ${output}")
