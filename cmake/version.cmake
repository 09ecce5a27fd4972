# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# RBPF_VERSION, read from include/rbpf/version.h, which alone has it.

set(header ${CMAKE_CURRENT_LIST_DIR}/../include/rbpf/version.h)
file(STRINGS ${header} RBPF_VERSION REGEX "^#define RBPF_VERSION_(MAJOR|MINOR|PATCH) [0-9]+$")
list(TRANSFORM RBPF_VERSION REPLACE "^.* " "")
list(JOIN RBPF_VERSION "." RBPF_VERSION)
if(NOT RBPF_VERSION MATCHES "^[0-9]+\\.[0-9]+\\.[0-9]+$")
  message(FATAL_ERROR "${header} has no three numbers for the version, but '${RBPF_VERSION}'")
endif()
