/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Constant tables: numbers, rows and columns, structures with pointers to other tables. */
#include "guest.h"

static const uint8_t primes[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53};
static const int16_t sines[4][4] = {
    {0, 98, 195, 290}, {383, -471, 556, 634}, {707, 773, -831, 882}, {-924, 957, 981, 995}};
static const uint64_t powers[] = {1, 1000, 1000000, 1000000000, 1000000000000ull};

struct unit {
    const char *name;
    const uint64_t *factor;
    const struct unit *larger;
    int32_t bias;
};

extern const struct unit units[];
const struct unit units[] = {
    {"milli", &powers[0], &units[1], -3},
    {"one", &powers[1], &units[2], 0},
    {"kilo", &powers[2], &units[3], 3},
    {"mega", &powers[3], NULL, 6},
};

uint64_t guest(struct guest_ctx *ctx)
{
    const struct unit *unit = &units[ctx->choice & 3];
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < ctx->count; i++) {
        sum += (uint64_t)primes[ctx->bytes[i] & 15] * i;
        sum += (uint64_t)(int64_t)sines[ctx->bytes[i] >> 2 & 3][i & 3];
        ctx->words[i] = (uint32_t)sum;
    }
    ctx->out[0] = *unit->factor;
    ctx->out[1] = (uint64_t)(int64_t)unit->bias;
    ctx->out[2] = (uint64_t)unit->name[0];
    while (unit->larger)
        unit = unit->larger;
    ctx->out[3] = (uint64_t)unit->name[3] + powers[4];
    return sum;
}
