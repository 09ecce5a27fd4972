/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "report.h"

#include <stdio.h>
#include <string.h>

#include "tally.h"

static void report_last(const struct tally *tally)
{
    char text[TALLY_TEXT_BYTES];

    printf("  %-21s %-50s %s\n", tally->attempt->name, tally->attempt->what,
           tally_text(tally, text));
}

static void report_all(struct tally *tally)
{
    bool goes_on = true;

    while (goes_on) {
        if (tally->index == 0 && tally->group < attempt_group_count)
            printf("%s\n", attempt_groups[tally->group].name);
        goes_on = tally_next(tally);
        if (goes_on)
            report_last(tally);
    }
}

static void report_one(struct tally *tally, const char *name)
{
    uint32_t group, i;

    for (group = 0; group < attempt_group_count; group++)
        for (i = 0; i < attempt_groups[group].count; i++)
            if (strcmp(name, attempt_groups[group].attempts[i].name) == 0) {
                tally_play(tally, &attempt_groups[group].attempts[i]);
                report_last(tally);
            }
}

int report_attempts(const char *only)
{
    struct tally tally = {.attempts = 0};

    if (!play_alone()) {
        printf("without the attacker something goes wrong already\n");
        return 1;
    }
    if (only)
        report_one(&tally, only);
    else
        report_all(&tally);
    printf("%u attempts, %u stopped\n", tally.attempts, tally.stopped);
    return tally.attempts > 0 && tally.attempts == tally.stopped ? 0 : 1;
}
