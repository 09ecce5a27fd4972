/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Writes JSON (RFC 8259), a line for each value. Keys are null inside of arrays. */
#ifndef RBPF_TOOLS_JSON_H
#define RBPF_TOOLS_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
    FILE *out;
    /* Open objects and arrays. */
    unsigned depth;
    /* Something stands before the next value on its level. */
    bool follows;
};

/* `bracket` is '{' or '['. The outermost value is an object without a key. */
void json_open(struct json *json, const char *key, char bracket);

/* `bracket` is '}' or ']'. */
void json_close(struct json *json, char bracket);

void json_number(struct json *json, const char *key, uint64_t value);

void json_bool(struct json *json, const char *key, bool value);

/* Null becomes null. Bytes above 127 are taken for Latin-1, so that anything gives valid JSON. */
void json_string(struct json *json, const char *key, const char *value);

#endif
