/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * For guests: memcpy(), memmove(), memset() and memcmp() as in C, for any size. <rbpf/guest.h>
 * includes it; when a guest is compiled for the host, the C library's are used.
 *
 * A small constant size becomes loads and stores in place. Any other size is a loop of bytes,
 * whose counter passes through an empty asm: or else clang would see that the loop is memcpy()
 * and call that, which is nowhere.
 */
#ifndef RBPF_GUEST_MEMORY_H
#define RBPF_GUEST_MEMORY_H

#include <rbpf/guest.h>

#if RBPF_IS_GUEST

/* In bytes. At the worst alignment clang takes two instructions a byte. */
#define RBPF_GUEST_INLINE_MAX 64u
/* It loads all of an overlapping copy before it stores, and has few registers. */
#define RBPF_GUEST_INLINE_MOVE_MAX 16u

#define RBPF_GUEST_IS_SMALL(size, limit) (__builtin_constant_p(size) && (size) <= (limit))
#define RBPF_GUEST_OPAQUE(x) __asm__("" : "+r"(x))
#define RBPF_GUEST_UNUSED __attribute__((unused))

/** memcpy() of any size, byte by byte: clang does not make a call of it. */
static inline RBPF_GUEST_UNUSED void *rbpf_memcpy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        RBPF_GUEST_OPAQUE(i);
        ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
    }
    return to;
}

/** memmove() of any size. */
static inline RBPF_GUEST_UNUSED void *rbpf_memmove(void *to, const void *from, size_t size)
{
    if ((uintptr_t)to <= (uintptr_t)from)
        return rbpf_memcpy(to, from, size);
    for (size_t i = size; i > 0; i--) {
        RBPF_GUEST_OPAQUE(i);
        ((uint8_t *)to)[i - 1u] = ((const uint8_t *)from)[i - 1u];
    }
    return to;
}

/** memset() of any size. */
static inline RBPF_GUEST_UNUSED void *rbpf_memset(void *to, int byte, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        RBPF_GUEST_OPAQUE(i);
        ((uint8_t *)to)[i] = (uint8_t)byte;
    }
    return to;
}

/** memcmp() of any size. */
static inline RBPF_GUEST_UNUSED int rbpf_memcmp(const void *a, const void *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int difference = ((const uint8_t *)a)[i] - ((const uint8_t *)b)[i];

        RBPF_GUEST_OPAQUE(i);
        if (difference != 0)
            return difference;
    }
    return 0;
}

/* Macros, so that the builtins see how the caller's pointers are aligned. */
#ifndef memcpy
#define memcpy(to, from, size)                                                                     \
    (RBPF_GUEST_IS_SMALL(size, RBPF_GUEST_INLINE_MAX) ? __builtin_memcpy(to, from, size)           \
                                                      : rbpf_memcpy(to, from, size))
#endif
#ifndef memmove
#define memmove(to, from, size)                                                                    \
    (RBPF_GUEST_IS_SMALL(size, RBPF_GUEST_INLINE_MOVE_MAX) ? __builtin_memmove(to, from, size)     \
                                                           : rbpf_memmove(to, from, size))
#endif
#ifndef memset
#define memset(to, byte, size)                                                                     \
    (RBPF_GUEST_IS_SMALL(size, RBPF_GUEST_INLINE_MAX) ? __builtin_memset(to, byte, size)           \
                                                      : rbpf_memset(to, byte, size))
#endif
#ifndef memcmp
#define memcmp(a, b, size) rbpf_memcmp(a, b, size)
#endif

#endif

#endif
