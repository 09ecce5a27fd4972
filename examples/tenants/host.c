/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * The device of two tenants on a PC, live: its sensor is served over CoAP, and a table shows what
 * the containers do meanwhile. examples/tenants/README.md has its options.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <rbpf/bytes.h>

#include "../attacker/tally.h"
#include "coap_server.h"
#include "device.h"
#include "fetch.h"
#include "scheduler.h"
#include "switch.h"
#include "table.h"

#define TICK_MS 100u
#define FETCH_MS 500u
#define POLL_MS 20u
/* The client itself gives up a second before. */
#define FETCH_MOST_MS 11000u

static struct {
    /* Options. */
    uint32_t seconds;
    uint32_t port;
    /* The timer fires so often at once, and then no more; 0: it fires in time. */
    uint32_t ticks;

    struct scheduler scheduler;
    struct coap_server server;
    struct fetch fetch;
    uint64_t began_ms;
    uint64_t next_tick_ms;
    uint64_t next_fetch_ms;
    uint64_t next_screen_ms;
    uint32_t ticks_done;
    /* Of a third tenant's, on a twin of the device. */
    struct tally attacks;
    /* Of the terminal, to be overwritten. */
    uint32_t lines;
} demo = {.seconds = 5};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static bool is_serving(void)
{
    return demo.server.port != 0;
}

/* Whether a time has come; the next one is then a period later. */
static bool is_due(uint64_t *next_ms, uint32_t period_ms)
{
    uint64_t now = now_ms();

    if (now < *next_ms)
        return false;
    *next_ms = now + period_ms;
    return true;
}

static volatile sig_atomic_t is_interrupted;

static void interrupt(int signal_number)
{
    is_interrupted = signal_number;
}

static bool has_ended(void)
{
    return is_interrupted || now_ms() - demo.began_ms >= demo.seconds * UINT64_C(1000);
}

/* The tasks. Each ends with the demo. */

static bool run_timer(void *state)
{
    (void)state;
    if (demo.ticks) {
        for (; demo.ticks_done < demo.ticks; demo.ticks_done++)
            (void)device_tick();
    } else if (is_due(&demo.next_tick_ms, TICK_MS)) {
        (void)device_tick();
        demo.ticks_done++;
    }
    return !has_ended();
}

static bool run_network(void *state)
{
    (void)state;
    if (!tally_next(&demo.attacks))
        (void)tally_next(&demo.attacks);
    coap_server_poll(&demo.server, POLL_MS);
    if (is_serving()) {
        fetch_poll(&demo.fetch);
        if (demo.ticks_done > 0 && is_due(&demo.next_fetch_ms, FETCH_MS))
            (void)fetch_start(&demo.fetch, demo.server.port);
    }
    return !has_ended();
}

static uint32_t thread_count(uint32_t thread)
{
    struct rbpf_item item = {.size = 0};

    (void)rbpf_store_get(device_tenants[DEVICE_ANNA].store, THREAD_KEY + thread, &item);
    return rbpf_load32(item.value);
}

static void print_attacks(void)
{
    const struct attempt *last = demo.attacks.attempt;
    char text[TALLY_TEXT_BYTES] = "";

    printf("mallory: %u attempts to get out, %u stopped; the last one, %s: %s\n",
           demo.attacks.attempts, demo.attacks.stopped, last ? last->name : "none",
           last ? tally_text(&demo.attacks, text) : text);
}

static uint32_t print_state(void)
{
    uint32_t lines = table_print(&demo.attacks.mallory) + 1u;

    print_attacks();
    printf("anna's store: the timer got the CPU %" PRIu32 " times, the network %" PRIu32
           ", the screen %" PRIu32 "\n",
           thread_count(1), thread_count(2), thread_count(3));
    if (!is_serving())
        return lines + 1u;
    printf("coap://127.0.0.1:%u/sensor/average: ", demo.server.port);
    if (demo.fetch.fetched)
        printf("%s C, fetched %" PRIu32 " times\n", demo.fetch.value, demo.fetch.fetched);
    else
        printf("%" PRIu32 " requests answered\n", demo.server.answered);
    return lines + 2u;
}

/* A terminal is refreshed in place; elsewhere a line a second tells that something goes on. */
static void print_progress(void)
{
    if (isatty(STDOUT_FILENO)) {
        if (demo.lines)
            printf("\033[%" PRIu32 "A\033[J", demo.lines);
        /* What is too long for a line is cut, or it would be more lines than are counted. */
        printf("\033[?7l");
        demo.lines = print_state();
        printf("\033[?7h");
    } else if (demo.fetch.fetched) {
        printf("after %u readings, over CoAP: %s C\n", (unsigned)demo.ticks_done, demo.fetch.value);
    }
    fflush(stdout);
}

static bool run_screen(void *state)
{
    (void)state;
    if (is_due(&demo.next_screen_ms, isatty(STDOUT_FILENO) ? TICK_MS : 1000u))
        print_progress();
    return !has_ended();
}

static const struct task tasks[DEVICE_THREADS] = {
    {run_timer, NULL}, {run_network, NULL}, {run_screen, NULL}};

static bool read_option(const char *name, const char *text)
{
    static const struct {
        const char *name;
        uint32_t *number;
        uint32_t most;
    } options[] = {
        {"--seconds", &demo.seconds, 86400},
        {"--port", &demo.port, UINT16_MAX},
        {"--ticks", &demo.ticks, 1000000},
    };
    uint32_t i;

    if (strcmp(name, "--client") == 0) {
        demo.fetch.program = text;
        return true;
    }
    for (i = 0; i < sizeof options / sizeof options[0]; i++) {
        char *end;
        unsigned long number;

        if (strcmp(name, options[i].name) != 0)
            continue;
        number = strtoul(text, &end, 10);
        *options[i].number = (uint32_t)number;
        return *text >= '0' && *text <= '9' && *end == 0 && number <= options[i].most;
    }
    return false;
}

static bool read_options(int count, char **arguments)
{
    int i;

    for (i = 1; i < count; i += 2)
        if (i + 1 == count || !read_option(arguments[i], arguments[i + 1])) {
            fprintf(stderr,
                    "%s: not an option with its value\n"
                    "usage: [--seconds N] [--port N] [--ticks N] [--client PROGRAM]\n",
                    arguments[i]);
            return false;
        }
    return true;
}

/* The client may still wait for an answer. */
static void finish_fetch(void)
{
    const uint64_t end_ms = now_ms() + FETCH_MOST_MS;

    while (fetch_is_running(&demo.fetch) && !is_interrupted && now_ms() < end_ms) {
        coap_server_poll(&demo.server, POLL_MS);
        fetch_poll(&demo.fetch);
    }
    demo.fetch.failed += fetch_is_running(&demo.fetch) && !is_interrupted;
    fetch_stop(&demo.fetch);
}

static enum rbpf_status run(void)
{
    demo.scheduler = (struct scheduler){
        .hook = &device_hooks[DEVICE_SWITCH], .tasks = tasks, .count = DEVICE_THREADS};
    signal(SIGINT, interrupt);
    signal(SIGTERM, interrupt);
    demo.began_ms = now_ms();
    demo.next_screen_ms = demo.began_ms + TICK_MS;
    while (scheduler_run(&demo.scheduler))
        ;
    finish_fetch();
    return demo.scheduler.status;
}

static void print_end(void)
{
    if (isatty(STDOUT_FILENO) && demo.lines)
        printf("\033[%" PRIu32 "A\033[J", demo.lines);
    print_state();
}

int main(int count, char **arguments)
{
    enum device_container which = DEVICE_COUNTER;
    enum rbpf_status status;

    if (!read_options(count, arguments))
        return 2;
    if (!play_alone()) {
        fprintf(stderr, "the attacker's device does not work even without her\n");
        return 1;
    }
    status = device_start(&which);
    if (status != RBPF_OK) {
        fprintf(stderr, "%s: %s\n", device_names[which], rbpf_status_text(status));
        return 1;
    }
    if (!coap_server_open(&demo.server, (uint16_t)demo.port))
        return 1;
    if (is_serving())
        printf("serving coap://127.0.0.1:%u/sensor/average\n", demo.server.port);
    fflush(stdout);
    status = run();
    print_end();
    coap_server_close(&demo.server);
    if (status != RBPF_OK)
        fprintf(stderr, "%s\n", rbpf_status_text(status));
    return status != RBPF_OK || demo.fetch.failed || demo.attacks.attempts != demo.attacks.stopped;
}
