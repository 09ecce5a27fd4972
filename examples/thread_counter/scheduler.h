/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/*
 * A small cooperative scheduler. A task is a function that runs to its next yield, which is where
 * it returns; all of a table take turns. Where the CPU goes from one to another, a hook is fired
 * with a struct thread_switch.
 */
#ifndef SCHEDULER_H
#define SCHEDULER_H

#include <stdbool.h>
#include <stdint.h>

#include <rbpf/hook.h>

#define TASKS_MOST 8u

/* Returns whether it goes on: one that does not is not called again. */
typedef bool (*task_fn)(void *state);

struct task {
    task_fn run;
    void *state;
};

/* Zero but for hook, tasks, count. */
struct scheduler {
    struct rbpf_hook *hook;
    /* The thread of number n is tasks[n - 1]. */
    const struct task *tasks;
    uint8_t count;
    /* Who has the CPU; 0: nobody. */
    uint8_t current;
    /* A bit a task. */
    uint8_t ended;
    /* The first firing that went wrong. */
    enum rbpf_status status;
};

/* Gives the CPU to the next task until it yields. False: all have ended, and the CPU is idle. */
bool scheduler_run(struct scheduler *scheduler);

#endif
