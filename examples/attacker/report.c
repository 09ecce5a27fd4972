/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

#include "report.h"

#include <stdio.h>
#include <string.h>

#include "play.h"

struct sum {
    unsigned attempts;
    unsigned stopped;
};

static void print_status(int32_t status)
{
    fputs(rbpf_status_name((enum rbpf_status)status), stdout);
}

static void print_stop(const struct stop *stop, const struct stop *expected)
{
    if (stop->by == BY_PAUSE && stop->status == RBPF_OK) {
        fputs("quarantine", stdout);
    } else if (stop->by == BY_RESULT && stop->status >= 0) {
        if (expected->words && expected->status == stop->status)
            fputs(expected->words, stdout);
        else
            printf("nothing: it gets %d", (int)stop->status);
    } else if (stop->detail) {
        fputs("helper: ", stdout);
        print_status(stop->detail);
    } else {
        print_status(stop->status);
    }
}

static void print_outcome(const struct attempt *attempt, const struct outcome *outcome)
{
    if (outcome->verdict == PLAY_SUCCEEDED) {
        printf("SUCCEEDED: %s\n", outcome->harm);
        return;
    }
    print_stop(&outcome->stop, &attempt->stop);
    if (outcome->verdict == PLAY_OTHERWISE) {
        fputs(", BUT EXPECTED: ", stdout);
        print_stop(&attempt->stop, &attempt->stop);
    }
    fputs("\n", stdout);
}

static void report_one(const struct attempt *attempt, struct sum *sum)
{
    struct outcome outcome;

    printf("  %-21s %-50s ", attempt->name, attempt->what);
    fflush(stdout);
    outcome = play(attempt);
    print_outcome(attempt, &outcome);
    sum->attempts++;
    sum->stopped += outcome.verdict == PLAY_STOPPED;
}

static void report_group(const struct attempt_group *group, const char *only, struct sum *sum)
{
    uint32_t i;

    if (!only)
        printf("%s\n", group->name);
    for (i = 0; i < group->count; i++)
        if (!only || strcmp(only, group->attempts[i].name) == 0)
            report_one(&group->attempts[i], sum);
}

int report_attempts(const char *only)
{
    struct sum sum = {0, 0};
    uint32_t i;

    if (!play_alone()) {
        printf("without the attacker something goes wrong already\n");
        return 1;
    }
    for (i = 0; i < attempt_group_count; i++)
        report_group(&attempt_groups[i], only, &sum);
    printf("%u attempts, %u stopped\n", sum.attempts, sum.stopped);
    return sum.attempts > 0 && sum.attempts == sum.stopped ? 0 : 1;
}
