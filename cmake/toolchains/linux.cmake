# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# Linux on another CPU, by Debian's cross compilers gcc-TRIPLE and qemu-user.
#
#     RBPF_TRIPLE   arm-linux-gnueabihf, s390x-linux-gnu

set(CMAKE_SYSTEM_NAME Linux)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${RBPF_TRIPLE}")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RBPF_TRIPLE)

set(CMAKE_C_COMPILER ${RBPF_TRIPLE}-gcc)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${CMAKE_SYSTEM_PROCESSOR} -L /usr/${RBPF_TRIPLE})
