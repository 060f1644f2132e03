# An overlay port, for a checkout: vcpkg install invito --overlay-ports=<checkout>/docs/packaging/vcpkg
# In a registry, vcpkg_from_git or vcpkg_from_github takes the place of the first line.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

set(VCPKG_BUILD_TYPE release) # headers alone

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DINVITO_BUILD_TESTS=OFF
    -DINVITO_BUILD_EXAMPLES=OFF
    -DINVITO_INSTALL=ON
    -DINVITO_FETCH_DEPENDENCIES=OFF
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/invito)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/lib")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
