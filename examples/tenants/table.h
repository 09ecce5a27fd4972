/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* The device's containers as a table for people. */
#ifndef TABLE_H
#define TABLE_H

#include <stdint.h>

#include <rbpf/rbpf.h>

/* Prints it, at most 100 columns wide, with a row for an attacker's container, which may be null or
 * not attached; returns how many lines that are. */
uint32_t table_print(const struct rbpf_container *attacker);

#endif
