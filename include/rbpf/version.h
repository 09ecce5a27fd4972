/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/**
 * @file
 * The version, by the rules of semver.org, in the one place that has it: CMake
 * and what it installs read these three numbers. Macros only, so that it costs
 * no flash where it is not used.
 *
 * MAJOR counts changes that break what uses the library (before 1.0, MINOR does).
 */
#ifndef RBPF_VERSION_H
#define RBPF_VERSION_H

#define RBPF_VERSION_MAJOR 0
#define RBPF_VERSION_MINOR 1
#define RBPF_VERSION_PATCH 0

/** "0.1.0" */
#define RBPF_VERSION RBPF_VERSION_JOIN(RBPF_VERSION_MAJOR, RBPF_VERSION_MINOR, RBPF_VERSION_PATCH)

/* Private: the first expands the numbers, the second joins them. */
#define RBPF_VERSION_JOIN(major, minor, patch) RBPF_VERSION_STRING(major, minor, patch)
#define RBPF_VERSION_STRING(major, minor, patch) #major "." #minor "." #patch

#endif
