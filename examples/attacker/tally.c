/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "tally.h"

#include <stdio.h>
#include <string.h>

#include "ground.h"

static void add_up(struct rbpf_container *sum, const struct rbpf_container *last)
{
    const struct rbpf_container before = *sum;
    uint32_t i;

    if (!last->hook)
        return;
    *sum = *last;
    sum->runs += before.runs;
    sum->insns += before.insns;
    for (i = 0; i < RBPF_CAUSES; i++) {
        uint32_t faults = (uint32_t)before.faults[i] + last->faults[i];

        sum->faults[i] = faults < UINT8_MAX ? (uint8_t)faults : UINT8_MAX;
    }
}

void tally_play(struct tally *tally, const struct attempt *attempt)
{
    tally->attempt = attempt;
    tally->outcome = play(attempt);
    tally->attempts++;
    tally->stopped += tally->outcome.verdict == PLAY_STOPPED;
    add_up(&tally->mallory, &ground_mallory);
}

bool tally_next(struct tally *tally)
{
    if (tally->group == attempt_group_count) {
        tally->group = 0;
        return false;
    }
    tally_play(tally, &attempt_groups[tally->group].attempts[tally->index++]);
    if (tally->index == attempt_groups[tally->group].count) {
        tally->group++;
        tally->index = 0;
    }
    return true;
}

static const char *name_of(int32_t status)
{
    return rbpf_status_name((enum rbpf_status)status);
}

/* Appended. */
static void add_stop(char *text, const struct stop *stop, const char *words)
{
    char *end = text + strlen(text);
    const size_t room = TALLY_TEXT_BYTES - (size_t)(end - text);

    if (stop->by == BY_PAUSE && stop->status == RBPF_OK)
        snprintf(end, room, "quarantine");
    else if (stop->by == BY_RESULT && stop->status >= 0 && words)
        snprintf(end, room, "%s", words);
    else if (stop->by == BY_RESULT && stop->status >= 0)
        snprintf(end, room, "nothing, it gets %d", (int)stop->status);
    else
        snprintf(end, room, "%s%s", stop->detail ? "helper: " : "",
                 name_of(stop->detail ? stop->detail : stop->status));
}

const char *tally_text(const struct tally *tally, char text[static TALLY_TEXT_BYTES])
{
    const struct stop *expected = &tally->attempt->stop;
    const struct outcome *outcome = &tally->outcome;
    const bool is_expected = outcome->verdict == PLAY_STOPPED;

    text[0] = 0;
    if (outcome->verdict == PLAY_SUCCEEDED) {
        snprintf(text, TALLY_TEXT_BYTES, "SUCCEEDED: %s", outcome->harm);
        return text;
    }
    add_stop(text, &outcome->stop, is_expected ? expected->words : NULL);
    if (!is_expected) {
        snprintf(text + strlen(text), TALLY_TEXT_BYTES - strlen(text), ", BUT EXPECTED: ");
        add_stop(text, expected, expected->words);
    }
    return text;
}
