/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The workloads: each is compiled for the VM and for the CPU that runs it. Arithmetic is of fixed
 * widths, so that both have the same results; contexts are read as little-endian numbers. */
#ifndef GUESTS_H
#define GUESTS_H

#include <stdint.h>

#include <fletcher32.h>

#define CRC32_BYTES 256u
#define SORT_NUMBERS 64u
#define SIEVE_NUMBERS 1000u
#define BST_KEYS 60u
#define FILTER_PACKETS 12u
#define FILTER_PACKET_BYTES 64u
#define MATRIX_ROWS 8u
#define MIXED_NODES 48u
#define MIXED_TEXT_BYTES 256u

struct empty_context {
    uint32_t nothing[2];
};

/* Returns 0. */
uint64_t empty(const struct empty_context *context);

struct crc32_context {
    uint32_t count;
    /* Its bits in the opposite order. */
    uint32_t polynomial;
    uint8_t bytes[CRC32_BYTES];
};

/* The CRC-32 of `bytes`, bit by bit. */
uint64_t crc32(const struct crc32_context *context);

struct sort_context {
    uint32_t count;
    uint32_t pad;
    uint32_t numbers[SORT_NUMBERS];
};

/* Bubble sort, upwards. Returns the number in the middle. */
uint64_t sort(struct sort_context *context);

struct fibonacci_context {
    uint32_t steps;
    uint32_t number;
};

/* Fibonacci number `steps`, of 32 bits. */
uint64_t fibonacci(struct fibonacci_context *context);

struct sha256_context {
    uint32_t state[8];
    /* A block, as sixteen numbers that were big-endian. */
    uint32_t block[16];
    uint32_t constants[64];
};

/* Brings one block into the state. Returns the state's first word. */
uint64_t sha256(struct sha256_context *context);

struct sieve_context {
    uint32_t limit;
    /* Not prime: of the numbers below `limit`. */
    uint8_t is_composite[SIEVE_NUMBERS];
};

/* How many primes are below `limit`. */
uint64_t sieve(struct sieve_context *context);

struct chacha20_context {
    uint32_t state[16];
    uint32_t block[16];
};

/* The block of RFC 8439, section 2.3. Returns its first word. */
uint64_t chacha20(struct chacha20_context *context);

struct bst_node {
    uint32_t key;
    /* Places in `nodes`; 0: none. */
    uint16_t left;
    uint16_t right;
};

struct bst_context {
    uint32_t count;
    uint32_t keys[BST_KEYS];
    /* The first one is nobody. */
    struct bst_node nodes[BST_KEYS + 1];
};

/* Inserts all keys into a binary tree, then looks for each and for the number above it. Returns how
 * many were found. */
uint64_t bst(struct bst_context *context);

struct filter_context {
    uint32_t count;
    uint16_t port;
    uint16_t pad;
    /* The network, and which of its bits count: as numbers. */
    uint32_t network;
    uint32_t mask;
    uint16_t bytes[FILTER_PACKETS];
    uint8_t packets[FILTER_PACKETS][FILTER_PACKET_BYTES];
};

/* Which packets are whole IPv4 UDP datagrams from the network to the port: bit i is packet i. */
uint64_t filter(const struct filter_context *context);

struct matrix_context {
    int32_t left[MATRIX_ROWS][MATRIX_ROWS];
    int32_t right[MATRIX_ROWS][MATRIX_ROWS];
    int32_t product[MATRIX_ROWS][MATRIX_ROWS];
};

/* The product of two matrices. Returns the sum of its diagonal. */
uint64_t matrix(struct matrix_context *context);

struct mixed_node {
    uint16_t next;
    uint16_t value;
};

enum mixed_token { MIXED_WORD, MIXED_INTEGER, MIXED_HEX, MIXED_DECIMAL, MIXED_TOKENS };

struct mixed_context {
    /* The first node; 0: none, as node 0 is nobody. */
    uint16_t head;
    uint16_t seed;
    uint16_t text_bytes;
    uint16_t pad;
    uint16_t tokens[MIXED_TOKENS];
    struct mixed_node nodes[MIXED_NODES + 1];
    char text[MIXED_TEXT_BYTES];
};

/* Turns a list round, counts the tokens of a text by their kind with a state machine, and returns
 * the CRC-16 of both. */
uint64_t mixed(struct mixed_context *context);

struct calls_context {
    uint32_t count;
    uint32_t pad;
};

/* Adds the numbers below `count` by a call of a helper for each. */
uint64_t calls(const struct calls_context *context);

#endif
