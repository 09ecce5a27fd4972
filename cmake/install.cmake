# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# find_package(rbpf), pkg-config rbpf. README.md shows how they are used.

include(CMakePackageConfigHelpers)

set(RBPF_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/rbpf)

install(TARGETS rbpf EXPORT rbpf-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${RBPF_PUBLIC_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/rbpf)
install(EXPORT rbpf-targets NAMESPACE rbpf:: DESTINATION ${RBPF_CMAKE_DIR})

configure_package_config_file(cmake/rbpf-config.cmake.in rbpf-config.cmake
  INSTALL_DESTINATION ${RBPF_CMAKE_DIR}
  PATH_VARS CMAKE_INSTALL_BINDIR)
install(FILES cmake/guest.cmake DESTINATION ${RBPF_CMAKE_DIR} RENAME rbpf-guest.cmake)
# Before 1.0 a minor version may break what uses it.
write_basic_package_version_file(rbpf-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/rbpf-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/rbpf-config-version.cmake
  DESTINATION ${RBPF_CMAKE_DIR})

# The installed folder may be moved.
file(RELATIVE_PATH RBPF_PC_PREFIX
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
set(RBPF_PC_DEFINITIONS)
foreach(definition IN LISTS RBPF_PUBLIC_DEFINITIONS)
  string(APPEND RBPF_PC_DEFINITIONS " -D${definition}")
endforeach()
configure_file(cmake/rbpf.pc.in rbpf.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/rbpf.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
