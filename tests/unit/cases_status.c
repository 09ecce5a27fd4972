/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Every status has a name of its own, that of the header, and a sentence of its own. */
#include <string.h>

#include <rbpf/status.h>

#include "cases.h"

struct status_case {
    const char *name;
    enum rbpf_status status;
    int number;
};

#define ROW(name, number)                                                                          \
    {                                                                                              \
#name, RBPF_##name, number                                                                 \
    }

/* The numbers are for ever. */
static const struct status_case statuses[] = {
    ROW(OK, 0),
    ROW(YIELDED, 1),
    ROW(SUSPENDED, 2),
    ROW(ERR_ARGUMENT, -1),
    ROW(ERR_NOT_STARTED, -2),
    ROW(ERR_RUNNING, -3),
    ROW(ERR_SUSPENDED, -4),
    ROW(ERR_STACK_TOO_SMALL, -5),
    ROW(ERR_NO_FUNCTION, -6),
    ROW(ERR_GRANT, -7),
    ROW(ERR_TOO_MANY_FUNCTIONS, -8),
    ROW(ERR_NOT_VERIFIED, -9),
    ROW(ERR_DATA_TOO_SMALL, -10),
    ROW(ERR_RECORD, -11),
    ROW(REJECT_EMPTY, -32),
    ROW(REJECT_LENGTH, -33),
    ROW(REJECT_OPCODE, -34),
    ROW(REJECT_GROUP, -35),
    ROW(REJECT_REGISTER, -36),
    ROW(REJECT_R10_WRITE, -37),
    ROW(REJECT_RESERVED, -38),
    ROW(REJECT_OFFSET, -39),
    ROW(REJECT_WIDTH, -40),
    ROW(REJECT_ATOMIC, -41),
    ROW(REJECT_LDDW_CUT, -42),
    ROW(REJECT_LDDW_SECOND, -43),
    ROW(REJECT_LDDW_SOURCE, -44),
    ROW(REJECT_JUMP_TARGET, -45),
    ROW(REJECT_JUMP_INTO_LDDW, -46),
    ROW(REJECT_CALL_KIND, -47),
    ROW(REJECT_CALL_BTF, -48),
    ROW(REJECT_HELPER, -49),
    ROW(REJECT_CALL_TARGET, -50),
    ROW(REJECT_CALL_DEPTH, -51),
    ROW(REJECT_CALL_STACK, -52),
    ROW(REJECT_FALLS_OFF, -53),
    ROW(REJECT_FUNCTION, -54),
    ROW(REJECT_PACKET, -55),
    ROW(FAULT_BOUNDS, -96),
    ROW(FAULT_READ_ONLY, -97),
    ROW(FAULT_ALIGNMENT, -98),
    ROW(FAULT_CALL_DEPTH, -99),
    ROW(FAULT_STACK, -100),
    ROW(FAULT_HELPER, -101),
    ROW(FAULT_CALL_TARGET, -102),
    ROW(FAULT_HELPER_FAILED, -103),
    ROW(FAULT_INSN, -104),
    ROW(FAULT_BUDGET, -105),
    ROW(IMAGE_MAGIC, -128),
    ROW(IMAGE_VERSION, -129),
    ROW(IMAGE_SIZE, -130),
    ROW(IMAGE_SECTION, -131),
    ROW(IMAGE_MISSING, -132),
    ROW(IMAGE_ENTRIES, -133),
    ROW(IMAGE_NO_ENTRY, -134),
    ROW(IMAGE_LINES, -135),
    ROW(CONTAINER_RIGHTS, -160),
    ROW(CONTAINER_ATTACHED, -161),
    ROW(CONTAINER_DETACHED, -162),
    ROW(CONTAINER_BUSY, -163),
    ROW(CONTAINER_RATE, -164),
    ROW(CONTAINER_NUMBER, -165),
    ROW(STORE_NONE, -192),
    ROW(STORE_FULL, -193),
    ROW(STORE_QUOTA, -194),
    ROW(STORE_DENIED, -195),
    ROW(STORE_SIZE, -196),
    ROW(STORE_LOG_FULL, -197),
    ROW(STORE_FORMAT, -198),
};

/* No other row may say the same. */
static struct verdict check_distinct(const struct status_case *row)
{
    size_t i;

    for (i = 0; i < COUNT_OF(statuses); i++) {
        if (&statuses[i] == row)
            continue;
        CHECK(strcmp(rbpf_status_name(statuses[i].status), row->name) != 0);
        CHECK(strcmp(rbpf_status_text(statuses[i].status), rbpf_status_text(row->status)) != 0);
    }
    return PASSED;
}

static struct verdict check_status(const struct status_case *row)
{
    CHECK_STATUS(row->status, row->number);
    CHECK(strcmp(rbpf_status_name(row->status), row->name) == 0);
    CHECK(strlen(rbpf_status_text(row->status)) >= 4);
    return check_distinct(row);
}

static int is_listed(int number)
{
    size_t i;

    for (i = 0; i < COUNT_OF(statuses); i++)
        if (statuses[i].number == number)
            return 1;
    return 0;
}

/* The last row: every other number, and a sentence for it all the same. */
static struct verdict check_unknown(void)
{
    int number;

    for (number = -300; number < 300; number++) {
        /* NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange) */
        enum rbpf_status status = (enum rbpf_status)number;

        if (is_listed(number))
            continue;
        CHECK(strcmp(rbpf_status_name(status), "UNKNOWN") == 0);
        CHECK(rbpf_status_text(status)[0] != 0);
    }
    return PASSED;
}

static const char *status_row_name(size_t row)
{
    return row < COUNT_OF(statuses) ? statuses[row].name : "numbers without a status";
}

static struct verdict status_run(size_t row)
{
    return row < COUNT_OF(statuses) ? check_status(&statuses[row]) : check_unknown();
}

const struct case_set status_names = {"status_names", COUNT_OF(statuses) + 1u, status_row_name,
                                      status_run};
