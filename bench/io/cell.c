/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "cell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "channel.h"
#include "hosted.h"
#include "io.h"

/* A batch of datagrams waits in the buffer of a socket, as large as Linux has it by default. */
#define UDP_BATCH_BYTES (128u << 10)
#define FILE_BATCH_BYTES (1u << 20)
#define CHECKED_BATCHES 3u
#define FILE_SEED 0x5eedu

const char *const workload_names[WORKLOADS] = {"file read", "file write", "UDP"};
const char *const mode_names[MODES] = {"native, single", "native, batched", "guest, firing",
                                       "guest, single",  "guest, vector",   "guest, batched"};

/* hosted_memory: what to put and what was got, and for each a table as the guest sees it and one as
 * native code does. */
struct tables {
    struct io_item out[IO_ITEMS_MAX];
    struct io_item in[IO_ITEMS_MAX];
    struct io_item native_out[IO_ITEMS_MAX];
    struct io_item native_in[IO_ITEMS_MAX];
};
#define TABLES_BYTES (2u * 4096u)
#define DATA_BYTES ((HOSTED_MEMORY_BYTES - TABLES_BYTES) / 2u)
_Static_assert(sizeof(struct tables) <= TABLES_BYTES && DATA_BYTES >= FILE_BATCH_BYTES,
               "there is room for all");

static struct tables *const tables = (struct tables *)(void *)hosted_memory;
static uint8_t *const out_data = hosted_memory + TABLES_BYTES;
static uint8_t *const in_data = hosted_memory + TABLES_BYTES + DATA_BYTES;

static bool fail(const struct cell *cell, const char *what, const char *why)
{
    fprintf(stderr, "bench_io: %s, %" PRIu32 " bytes, headers %s: %s: %s\n",
            workload_names[cell->workload], cell->bytes,
            cell->looks ? "looked at" : "not looked at", what, why);
    return false;
}

static bool is_native(enum mode mode)
{
    return mode == MODE_NATIVE_SINGLE || mode == MODE_NATIVE_BATCHED;
}

uint32_t cell_items(enum workload workload, uint32_t bytes)
{
    uint32_t most = (workload == WORKLOAD_UDP ? UDP_BATCH_BYTES : FILE_BATCH_BYTES) / bytes;

    return most < IO_ITEMS_MAX ? most : IO_ITEMS_MAX;
}

/* Byte `at` of what is moved; of any two seeds or places it differs. */
static uint8_t pattern(uint32_t seed, uint64_t at)
{
    uint64_t x = (at / 8u + 1u) * 0x9e3779b97f4a7c15u + seed * 0xbf58476d1ce4e5b9u;

    x = (x ^ x >> 30) * 0x94d049bb133111ebu;
    return (uint8_t)((x ^ x >> 31) >> at % 8u * 8u);
}

static void fill(uint8_t *data, uint32_t bytes, uint32_t seed, uint64_t at)
{
    uint32_t i;

    for (i = 0; i < bytes; i++)
        data[i] = pattern(seed, at + i);
}

static uint32_t batch_bytes(const struct cell *cell)
{
    return cell->items * cell->bytes;
}

/* From one item in memory to the next, all of them aligned; of files, their bytes. */
static uint32_t stride(const struct cell *cell)
{
    return (cell->bytes + 63u) / 64u * 64u;
}

static bool fill_file(void)
{
    static uint8_t part[1u << 16];
    uint64_t at;

    for (at = 0; at < CELL_FILE_BYTES; at += sizeof part) {
        fill(part, sizeof part, FILE_SEED, at);
        if (channel_put(part, sizeof part, at) != (int64_t)sizeof part)
            return false;
    }
    return true;
}

bool cell_begin(const struct cell *cell)
{
    bool is_udp = cell->workload == WORKLOAD_UDP;
    int error = is_udp ? channel_open_udp() : channel_open_file(CELL_FILE_BYTES);
    uint32_t i;

    if (error)
        return fail(cell, "cannot open the channel", strerror(-error));
    if (!is_udp && !fill_file()) {
        channel_close();
        return fail(cell, "cannot fill the file", "short write");
    }
    for (i = 0; i < cell->items; i++) {
        uint8_t *out = out_data + i * stride(cell);
        uint8_t *in = in_data + i * stride(cell);

        tables->out[i] = (struct io_item){hosted_address(out), cell->bytes};
        tables->in[i] = (struct io_item){hosted_address(in), cell->bytes};
        tables->native_out[i] = (struct io_item){(uintptr_t)out, cell->bytes};
        tables->native_in[i] = (struct io_item){(uintptr_t)in, cell->bytes};
    }
    fill(out_data, cell->items * stride(cell), 0, 0);
    return true;
}

void cell_end(void)
{
    channel_close();
}

static enum io_way way_of(enum mode mode)
{
    if (mode == MODE_NATIVE_BATCHED || mode == MODE_GUEST_BATCHED)
        return IO_BATCHED;
    /* Native code has no helpers to call: it loops over the system call. */
    return mode == MODE_GUEST_VECTOR || mode == MODE_NATIVE_SINGLE ? IO_VECTOR : IO_SINGLE;
}

static struct io_job make_job(const struct cell *cell, enum mode mode, uint32_t batch)
{
    uint64_t place = (uint64_t)batch * batch_bytes(cell) % CELL_FILE_BYTES;

    return (struct io_job){
        .out = is_native(mode) ? (uintptr_t)tables->native_out : hosted_address(tables->out),
        .in = is_native(mode) ? (uintptr_t)tables->native_in : hosted_address(tables->in),
        .offset = cell->workload == WORKLOAD_UDP ? 0 : place,
        .count = cell->items,
        .bytes = batch_bytes(cell),
        .way = (uint8_t)way_of(mode),
        .puts = cell->workload != WORKLOAD_READ,
        .gets = cell->workload != WORKLOAD_WRITE,
        .looks = cell->looks,
        .number = batch * cell->items,
    };
}

static int64_t fire(struct io_job *job)
{
    int64_t result = 0;
    enum rbpf_status status = hosted_fire(job, sizeof *job, &result);

    if (status == RBPF_OK)
        return result;
    fprintf(stderr, "bench_io: the guest: %s, helper %" PRIu32 ", its status %" PRId32 "\n",
            rbpf_status_text(status), hosted_fault.helper, hosted_fault.helper_status);
    return IO_SHORT;
}

/* The same job, fired anew for each item, all that are put before those that are got. */
static int64_t fire_each(const struct io_job *all)
{
    int64_t sum = 0;
    uint32_t i;

    for (i = 0; i < 2u * all->count; i++) {
        uint32_t place = i % all->count;
        struct io_job job = *all;
        int64_t result;

        job.puts = all->puts && i < all->count;
        job.gets = all->gets && i >= all->count;
        if (!job.puts && !job.gets)
            continue;
        job.out += place * sizeof(struct io_item);
        job.in += place * sizeof(struct io_item);
        job.bytes /= all->count;
        job.offset += (uint64_t)place * job.bytes;
        job.number += place;
        job.count = 1;
        result = fire(&job);
        if (result < 0)
            return result;
        sum += result;
    }
    return sum;
}

static int64_t run_one(const struct cell *cell, enum mode mode, uint32_t batch)
{
    struct io_job job = make_job(cell, mode, batch);

    if (is_native(mode))
        return io_transfer(&job);
    return mode == MODE_GUEST_FIRING ? fire_each(&job) : fire(&job);
}

int64_t cell_run(const struct cell *cell, enum mode mode, uint32_t batches)
{
    int64_t sum = 0;
    uint32_t i;

    for (i = 0; i < batches; i++) {
        int64_t result = run_one(cell, mode, i);

        if (result < 0) {
            fail(cell, mode_names[mode],
                 result == IO_SHORT ? "moves less than it should" : strerror((int)-result));
            return result;
        }
        sum += result;
    }
    return sum;
}

/* What has to come out of a batch: the pattern, and in it the headers that were written. */
static int64_t expect(const struct cell *cell, uint32_t batch, uint32_t seed, uint8_t *expected)
{
    uint64_t at = cell->workload == WORKLOAD_READ ? (uint64_t)batch * batch_bytes(cell) : 0;
    int64_t sum = 0;
    uint32_t i;

    fill(expected, cell->items * stride(cell), seed, at);
    for (i = 0; i < cell->items && cell->looks; i++) {
        uint8_t *header = expected + i * stride(cell);

        if (cell->workload != WORKLOAD_READ)
            rbpf_store32(header, batch * cell->items + i);
        if (cell->workload != WORKLOAD_WRITE)
            sum += rbpf_load32(header);
    }
    return sum;
}

static bool is_expected(const struct cell *cell, const uint8_t *expected)
{
    uint32_t i;

    for (i = 0; i < cell->items; i++)
        if (memcmp(in_data + i * stride(cell), expected + i * stride(cell), cell->bytes) != 0)
            return false;
    return true;
}

static bool check_one(const struct cell *cell, enum mode mode, uint32_t batch)
{
    static uint8_t expected[DATA_BYTES];
    uint32_t bytes = batch_bytes(cell);
    uint32_t seed =
        cell->workload == WORKLOAD_READ ? FILE_SEED : 1u + mode * CHECKED_BATCHES + batch;
    int64_t sum = expect(cell, batch, seed, expected);
    int64_t result;

    fill(out_data, cell->items * stride(cell), seed, 0);
    memset(in_data, 0xee, cell->items * stride(cell));
    result = run_one(cell, mode, batch);
    if (result < 0)
        return fail(cell, mode_names[mode], "moves less than it should");
    if (result != sum)
        return fail(cell, mode_names[mode], "reads other headers than there are");
    if (cell->workload == WORKLOAD_WRITE &&
        channel_get(in_data, bytes, (uint64_t)batch * bytes) != bytes)
        return fail(cell, mode_names[mode], "what was written cannot be read");
    return is_expected(cell, expected) ||
           fail(cell, mode_names[mode], "the bytes are not those that they should be");
}

bool cell_check(const struct cell *cell, enum mode mode)
{
    uint32_t batch;

    for (batch = 0; batch < CHECKED_BATCHES; batch++)
        if (!check_one(cell, mode, batch))
            return false;
    return true;
}
