/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "play.h"

#include <stddef.h>
#include <string.h>

#include <rbpf/bytes.h>
#include <rbpf/image.h>

#include "mallory_image.h"

#define NO_RESULT INT64_C(-99999)

static struct ground_record others;

/* The image. */

static uint8_t *row_of(uint8_t *image, uint32_t kind)
{
    uint8_t *row = image + RBPF_IMAGE_HEADER_BYTES;

    while (rbpf_load16(row) != kind)
        row += RBPF_IMAGE_SECTION_BYTES;
    return row;
}

static uint8_t *section_of(uint8_t *image, uint32_t kind)
{
    return image + rbpf_load32(row_of(image, kind) + 4);
}

static uint8_t *slot_of(uint8_t *image, int32_t at)
{
    const uint32_t text_bytes = rbpf_load32(row_of(image, RBPF_SECTION_TEXT) + 8);

    return section_of(image, RBPF_SECTION_TEXT) + 8 * at + (at < 0 ? (int32_t)text_bytes : 0);
}

/* From the slot behind the first one to where the image says what it wants. */
static uint64_t jump_to_request(uint8_t *image)
{
    const uint8_t *wants = section_of(image, RBPF_SECTION_REQUEST) + 32;

    return UINT64_C(0x05) | (uint64_t)((wants - slot_of(image, 1)) / 8) << 16;
}

static void put(uint8_t *at, uint64_t value, uint32_t bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        *at++ = (uint8_t)value;
}

static void patch(uint8_t *image, const struct patch *patch)
{
    switch (patch->part) {
    case IN_HEADER:
        put(image + patch->at, patch->value, patch->bytes);
        break;
    case IN_ROW:
        put(row_of(image, patch->kind) + patch->at, patch->value, patch->bytes);
        break;
    case IN_SECTION:
        put(section_of(image, patch->kind) + patch->at, patch->value, patch->bytes);
        break;
    case IN_CODE:
        put(slot_of(image, patch->at), patch->value, patch->bytes);
        break;
    case JUMP_TO_REQUEST:
        put(slot_of(image, 0), jump_to_request(image), 8);
        break;
    default:
        break;
    }
}

/* From behind, so that what is found by others' rows is patched before these. */
static void make_image(const struct attempt *attempt)
{
    uint8_t *image = ground_image() + (attempt->is_misaligned ? 4 : 0);
    uint32_t i;

    memcpy(image, mallory_image, sizeof mallory_image);
    for (i = PATCHES_MOST; i > 0; i--)
        patch(image, &attempt->patches[i - 1u]);
}

/* The play. */

struct game {
    const struct attempt *attempt;
    struct order order;
    enum ground_hook hook;
    struct outcome outcome;
    bool has_run;
    bool saw_rate;
};

static void find_order(struct game *game)
{
    const struct attempt *attempt = game->attempt;
    uint32_t i;

    game->order = attempt->order;
    if (attempt->aims_at_host)
        game->order.a[0] = ground_host_address();
    for (i = 0; i < 3 && attempt->pointers[1]; i++)
        rbpf_store64(game->order.text + 8u * i, attempt->pointers[i]);
}

/* What one run of mallory's came to. */
static void note_run(struct game *game, enum rbpf_status status, int64_t result)
{
    struct stop *stop = &game->outcome.stop;

    game->saw_rate |= status == RBPF_CONTAINER_RATE;
    if (ground_is_secret(&result, sizeof result))
        game->outcome.harm = "a secret is its result";
    if (game->attempt->is_search && status == RBPF_OK && result != 0 && result != NO_RESULT)
        game->outcome.harm = "it finds what was left";
    if (game->has_run)
        return;
    game->has_run = true;
    *stop = (struct stop){status == RBPF_OK ? BY_RESULT : BY_FAULT, status, 0, NULL};
    if (status == RBPF_OK)
        stop->status = (int32_t)result;
    if (status == RBPF_FAULT_HELPER_FAILED)
        stop->detail = ground_watch.fault.helper_status;
}

static void look(struct game *game, uint64_t insns_before, uint32_t runs_before,
                 bool is_quarantined)
{
    const char *harm;

    if (game->outcome.harm)
        return;
    harm = ground_harm(game->hook == GROUND_GUEST ? &game->order : NULL,
                       ground_mallory.insns - insns_before);
    if (is_quarantined && ground_mallory.runs != runs_before)
        harm = "it runs though it has faulted too often";
    game->outcome.harm = harm;
}

/* Mallory's turn: on her own hook, or once for the hook that she fires again herself. */
static void strike(struct game *game)
{
    const uint64_t insns = ground_mallory.insns;
    const uint32_t runs = ground_mallory.runs;
    const bool is_quarantined = ground_mallory.strikes >= GROUND_FAULT_LIMIT;
    int64_t result = NO_RESULT;
    enum rbpf_status status = RBPF_OK;

    if (game->hook == GROUND_GUEST)
        status = ground_strike(&game->order, &result);
    else if (game->hook == GROUND_ALARM && !game->has_run)
        status = rbpf_hook_fire(&ground_hooks[GROUND_ALARM], NULL, 0, &result);
    else
        return;
    note_run(game, status, result);
    look(game, insns, runs, is_quarantined);
}

static enum ground_hook hook_of(uint32_t step)
{
    static const uint8_t hooks[GROUND_STEPS] = {GROUND_SWITCH, GROUND_TIMER, GROUND_SWITCH,
                                                GROUND_REQUEST, GROUND_SWITCH};

    return (enum ground_hook)hooks[step];
}

static void play_round(struct game *game, uint32_t round)
{
    uint32_t step;

    for (step = 0; step < GROUND_STEPS; step++) {
        const uint64_t insns = ground_mallory.insns;
        enum rbpf_status status;

        strike(game);
        status = ground_step(&others, round, step);
        if (game->hook == hook_of(step)) {
            note_run(game, status, NO_RESULT);
            look(game, insns, ground_mallory.runs, false);
        }
    }
    ground_end_round();
    look(game, ground_mallory.insns, ground_mallory.runs, false);
}

static bool is_same(const struct stop *a, const struct stop *b)
{
    return a->by == b->by && a->status == b->status && a->detail == b->detail;
}

static bool is_paused(const struct game *game)
{
    if (game->attempt->stop.status == RBPF_CONTAINER_RATE)
        return game->saw_rate;
    return (ground_mallory.flags & RBPF_CONTAINER_QUARANTINE) != 0;
}

static void judge(struct game *game)
{
    struct outcome *outcome = &game->outcome;

    if (!outcome->harm && (others.differs || others.at != others.bytes_used))
        outcome->harm = "others have or get something else";
    if (game->attempt->stop.by == BY_PAUSE && is_paused(game))
        outcome->stop = game->attempt->stop;
    if (outcome->harm)
        outcome->verdict = PLAY_SUCCEEDED;
    else if (!is_same(&outcome->stop, &game->attempt->stop))
        outcome->verdict = PLAY_OTHERWISE;
}

struct outcome play(const struct attempt *attempt)
{
    struct game game = {.attempt = attempt, .hook = GROUND_GUEST};
    enum rbpf_status status = ground_begin();
    uint32_t round;

    if (attempt->hook_plus_1)
        game.hook = (enum ground_hook)(attempt->hook_plus_1 - 1u);
    find_order(&game);
    make_image(attempt);
    ground_record_rewind(&others);
    if (status == RBPF_OK)
        status = ground_attach(game.hook, attempt->entry,
                               (uint32_t)sizeof mallory_image - attempt->cut_bytes,
                               attempt->is_misaligned);
    if (status != RBPF_OK) {
        game.outcome.stop = (struct stop){BY_ATTACH, status, 0, NULL};
        game.has_run = true;
    }
    for (round = 0; round < GROUND_ROUNDS; round++)
        play_round(&game, round);
    ground_finish(&others);
    judge(&game);
    return game.outcome;
}

/* All steps went well, and there was something to do. */
bool play_alone(void)
{
    bool is_well = ground_begin() == RBPF_OK;
    uint32_t round, step;

    memset(&others, 0, sizeof others);
    for (round = 0; round < GROUND_ROUNDS && is_well; round++) {
        for (step = 0; step < GROUND_STEPS; step++)
            is_well &= ground_step(&others, round, step) == RBPF_OK;
        ground_end_round();
    }
    ground_finish(&others);
    return is_well && !others.differs;
}
