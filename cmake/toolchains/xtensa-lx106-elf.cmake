# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# The ESP8266's CPU, by Debian's gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf.
#
#     RBPF_MACHINE  QEMU's name of a board; src/port/xtensa/NAME.ld is its memory

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR xtensa)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RBPF_MACHINE)

set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_C_FLAGS_INIT "-mlongcalls -ffunction-sections -fdata-sections")
# Debian has it where this compiler does not look.
string(APPEND CMAKE_C_FLAGS_INIT " --specs=/usr/lib/xtensa-lx106-elf/picolibc.specs")

set(RBPF_PLATFORM xtensa)
set(CMAKE_CROSSCOMPILING_EMULATOR sh ${CMAKE_CURRENT_LIST_DIR}/emulate.sh
  qemu-system-xtensa -M ${RBPF_MACHINE} -cpu lx106 --)
