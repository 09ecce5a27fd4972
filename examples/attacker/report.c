/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "report.h"

#include <stdio.h>
#include <string.h>

#include "tally.h"

static void report_one(const struct attempt *attempt, struct tally *tally)
{
    char text[TALLY_TEXT_BYTES];

    printf("  %-21s %-50s ", attempt->name, attempt->what);
    fflush(stdout);
    tally_play(tally, attempt);
    printf("%s\n", tally_text(tally, text));
}

static void report_group(const struct attempt_group *group, const char *only, struct tally *tally)
{
    uint32_t i;

    if (!only)
        printf("%s\n", group->name);
    for (i = 0; i < group->count; i++)
        if (!only || strcmp(only, group->attempts[i].name) == 0)
            report_one(&group->attempts[i], tally);
}

int report_attempts(const char *only)
{
    struct tally tally = {.attempts = 0};
    uint32_t i;

    if (!play_alone()) {
        printf("without the attacker something goes wrong already\n");
        return 1;
    }
    for (i = 0; i < attempt_group_count; i++)
        report_group(&attempt_groups[i], only, &tally);
    printf("%u attempts, %u stopped\n", tally.attempts, tally.stopped);
    return tally.attempts > 0 && tally.attempts == tally.stopped ? 0 : 1;
}
