/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * For guests, the programs that run in the VM: types, helpers, entry points, byte order, memcpy().
 * Needs nothing but the compiler, not even its own headers.
 *
 *     #include <rbpf/guest.h>
 *
 *     RBPF_HELPER(7, int64_t, read_sensor, (uint32_t channel));
 *
 *     RBPF_ENTRY int64_t on_timer(const uint32_t *channel, uint64_t context_bytes)
 *     {
 *         return context_bytes < sizeof *channel ? -1 : read_sensor(*channel);
 *     }
 *
 * C11 or C++, by clang 14 or newer (`rbpf build`, or clang --target=bpfel -O2). Take memcpy() and
 * the others from here, not from <string.h>. The same source
 * compiles for the host, to be tested there: types and memcpy() are then those of the C library,
 * and the test defines the helpers. libbpf's bpf_helpers.h and bpf_endian.h may be included too,
 * before or after.
 */
#ifndef RBPF_GUEST_H
#define RBPF_GUEST_H

#if defined(__bpf__) || defined(__BPF__)
#define RBPF_IS_GUEST 1
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "guests are little-endian on every host: compile with --target=bpfel"
#endif
#else
#define RBPF_IS_GUEST 0
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#endif

#if RBPF_IS_GUEST
/* As <stdint.h>, <stddef.h> and <stdbool.h> have them, which may be included as well. */
typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef __INT64_TYPE__ int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef __SIZE_TYPE__ size_t;

/* What bpf_helpers.h expects of <linux/types.h>, which may be included as well. */
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
__extension__ typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
__extension__ typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;

#if !defined(__cplusplus) && !defined(bool) && __STDC_VERSION__ < 202311L
#define bool _Bool
#define true 1
#define false 0
#endif
#ifndef NULL
#ifdef __cplusplus
#define NULL __null
#else
#define NULL ((void *)0)
#endif
#endif
#ifndef offsetof
#define offsetof(t, d) __builtin_offsetof(t, d)
#endif
#include <rbpf/guest_memory.h>
#endif

/**
 * Before a function that the host may start, by its name: RBPF_ENTRY uint64_t on_timer(...).
 * r1 and r2, its first two arguments, are the context and its size in bytes; what it returns is
 * the result of the run. Every other function that is not static is an entry point too.
 */
#ifdef __cplusplus
#define RBPF_ENTRY extern "C" __attribute__((used, visibility("default")))
#else
#define RBPF_ENTRY __attribute__((used, visibility("default")))
#endif

/** Puts a function or variable into a section of that name: the same macro as libbpf's. */
#ifndef SEC
#if defined(__GNUC__) && !defined(__clang__)
#define SEC(name) __attribute__((section(name), used))
#else
/* clang-format off */
#define SEC(name) \
    _Pragma("GCC diagnostic push") \
    _Pragma("GCC diagnostic ignored \"-Wignored-attributes\"") \
    __attribute__((section(name), used)) \
    _Pragma("GCC diagnostic pop")
/* clang-format on */
#endif
#endif

/**
 * Declares helper `id` of the host: RBPF_HELPER(7, int64_t, read_sensor, (uint32_t channel));
 * At most 5 arguments, integers and pointers, and a result of that kind or void. Natively it
 * declares an ordinary function, which whoever tests the guest on the host defines.
 */
#if RBPF_IS_GUEST && defined(__clang__)
#define RBPF_HELPER(id, ret, name, args)                                                           \
    static ret(*const name) args __attribute__((unused)) = (ret(*) args)(uintptr_t)(id)
#elif RBPF_IS_GUEST
#define RBPF_HELPER(id, ret, name, args) ret name args __attribute__((kernel_helper(id)))
#elif defined(__cplusplus)
#define RBPF_HELPER(id, ret, name, args) extern "C" ret name args
#else
#define RBPF_HELPER(id, ret, name, args) ret name args
#endif

/* A number of 16, 32 or 64 bits in the opposite order. Private. */
#define RBPF_GUEST_SWAP(bits, x) ((uint##bits##_t)__builtin_bswap##bits((uint##bits##_t)(x)))
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define RBPF_GUEST_BE(bits, x) RBPF_GUEST_SWAP(bits, x)
#define RBPF_GUEST_LE(bits, x) ((uint##bits##_t)(x))
#else
#define RBPF_GUEST_BE(bits, x) ((uint##bits##_t)(x))
#define RBPF_GUEST_LE(bits, x) RBPF_GUEST_SWAP(bits, x)
#endif

/** Big-endian, which is network order, from and to the machine's own. Constant for constants. */
#define rbpf_htobe16(x) RBPF_GUEST_BE(16, x)
#define rbpf_htobe32(x) RBPF_GUEST_BE(32, x)
#define rbpf_htobe64(x) RBPF_GUEST_BE(64, x)
#define rbpf_be16toh(x) RBPF_GUEST_BE(16, x)
#define rbpf_be32toh(x) RBPF_GUEST_BE(32, x)
#define rbpf_be64toh(x) RBPF_GUEST_BE(64, x)

/** The same under the names of BSD sockets. */
#define rbpf_htons(x) RBPF_GUEST_BE(16, x)
#define rbpf_htonl(x) RBPF_GUEST_BE(32, x)
#define rbpf_ntohs(x) RBPF_GUEST_BE(16, x)
#define rbpf_ntohl(x) RBPF_GUEST_BE(32, x)

/** Little-endian from and to the machine's own order. */
#define rbpf_htole16(x) RBPF_GUEST_LE(16, x)
#define rbpf_htole32(x) RBPF_GUEST_LE(32, x)
#define rbpf_htole64(x) RBPF_GUEST_LE(64, x)
#define rbpf_le16toh(x) RBPF_GUEST_LE(16, x)
#define rbpf_le32toh(x) RBPF_GUEST_LE(32, x)
#define rbpf_le64toh(x) RBPF_GUEST_LE(64, x)

/**
 * Signed division, truncating, for every -mcpu: before v4 BPF divides unsigned numbers only, and
 * clang refuses `/` and `%`. As in BPF, x / 0 is 0.
 */
static inline int64_t rbpf_sdiv(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0u - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0u - (uint64_t)b : (uint64_t)b;
    uint64_t quotient = y ? x / y : 0;

    return (int64_t)((a < 0) != (b < 0) ? 0u - quotient : quotient);
}

/** The remainder of rbpf_sdiv(), with the sign of `a`. As in BPF, x % 0 is x. */
static inline int64_t rbpf_smod(int64_t a, int64_t b)
{
    uint64_t x = a < 0 ? 0u - (uint64_t)a : (uint64_t)a;
    uint64_t y = b < 0 ? 0u - (uint64_t)b : (uint64_t)b;
    uint64_t rest = y ? x % y : x;

    return (int64_t)(a < 0 ? 0u - rest : rest);
}

#endif
