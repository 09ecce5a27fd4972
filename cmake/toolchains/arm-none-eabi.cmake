# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# Cortex-M, by Debian's gcc-arm-none-eabi and picolibc-arm-none-eabi.
#
#     RBPF_CPU      cortex-m0, cortex-m3, cortex-m4, cortex-m33
#     RBPF_MACHINE  QEMU's name of a board that has it; src/port/cortex_m/NAME.ld is its memory

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RBPF_CPU RBPF_MACHINE)

set(CMAKE_C_COMPILER arm-none-eabi-gcc)
# The boards trap misaligned accesses, so that the compiler may not use any.
set(CMAKE_C_FLAGS_INIT "-mcpu=${RBPF_CPU} -mthumb -mfloat-abi=soft -mno-unaligned-access")
string(APPEND CMAKE_C_FLAGS_INIT " -ffunction-sections -fdata-sections --specs=picolibc.specs")

set(RBPF_PLATFORM cortex_m)
set(CMAKE_CROSSCOMPILING_EMULATOR sh ${CMAKE_CURRENT_LIST_DIR}/emulate.sh
  qemu-system-arm -M ${RBPF_MACHINE} --)
