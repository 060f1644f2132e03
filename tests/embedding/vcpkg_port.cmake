# Runs the port of docs/packaging/vcpkg as vcpkg would. Stand-ins replace the functions of vcpkg, and do the same
# as those functions do for a package of headers.
# cmake -DPORT=docs/packaging/vcpkg -DWORK=<folder> -P vcpkg_port.cmake

cmake_minimum_required(VERSION 3.21)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 asked "" "SOURCE_PATH" "OPTIONS")
  run("${CMAKE_COMMAND}" -S "${asked_SOURCE_PATH}" -B "${WORK}/build" ${asked_OPTIONS}
    "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}")
endfunction()
function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${WORK}/build" --target install)
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 asked "" "CONFIG_PATH;PACKAGE_NAME" "")
  if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/${asked_CONFIG_PATH}/invitoConfig.cmake")
    message(FATAL_ERROR "no CMake package at ${asked_CONFIG_PATH}")
  endif()
  file(RENAME "${CURRENT_PACKAGES_DIR}/${asked_CONFIG_PATH}" "${WORK}/moved")
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake")
  file(RENAME "${WORK}/moved" "${CURRENT_PACKAGES_DIR}/share/invito")
endfunction()
function(vcpkg_fixup_pkgconfig)
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 asked "" "" "FILE_LIST")
  file(COPY_FILE "${asked_FILE_LIST}" "${CURRENT_PACKAGES_DIR}/share/invito/copyright")
endfunction()

get_filename_component(PORT "${PORT}" ABSOLUTE)
file(REMOVE_RECURSE "${WORK}")
set(CURRENT_PACKAGES_DIR "${WORK}/packages")
file(MAKE_DIRECTORY "${CURRENT_PACKAGES_DIR}")
include("${PORT}/portfile.cmake")

# Makes the checks that vcpkg makes of a package.
file(GLOB_RECURSE files RELATIVE "${CURRENT_PACKAGES_DIR}" "${CURRENT_PACKAGES_DIR}/*")
foreach(file include/invito/invito.hpp share/invito/invitoConfig.cmake share/invito/copyright
    share/pkgconfig/invito.pc)
  if(NOT file IN_LIST files)
    message(FATAL_ERROR "the package lacks ${file}: ${files}")
  endif()
endforeach()
list(FILTER files EXCLUDE REGEX "^(include/invito/.*\\.[hi]pp|share/(invito|pkgconfig)/[^/]*)$")
if(files)
  message(FATAL_ERROR "the package has more than its own: ${files}")
endif()
