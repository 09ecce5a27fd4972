/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * What can be chosen when the library is built. What stands in #ifndef may be given by the
 * compiler's command line (-DRBPF_...=...); library and host must agree.
 */
#ifndef RBPF_CONFIG_H
#define RBPF_CONFIG_H

/** Instruction groups (RFC 9669, section 2.4), bits of RBPF_GROUPS. */
#define RBPF_GROUP_BASE32 (1u << 0)
#define RBPF_GROUP_BASE64 (1u << 1)
#define RBPF_GROUP_ATOMIC32 (1u << 2)
#define RBPF_GROUP_ATOMIC64 (1u << 3)
#define RBPF_GROUP_DIVMUL32 (1u << 4)
#define RBPF_GROUP_DIVMUL64 (1u << 5)
/** Legacy packet access: known by name, never offered. */
#define RBPF_GROUP_PACKET (1u << 6)
/** Call by register, which RFC 9669 leaves open. */
#define RBPF_GROUP_CALLX (1u << 7)
/** What clang's -mcpu=v4 adds to the groups above: MOVSX, LDXSX, BSWAP, SDIV, SMOD, JA32. */
#define RBPF_GROUP_V4 (1u << 8)
#define RBPF_GROUPS_ALL (0x1ffu & ~RBPF_GROUP_PACKET)

/**
 * The groups that are built in, at least BASE32 and BASE64. Others may be left
 * out; a program that needs one is then refused by RBPF_REJECT_GROUP.
 */
#ifndef RBPF_GROUPS
#define RBPF_GROUPS RBPF_GROUPS_ALL
#endif

/** Longest program, in 8-byte slots. Part of the image format: do not change. */
#define RBPF_INSNS_MAX 65536u

/** Largest frame of one function, in bytes, and the frame of one whose use of r10 is not known. */
#define RBPF_FRAME_MAX 512u

/** Helper ids are 0 to RBPF_HELPERS_MAX - 1: a multiple of 32 from 32 to 1024. A bit each in
 * `allowed` and in struct rbpf_facts. */
#ifndef RBPF_HELPERS_MAX
#define RBPF_HELPERS_MAX 64
#endif

/**
 * How many instructions may pass before a run notices rbpf_vm_stop(): 16 to
 * 1000000. Smaller reacts sooner; each look costs about as much as 5 instructions.
 */
#ifndef RBPF_STOP_INTERVAL
#define RBPF_STOP_INTERVAL 4096
#endif

/** The loop that rbpf_run() uses: goto (fast), switch (any C11 compiler), small (least flash). */
#define RBPF_LOOP_GOTO 1
#define RBPF_LOOP_SWITCH 2
#define RBPF_LOOP_SMALL 3
#ifndef RBPF_LOOP
#if defined(__GNUC__)
#define RBPF_LOOP RBPF_LOOP_GOTO
#else
#define RBPF_LOOP RBPF_LOOP_SWITCH
#endif
#endif

/**
 * 1: registers as an array of low and one of high words, by which the loops but the small one are
 * 15 % faster on Cortex-M3 and up; 0: as an array of 64-bit words.
 */
#ifndef RBPF_SPLIT_REGISTERS
#if defined(__arm__) && defined(__thumb2__) && RBPF_LOOP != RBPF_LOOP_SMALL
#define RBPF_SPLIT_REGISTERS 1
#else
#define RBPF_SPLIT_REGISTERS 0
#endif
#endif

/** 1 on a big-endian host. Known from GCC's and clang's macros; others are taken for little-endian.
 */
#ifndef RBPF_BIG_ENDIAN
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define RBPF_BIG_ENDIAN 1
#else
#define RBPF_BIG_ENDIAN 0
#endif
#endif

/**
 * 1: the host's own mistakes are found too: null pointers, calls in the wrong order, memory lent
 * that overlaps the program or the VM. 0 takes less flash, and leaves them undefined; whatever a
 * guest, its instructions or an image can do is checked all the same.
 */
#ifndef RBPF_CHECK_HOST
#define RBPF_CHECK_HOST 1
#endif

/**
 * 1: what a container may do is agreed on, between its tenant's grant, its hook's offer and what
 * its image asks for. 0: it may do what its hook offers, whatever else was granted or asked for; of
 * stores that is to write any number of entries, or with 0 entries none. What it needs
 * of the runners is found out when it is started.
 */
#ifndef RBPF_CONTRACTS
#define RBPF_CONTRACTS 1
#endif

/**
 * 1: what a run writes to stores is kept if it ends well, all of it at once. 0: it is written at
 * once, and stays, however the run ends; runners need a log only for what guests fire.
 */
#ifndef RBPF_ROLLBACK
#define RBPF_ROLLBACK 1
#endif

/**
 * 1: containers and hooks count what they do, a container may have a rate, and comes into
 * quarantine. 0: none of it.
 */
#ifndef RBPF_ACCOUNTS
#define RBPF_ACCOUNTS 1
#endif

/**
 * 1: numbers in guest memory are put together of bytes; 0: they are copied by memcpy(), which
 * compilers turn into one load where the CPU can load from any address.
 */
#ifndef RBPF_BYTE_ACCESS
#if (defined(__arm__) && !defined(__ARM_FEATURE_UNALIGNED)) || defined(__riscv) ||                 \
    defined(__XTENSA__)
#define RBPF_BYTE_ACCESS 1
#else
#define RBPF_BYTE_ACCESS 0
#endif
#endif

#if (RBPF_GROUPS & 0u) != 0u
#error "RBPF_GROUPS: put parentheses round it: (RBPF_GROUP_BASE32 | RBPF_GROUP_BASE64)"
#endif
#if (RBPF_GROUPS & 3u) != 3u
#error                                                                                             \
    "RBPF_GROUPS: base32 and base64 cannot be left out; add RBPF_GROUP_BASE32 | RBPF_GROUP_BASE64"
#endif
#if (RBPF_GROUPS & ~RBPF_GROUPS_ALL) != 0
#error "RBPF_GROUPS: has a group that librbpf does not offer; use a subset of RBPF_GROUPS_ALL"
#endif
#if (RBPF_GROUPS & RBPF_GROUP_ATOMIC64) && !(RBPF_GROUPS & RBPF_GROUP_ATOMIC32)
#error "RBPF_GROUPS: atomic64 includes atomic32 (RFC 9669, section 2.4); add RBPF_GROUP_ATOMIC32"
#endif
#if (RBPF_GROUPS & RBPF_GROUP_DIVMUL64) && !(RBPF_GROUPS & RBPF_GROUP_DIVMUL32)
#error "RBPF_GROUPS: divmul64 includes divmul32 (RFC 9669, section 2.4); add RBPF_GROUP_DIVMUL32"
#endif
#if RBPF_HELPERS_MAX < 32 || RBPF_HELPERS_MAX % 32 != 0 || RBPF_HELPERS_MAX > 1024
#error "RBPF_HELPERS_MAX: give a multiple of 32 from 32 to 1024"
#endif
#if RBPF_STOP_INTERVAL < 16 || RBPF_STOP_INTERVAL > 1000000
#error "RBPF_STOP_INTERVAL: give 16 to 1000000"
#endif
#if RBPF_LOOP != RBPF_LOOP_GOTO && RBPF_LOOP != RBPF_LOOP_SWITCH && RBPF_LOOP != RBPF_LOOP_SMALL
#error "RBPF_LOOP: give RBPF_LOOP_GOTO, RBPF_LOOP_SWITCH or RBPF_LOOP_SMALL"
#endif
#if RBPF_LOOP == RBPF_LOOP_GOTO && !defined(__GNUC__)
#error "RBPF_LOOP: computed goto needs GNU C; give RBPF_LOOP_SWITCH or RBPF_LOOP_SMALL"
#endif
#if RBPF_SPLIT_REGISTERS != 0 && RBPF_SPLIT_REGISTERS != 1
#error "RBPF_SPLIT_REGISTERS: give 0 or 1"
#endif
#if RBPF_CHECK_HOST != 0 && RBPF_CHECK_HOST != 1
#error "RBPF_CHECK_HOST: give 0 or 1"
#endif
#if RBPF_CONTRACTS != 0 && RBPF_CONTRACTS != 1
#error "RBPF_CONTRACTS: give 0 or 1"
#endif
#if RBPF_ROLLBACK != 0 && RBPF_ROLLBACK != 1
#error "RBPF_ROLLBACK: give 0 or 1"
#endif
#if RBPF_ACCOUNTS != 0 && RBPF_ACCOUNTS != 1
#error "RBPF_ACCOUNTS: give 0 or 1"
#endif
#if RBPF_BYTE_ACCESS != 0 && RBPF_BYTE_ACCESS != 1
#error "RBPF_BYTE_ACCESS: give 0 or 1"
#endif
#if RBPF_BIG_ENDIAN != 0 && RBPF_BIG_ENDIAN != 1
#error "RBPF_BIG_ENDIAN: give 0 or 1"
#endif
#if defined(__BYTE_ORDER__)
#if RBPF_BIG_ENDIAN != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#error "RBPF_BIG_ENDIAN: the compiler makes code for the other byte order; leave the option out"
#endif
#endif
#if defined(__SIZEOF_POINTER__) && (__SIZEOF_POINTER__ < 4 || __SIZEOF_INT__ < 4)
#error "librbpf needs a CPU whose int and pointers have 32 bits or more"
#endif

#endif
