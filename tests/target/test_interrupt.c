/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * usage: test_interrupt [ROUNDS]
 * The main program fires hooks, whole and in slices, attaches, detaches and lists, while the
 * timer's interrupt fires the same hooks and others, wherever it comes. What they do, and what must
 * be true at the end of each round, is that of ../threads. With -icount all of it is repeatable.
 */
#include <inttypes.h>
#include <stdio.h>

#include "../threads/totals.h"
#include "board.h"
#include "timer.h"

#define INTERRUPTS_OF_A_ROUND 5000u
#define ROUNDS 2u

static volatile bool is_in_interrupt;
static volatile uint32_t interrupts;
static uint32_t thread_times[2];
static struct actor main_actor;
static struct actor interrupt_actor;
/* Firings by the interrupt of a container that the main program was running, and of one at rest. */
static uint32_t met_running;
static uint32_t met_at_rest;

void world_pause(void)
{
}

uint32_t *world_thread_time(void)
{
    return &thread_times[is_in_interrupt];
}

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* What is known while the main program stands still: whether it runs this container. */
static void fire_what_may_be_running(void)
{
    uint8_t event[4] = {0};
    struct rbpf_container copy;
    int64_t result = NO_RESULT;
    enum rbpf_status status;
    bool is_running;

    (void)rbpf_hook_list(world_hooks[HOOK_SECOND], 0, &copy);
    is_running = copy.flags & RBPF_CONTAINER_RUNNING;
    status = rbpf_hook_fire(world_hooks[HOOK_SECOND], event, sizeof event, &result);
    world_settle(HOOK_SECOND, 0, status, result);
    if (is_running && status != RBPF_CONTAINER_BUSY)
        world_wrong("a container runs twice", status);
    met_running += is_running;
    met_at_rest += !is_running && status == RBPF_OK;
}

static void interrupt(void)
{
    static uint32_t random = 1;
    const uint32_t what = draw(&random) % 32u;

    is_in_interrupt = true;
    if (what < 16u)
        actor_fires(&interrupt_actor);
    else if (what < 24u)
        fire_what_may_be_running();
    else if (what < 26u)
        actor_lists(&interrupt_actor);
    else if (what < 28u)
        actor_stores(&interrupt_actor);
    else if (what < 30u)
        actor_resets(&interrupt_actor);
    else
        actor_stops(&interrupt_actor);
    is_in_interrupt = false;
    interrupts++;
    timer_set(1u + draw(&random) % (draw(&random) % 4u ? 400u : 4000u));
}

static void step(uint32_t what)
{
    if (what < 24u)
        actor_fires(&main_actor);
    else if (what < 48u)
        actor_fires_a_slice(&main_actor);
    else if (what < 52u)
        actor_attaches(&main_actor);
    else if (what < 56u)
        actor_lists(&main_actor);
    else if (what < 58u)
        actor_stores(&main_actor);
    else if (what < 60u)
        actor_resets(&main_actor);
    else if (what < 63u)
        actor_runs_posted(&main_actor);
    else
        actor_runs_to_be_stopped(&main_actor);
}

static void run_round(uint32_t round)
{
    static uint32_t random = 2;

    world_begin();
    main_actor = (struct actor){.seed = 2u * round + 1u};
    interrupt_actor = (struct actor){.seed = 2u * round + 2u};
    interrupts = 0;
    timer_set(1000);
    while (interrupts < INTERRUPTS_OF_A_ROUND)
        step(draw(&random) % 64u);
    timer_stop();
    actor_ends_slices(&main_actor);
    actor_detaches_all(&main_actor);
    while (world_run_posted() > 0)
        ;
    world_check();
    totals_add_round();
    totals_add_events(&main_actor.events);
    totals_add_events(&interrupt_actor.events);
}

/* The number behind the program's name. */
static uint32_t rounds_asked_for(void)
{
    char line[200];
    const char *word = line;
    uint32_t number = 0;

    board_command_line(line, sizeof line);
    while (*word && *word != ' ')
        word++;
    while (*word == ' ')
        word++;
    for (; *word >= '0' && *word <= '9'; word++)
        number = number * 10u + (uint32_t)(*word - '0');
    return number ? number : ROUNDS;
}

int main(void)
{
    const uint32_t rounds = rounds_asked_for();
    uint64_t total = 0;
    uint32_t round;
    bool all;

    actor_prepare();
    timer_begin(interrupt);
    for (round = 0; round < rounds && atomic_load(&world.wrong) == 0; round++) {
        run_round(round);
        total += interrupts;
        if (round % 20u == 19u)
            printf("%" PRIu64 " interrupts\n", total);
    }
    all = totals_print();
    printf("%10" PRIu32 " interrupts met their container running, %" PRIu32 " at rest\n",
           met_running, met_at_rest);
    printf("%10" PRIu64 " interrupts\n", total);
    return !all || met_running == 0 || met_at_rest == 0 || atomic_load(&world.wrong) > 0;
}
