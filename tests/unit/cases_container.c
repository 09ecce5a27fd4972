/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Hooks and containers: who runs when, what comes of it, and what does not disturb whom. */
#include <string.h>

#include "container_host.h"

#define RETURNS(n) GUEST(0, MOV64_K(0, n), EXIT())
/* Fires hook n, and returns 5. */
#define FIRES(n) GUEST(0, MOV64_K(1, n), CALL_HELPER(HOST_HELPER_FIRE), MOV64_K(0, 5), EXIT())
#define READS_NULL() GUEST(0, LDX(BPF_B, 0, 3, 0), EXIT())
/* Adds 1 to its variable and returns it. */
#define COUNTS()                                                                                   \
    GUEST(0, LDDW(1, RBPF_ADDRESS(3, 0)), LDX(BPF_B, 0, 1, 0), ADD64_K(0, 1), STX(BPF_B, 1, 0, 0), \
          EXIT())

#define PUT(index, hook, the_guest) HOST_PUT(index, hook, RBPF_OK, the_guest)
#define FIRE(hook, status, expected) HOST_FIRE(hook, status, expected)

static struct verdict test_empty_hook_does_nothing(void)
{
    struct host *host = host_begin();

    FIRE(0, RBPF_OK, NO_RESULT);
    CHECK_EQUAL(host->hooks[0].fired, 0);
    return PASSED;
}

static struct verdict test_container_runs_and_is_counted(void)
{
    struct host *host = host_begin();
    struct rbpf_container info;

    PUT(0, 0, RETURNS(-3));
    FIRE(0, RBPF_OK, -3);
    FIRE(0, RBPF_OK, -3);
    FIRE(1, RBPF_OK, NO_RESULT);
    info = host_info(host, 0, 0);
    CHECK_EQUAL(info.runs, 2);
    CHECK_EQUAL(info.insns, 4);
    CHECK_EQUAL(info.number, 1);
    CHECK(info.hook == &host->hooks[0] && info.tenant == &host->tenants[0]);
    CHECK_EQUAL(info.flags, 0);
    CHECK_EQUAL(host->hooks[0].fired, 2);
    CHECK_EQUAL(host->hooks[0].failed, 0);
    return PASSED;
}

static struct verdict test_context_is_lent(void)
{
    struct host *host = host_begin();
    uint8_t context[3] = {1, 2, 3};
    int64_t result = 0;

    PUT(0, 0, GUEST(0, MOV64_X(0, 2), LDX(BPF_B, 3, 1, 2), ADD64_X(0, 3), EXIT()));
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], context, 3, &result), RBPF_OK);
    CHECK_EQUAL(result, 6);
    CHECK_STATUS(rbpf_hook_fire(&host->hooks[0], NULL, 3, &result), RBPF_ERR_ARGUMENT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, 1);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 0);
    CHECK_EQUAL(host->hooks[0].failed, 1);
    return PASSED;
}

/* Which variables a container has depends on no runner. */
static struct verdict test_variables_are_kept_and_apart(void)
{
    struct host *host = host_begin();
    struct guest counts = COUNTS();

    counts.data_bytes = 8;
    PUT(0, 0, counts);
    PUT(1, 1, counts);
    FIRE(0, RBPF_OK, 8);
    FIRE(0, RBPF_OK, 9);
    FIRE(1, RBPF_OK, 8);
    FIRE(0, RBPF_OK, 10);
    FIRE(1, RBPF_OK, 9);
    return PASSED;
}

/* One runner for all: it is set up anew for each. */
static struct verdict test_one_runner_does_for_many(void)
{
    struct host *host = host_begin();

    host->engine.runner_count = 1;
    PUT(0, 0, RETURNS(1));
    PUT(1, 1, RETURNS(2));
    FIRE(0, RBPF_OK, 1);
    FIRE(1, RBPF_OK, 2);
    FIRE(0, RBPF_OK, 1);
    return PASSED;
}

static struct verdict test_container_that_runs_is_busy(void)
{
    struct host *host = host_begin();

    PUT(0, 0, FIRES(0));
    FIRE(0, RBPF_OK, 5);
    CHECK_STATUS(host->inner_status, RBPF_CONTAINER_BUSY);
    CHECK_STATUS(host->inner_result, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).refused, 1);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    return PASSED;
}

static struct verdict test_nested_run_takes_another_runner(void)
{
    struct host *host = host_begin();

    PUT(0, 0, FIRES(1));
    PUT(1, 1, RETURNS(8));
    FIRE(0, RBPF_OK, 5);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    CHECK_STATUS(host->inner_result, 8);
    return PASSED;
}

static struct verdict test_empty_pool_is_busy(void)
{
    struct host *host = host_begin();

    host->engine.runner_count = 1;
    PUT(0, 0, FIRES(1));
    PUT(1, 1, RETURNS(8));
    FIRE(0, RBPF_OK, 5);
    CHECK_STATUS(host->inner_status, RBPF_CONTAINER_BUSY);
    CHECK_EQUAL(host_info(host, 1, 0).refused, 1);
    FIRE(1, RBPF_OK, 8);
    return PASSED;
}

static struct verdict test_detached_container_runs_no_more(void)
{
    struct host *host = host_begin();

    PUT(0, 0, RETURNS(1));
    PUT(1, 0, RETURNS(2));
    PUT(2, 0, RETURNS(3));
    FIRE(0, RBPF_OK, 3);
    CHECK_STATUS(rbpf_container_detach(&host->containers[2]), RBPF_OK);
    FIRE(0, RBPF_OK, 2);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    FIRE(0, RBPF_OK, 2);
    CHECK_STATUS(rbpf_container_detach(&host->containers[1]), RBPF_OK);
    FIRE(0, RBPF_OK, NO_RESULT);
    CHECK_STATUS(rbpf_container_detach(&host->containers[1]), RBPF_CONTAINER_DETACHED);
    return PASSED;
}

/* What comes to lie where another container was gets nothing of it. */
static struct verdict test_place_can_be_used_again(void)
{
    struct host *host = host_begin();

    PUT(0, 0, RETURNS(1));
    FIRE(0, RBPF_OK, 1);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    PUT(0, 0, RETURNS(2));
    FIRE(0, RBPF_OK, 2);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    return PASSED;
}

static struct verdict test_container_detached_by_its_own_run_leaves_later(void)
{
    struct host *host = host_begin();

    PUT(0, 0, GUEST(0, MOV64_K(1, 0), CALL_HELPER(HOST_HELPER_DETACH), MOV64_K(0, 6), EXIT()));
    PUT(1, 0, RETURNS(2));
    FIRE(0, RBPF_OK, 2);
    CHECK_STATUS(host->inner_status, RBPF_CONTAINER_BUSY);
    CHECK_EQUAL(host_info(host, 0, 0).flags, RBPF_CONTAINER_LEAVING);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    FIRE(0, RBPF_OK, 2);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 1);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_OK);
    FIRE(0, RBPF_OK, 2);
    return PASSED;
}

static struct verdict test_next_container_can_be_detached_by_a_run(void)
{
    struct host *host = host_begin();

    PUT(0, 0, GUEST(0, MOV64_K(1, 1), CALL_HELPER(HOST_HELPER_DETACH), MOV64_K(0, 6), EXIT()));
    PUT(1, 0, RETURNS(2));
    FIRE(0, RBPF_OK, 6);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    return PASSED;
}

static struct verdict test_container_attached_by_a_run_runs_behind_it(void)
{
    struct host *host = host_begin();
    const struct guest three = RETURNS(3);

    PUT(0, 0, GUEST(0, MOV64_K(1, 2), CALL_HELPER(HOST_HELPER_ATTACH), MOV64_K(0, 6), EXIT()));
    host_make(host, 2, &three);
    FIRE(0, RBPF_OK, 3);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    FIRE(0, RBPF_OK, 3);
    CHECK_STATUS(host->inner_status, RBPF_CONTAINER_ATTACHED);
    return PASSED;
}

static struct verdict test_hook_is_found_by_uuid(void)
{
    struct host *host = host_begin();
    uint8_t uuid[16];

    memset(uuid, 2, sizeof uuid);
    CHECK(rbpf_engine_find_hook(&host->engine, uuid) == &host->hooks[1]);
    uuid[15] = 3;
    CHECK(rbpf_engine_find_hook(&host->engine, uuid) == NULL);
    return PASSED;
}

static struct verdict test_list_has_each_container_in_order(void)
{
    struct host *host = host_begin();
    const struct guest guest = RETURNS(0);
    struct rbpf_container info;
    uint32_t i;

    for (i = 0; i < 3; i++) {
        host_make(host, i, &guest);
        host->attachments[i].order = (uint8_t)(3u - i);
        CHECK_STATUS(host_attach(host, i, 0), RBPF_OK);
    }
    for (i = 0; i < 3; i++)
        CHECK_EQUAL(host_info(host, 0, i).number, 3u - i);
    CHECK(rbpf_hook_list(&host->hooks[0], 2, &info) == &host->containers[0]);
    CHECK(rbpf_hook_list(&host->hooks[0], 3, &info) == NULL);
    CHECK(rbpf_hook_list(&host->hooks[1], 0, &info) == NULL);
    return PASSED;
}

static struct verdict test_two_tenants_on_one_hook_have_different_rights(void)
{
    struct host *host = host_begin();
    const struct guest guest = GUEST(0, CALL_HELPER(HOST_HELPER_77), EXIT());

    memset(&host->tenants[1].grant.helpers, 0, sizeof host->tenants[1].grant.helpers);
    PUT(0, 0, guest);
    host_make(host, 1, &guest);
    host->attachments[1].tenant = &host->tenants[1];
    CHECK_STATUS(host_attach(host, 1, 0), RBPF_CONTAINER_RIGHTS);
    CHECK_EQUAL(host->report.missing.helpers[0], 1u << HOST_HELPER_77);
    FIRE(0, RBPF_OK, 77);
    return PASSED;
}

static struct verdict test_services_are_helpers(void)
{
    struct host *host = host_begin();

    host->now_ms = 0x123456789;
    PUT(0, 0, GUEST(0, CALL_HELPER(RBPF_HELPER_NOW_MS), EXIT()));
    FIRE(0, RBPF_OK, 0x123456789);
    PUT(1, 0, GUEST(0, CALL_HELPER(RBPF_HELPER_RANDOM), EXIT()));
    FIRE(0, RBPF_OK, 4);
    PUT(2, 0,
        GUEST(72, ST(BPF_W, 10, -72, 0x6968), MOV64_X(1, 10), ADD64_K(1, -72), MOV64_K(2, 72),
              CALL_HELPER(RBPF_HELPER_LOG), EXIT()));
    FIRE(0, RBPF_OK, 64);
    CHECK_EQUAL(host->text_bytes, 64);
    CHECK(memcmp(host->text, "hi", 3) == 0);
    CHECK(host->speaker == &host->containers[2]);
    CHECK_EQUAL(host_info(host, 0, 2).insns, 6u + 64u);
    return PASSED;
}

static struct verdict test_missing_services_fault(void)
{
    struct host *host = host_begin();

    memset(&host->engine.services, 0, sizeof host->engine.services);
    PUT(0, 0, GUEST(0, CALL_HELPER(RBPF_HELPER_NOW_MS), EXIT()));
    PUT(1, 1, GUEST(0, CALL_HELPER(RBPF_HELPER_RANDOM), EXIT()));
    FIRE(0, RBPF_FAULT_HELPER_FAILED, NO_RESULT);
    FIRE(1, RBPF_FAULT_HELPER_FAILED, NO_RESULT);
    return PASSED;
}

/* The log is not missed. */
static struct verdict test_missing_log_is_silent(void)
{
    struct host *host = host_begin();

    memset(&host->engine.services, 0, sizeof host->engine.services);
    PUT(0, 0,
        GUEST(8, MOV64_X(1, 10), ADD64_K(1, -8), MOV64_K(2, 8), CALL_HELPER(RBPF_HELPER_LOG),
              EXIT()));
    FIRE(0, RBPF_OK, 8);
    return PASSED;
}

static struct verdict test_attaching_takes_no_null(void)
{
    struct host *host = host_begin();
    const struct rbpf_request request = {.needs = {.insns_per_run = 2, .insns_per_second = 2}};
    struct guest guest = RETURNS(1);

    guest.request = &request;
    host_make(host, 0, &guest);
    CHECK_STATUS(rbpf_container_attach(NULL, &host->hooks[0], &host->attachments[0], NULL),
                 RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_container_attach(&host->containers[0], NULL, &host->attachments[0], NULL),
                 RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_container_attach(&host->containers[0], &host->hooks[0], NULL, NULL),
                 RBPF_ERR_ARGUMENT);
    CHECK_STATUS(
        rbpf_container_attach(&host->containers[0], &host->hooks[0], &host->attachments[0], NULL),
        RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 0).rights.insns_per_run, 2);
    CHECK_EQUAL(host_info(host, 0, 0).rights.insns_per_second, 2);
    return PASSED;
}

static struct verdict test_container_at_rest_is_small(void)
{
    if (sizeof(void *) == 4 && RBPF_HELPERS_MAX <= 64)
        CHECK(sizeof(struct rbpf_container) <= 96);
    return PASSED;
}

static const struct case_function life[] = {
    {"empty hook does nothing", test_empty_hook_does_nothing},
    {"container runs and is counted", test_container_runs_and_is_counted},
    {"context is lent", test_context_is_lent},
    {"variables are kept and apart", test_variables_are_kept_and_apart},
    {"one runner does for many", test_one_runner_does_for_many},
    {"container that runs is busy", test_container_that_runs_is_busy},
    {"nested run takes another runner", test_nested_run_takes_another_runner},
    {"empty pool is busy", test_empty_pool_is_busy},
    {"detached container runs no more", test_detached_container_runs_no_more},
    {"place can be used again", test_place_can_be_used_again},
    {"container detached by its own run leaves later",
     test_container_detached_by_its_own_run_leaves_later},
    {"next container can be detached by a run", test_next_container_can_be_detached_by_a_run},
    {"container attached by a run runs behind it", test_container_attached_by_a_run_runs_behind_it},
    {"hook is found by uuid", test_hook_is_found_by_uuid},
    {"list has each container in order", test_list_has_each_container_in_order},
    {"two tenants on one hook have different rights",
     test_two_tenants_on_one_hook_have_different_rights},
    {"services are helpers", test_services_are_helpers},
    {"missing services fault", test_missing_services_fault},
    {"missing log is silent", test_missing_log_is_silent},
    {"attaching takes no null", test_attaching_takes_no_null},
    {"container at rest is small", test_container_at_rest_is_small},
};

CASE_SET(container_life, life, run_case_function);

/* Three containers: what each returns, or that it faults; in which order they stand. */
#define FAULTS 127

struct policy_case {
    const char *name;
    enum rbpf_policy policy;
    int8_t results[HOST_CONTAINERS];
    uint8_t orders[HOST_CONTAINERS];
    int64_t result;
    enum rbpf_status status;
    /* Runs of each. */
    uint8_t runs[HOST_CONTAINERS];
};

static const struct policy_case policies[] = {
    {"all", RBPF_POLICY_ALL, {1, -2, 3}, {0}, 3, RBPF_OK, {1, 1, 1}},
    {"all, by order", RBPF_POLICY_ALL, {1, -2, 3}, {3, 2, 1}, 1, RBPF_OK, {1, 1, 1}},
    {"all, a fault", RBPF_POLICY_ALL, {1, 2, FAULTS}, {0}, 2, RBPF_FAULT_BOUNDS, {1, 1, 1}},
    {"all fault",
     RBPF_POLICY_ALL,
     {FAULTS, FAULTS, FAULTS},
     {0},
     NO_RESULT,
     RBPF_FAULT_BOUNDS,
     {1, 1, 1}},
    {"first negative", RBPF_POLICY_FIRST_NEGATIVE, {1, -2, 3}, {0}, -2, RBPF_OK, {1, 1, 0}},
    {"first negative, none", RBPF_POLICY_FIRST_NEGATIVE, {1, 0, 3}, {0}, 3, RBPF_OK, {1, 1, 1}},
    {"first negative behind a fault",
     RBPF_POLICY_FIRST_NEGATIVE,
     {FAULTS, -2, 3},
     {0},
     -2,
     RBPF_FAULT_BOUNDS,
     {1, 1, 0}},
    {"first positive", RBPF_POLICY_FIRST_POSITIVE, {-1, 2, 3}, {0}, 2, RBPF_OK, {1, 1, 0}},
    {"first positive, none", RBPF_POLICY_FIRST_POSITIVE, {-1, 0, -3}, {0}, -3, RBPF_OK, {1, 1, 1}},
    {"first positive, by order",
     RBPF_POLICY_FIRST_POSITIVE,
     {1, 2, 3},
     {2, 1, 1},
     2,
     RBPF_OK,
     {0, 1, 0}},
    {"first only", RBPF_POLICY_FIRST_ONLY, {1, 2, 3}, {0}, 1, RBPF_OK, {1, 0, 0}},
    {"first only, by order", RBPF_POLICY_FIRST_ONLY, {1, 2, 3}, {9, 9, 8}, 3, RBPF_OK, {0, 0, 1}},
    {"first only, a fault",
     RBPF_POLICY_FIRST_ONLY,
     {FAULTS, 2, 3},
     {0},
     NO_RESULT,
     RBPF_FAULT_BOUNDS,
     {1, 0, 0}},
    {"host's own", RBPF_POLICY_HOST, {1, 2, 3}, {0}, -99 * 100 + 12, RBPF_OK, {1, 1, 0}},
    {"host's own, by order", RBPF_POLICY_HOST, {1, 2, 3}, {1, 0, 1}, -97, RBPF_OK, {0, 1, 0}},
};

/* Digits one behind the other, up to a 2; of -99 alone: what is added. */
static bool append_digit(void *user, int64_t result, int64_t *combined)
{
    if (user != &shared_host)
        return false;
    *combined = result == 2 && *combined == NO_RESULT ? NO_RESULT + 2 : *combined * 10 + result;
    return result != 2;
}

static struct verdict check_policy(const struct policy_case *row)
{
    struct host *host = host_begin();
    uint32_t i;

    host->configs[0].policy = row->policy;
    host->configs[0].combine = append_digit;
    for (i = 0; i < HOST_CONTAINERS; i++) {
        const struct guest returns = RETURNS(row->results[i]);
        const struct guest faults = READS_NULL();

        host_make(host, i, row->results[i] == FAULTS ? &faults : &returns);
        host->attachments[i].order = row->orders[i];
        CHECK_STATUS(host_attach(host, i, 0), RBPF_OK);
    }
    FIRE(0, row->status, row->result);
    for (i = 0; i < HOST_CONTAINERS; i++) {
        struct rbpf_container info = host_info(host, 0, i);

        CHECK_EQUAL(info.runs, row->runs[info.number - 1u]);
    }
    return PASSED;
}

CASE_SET(container_policies, policies, check_policy);

/* One thing that is wrong with an attachment. */
struct refusal {
    const char *name;
    void (*spoil)(struct host *host);
    enum rbpf_status status;
};

static void spoil_tenant(struct host *host)
{
    host->attachments[0].tenant = NULL;
}

static void spoil_number(struct host *host)
{
    host->attachments[0].number = 0;
}

static void spoil_number_of_another(struct host *host)
{
    host->attachments[0].number = 2;
}

static void spoil_image_pointer(struct host *host)
{
    host->attachments[0].image = NULL;
}

static void spoil_image_bytes(struct host *host)
{
    host->attachments[0].image_bytes -= 8u;
}

static void spoil_magic(struct host *host)
{
    (void)host;
    host_image(0)[0]++;
}

static void spoil_opcode(struct host *host)
{
    (void)host;
    host_image(0)[16 + 4 * 16] = 0xff;
}

static void spoil_entry(struct host *host)
{
    host->attachments[0].entry = "ran";
}

static void spoil_data(struct host *host)
{
    host->attachments[0].data_bytes = 7;
}

static void spoil_stack(struct host *host)
{
    host->runners[1].config.stack_bytes = 15;
}

static void spoil_frames(struct host *host)
{
    host->runners[1].config.frame_count = 0;
}

static void spoil_regions(struct host *host)
{
    host->runners[1].config.region_count--;
}

static void spoil_region_count(struct host *host)
{
    static const struct rbpf_grant many[RBPF_HOST_REGIONS_MAX + 1u];

    host->engine.regions = many;
    host->engine.region_count = RBPF_HOST_REGIONS_MAX + 1u;
}

static void spoil_clock(struct host *host)
{
    host->engine.services.now_ms = NULL;
    host->tenants[0].grant.insns_per_second = 1000;
}

static void spoil_stack_right(struct host *host)
{
    host->tenants[0].grant.stack_bytes = 15;
}

static void spoil_budget(struct host *host)
{
    host->tenants[0].grant.insns_per_run = 0;
}

static void spoil_rate(struct host *host)
{
    host->configs[0].offer.insns_per_second = 0;
}

static const struct refusal refusals[] = {
    {"no tenant", spoil_tenant, RBPF_ERR_ARGUMENT},
    {"number 0", spoil_number, RBPF_ERR_ARGUMENT},
    {"another's number", spoil_number_of_another, RBPF_CONTAINER_NUMBER},
    {"no image", spoil_image_pointer, RBPF_ERR_ARGUMENT},
    {"image cut short", spoil_image_bytes, RBPF_IMAGE_SIZE},
    {"no image's magic", spoil_magic, RBPF_IMAGE_MAGIC},
    {"unknown opcode", spoil_opcode, RBPF_REJECT_OPCODE},
    {"no such entry", spoil_entry, RBPF_IMAGE_NO_ENTRY},
    {"not enough data", spoil_data, RBPF_ERR_DATA_TOO_SMALL},
    {"stack of a runner too small", spoil_stack, RBPF_ERR_STACK_TOO_SMALL},
    {"frames of a runner too few", spoil_frames, RBPF_ERR_STACK_TOO_SMALL},
    {"regions of a runner too few", spoil_regions, RBPF_ERR_ARGUMENT},
    {"more regions than rights can name", spoil_region_count, RBPF_ERR_ARGUMENT},
    {"rate without a clock", spoil_clock, RBPF_ERR_ARGUMENT},
    {"less stack granted than needed", spoil_stack_right, RBPF_CONTAINER_RIGHTS},
    {"no instructions granted", spoil_budget, RBPF_CONTAINER_RIGHTS},
    {"no instructions of a second offered", spoil_rate, RBPF_CONTAINER_RIGHTS},
};

static bool is_all_zero(const struct rbpf_container *container)
{
    uint8_t bytes[sizeof *container];
    uint8_t all = 0;
    size_t i;

    memcpy(bytes, container, sizeof bytes);
    for (i = 0; i < sizeof bytes; i++)
        all |= bytes[i];
    return all == 0;
}

static struct verdict check_refusal(const struct refusal *row)
{
    struct host *host = host_begin();
    struct guest guest = RETURNS(1);

    guest.stack_bytes = 16;
    guest.depth = 2;
    guest.data_bytes = 8;
    PUT(1, 1, RETURNS(2));
    host_make(host, 0, &guest);
    row->spoil(host);
    CHECK_STATUS(host_attach(host, 0, 0), row->status);
    CHECK(is_all_zero(&host->containers[0]));
    CHECK_EQUAL(host->report.missing.stack_bytes, row->spoil == spoil_stack_right ? 16u : 0u);
    CHECK_EQUAL(host->report.missing.insns_per_run, row->spoil == spoil_budget);
    CHECK_EQUAL(host->report.missing.insns_per_second, row->spoil == spoil_rate);
    CHECK_EQUAL(host->report.rejected.where, 0);
    FIRE(0, RBPF_OK, NO_RESULT);
    host_begin();
    CHECK_STATUS(host_put(host, 0, 0, &guest), RBPF_OK);
    return PASSED;
}

CASE_SET(container_refusals, refusals, check_refusal);

/* How a run ends badly, and which counter counts it. */
static struct verdict check_fault(const struct guest *guest, enum rbpf_status status,
                                  enum rbpf_cause cause)
{
    struct host *host = host_begin();
    struct rbpf_container info;
    uint32_t i;

    PUT(0, 0, *guest);
    FIRE(0, status, NO_RESULT);
    info = host_info(host, 0, 0);
    for (i = 0; i < RBPF_CAUSES; i++)
        CHECK_EQUAL(info.faults[i], i == (uint32_t)cause);
    CHECK_EQUAL(info.runs, 1);
    CHECK_EQUAL(info.strikes, 1);
    CHECK_EQUAL(host->fault_count, 1);
    CHECK_STATUS(host->fault_status, status);
    CHECK_EQUAL(host->hooks[0].failed, 1);
    return PASSED;
}

static struct verdict test_bounds(void)
{
    return check_fault(&READS_NULL(), RBPF_FAULT_BOUNDS, RBPF_CAUSE_MEMORY);
}

static struct verdict test_read_only(void)
{
    struct host *host = host_begin();
    const struct rbpf_request request = {.wants = all_rights()};
    struct guest guest = GUEST(0, LDDW(1, RBPF_ADDRESS(5, 0)), ST(BPF_B, 1, 0, 1), EXIT());

    guest.request = &request;
    host_make(host, 0, &guest);
    CHECK_STATUS(host_attach(host, 0, 0), RBPF_OK);
    FIRE(0, RBPF_FAULT_READ_ONLY, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_MEMORY], 1);
    CHECK_EQUAL(host_region(0)[0], HOST_REGION_BYTE);
    return PASSED;
}

static struct verdict test_alignment(void)
{
    return check_fault(&GUEST(16, ATOMIC(BPF_W, BPF_ADD, 10, 0, -15), EXIT()), RBPF_FAULT_ALIGNMENT,
                       RBPF_CAUSE_MEMORY);
}

static struct verdict test_call_target(void)
{
    return check_fault(&GUEST(0, LDDW(3, RBPF_ADDRESS(4, 8)), CALL_REG(3), EXIT()),
                       RBPF_FAULT_CALL_TARGET, RBPF_CAUSE_CALLS);
}

static struct verdict test_helper_not_granted(void)
{
    return check_fault(&GUEST(0, MOV64_K(3, HOST_HELPER_77), CALL_REG(3), EXIT()),
                       RBPF_FAULT_HELPER, RBPF_CAUSE_HELPER);
}

static struct verdict test_waiting_helper(void)
{
    return check_fault(&GUEST(0, CALL_HELPER(HOST_HELPER_SUSPEND), EXIT()), RBPF_ERR_SUSPENDED,
                       RBPF_CAUSE_OTHER);
}

/* The budget is looked at where a jump is taken. */
static struct verdict test_budget(void)
{
    struct host *host = host_begin();

    host->configs[0].offer.insns_per_run = 10;
    PUT(0, 0, GUEST(0, MOV64_K(0, 3), ADD64_K(0, -1), JMP_K(BPF_JNE, 0, 0, -2), EXIT()));
    PUT(1, 1, GUEST(0, JA(-1), EXIT()));
    host->configs[1].offer.insns_per_run = 10;
    FIRE(0, RBPF_OK, 0);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 8);
    CHECK_STATUS(rbpf_container_detach(&host->containers[1]), RBPF_OK);
    PUT(1, 1, GUEST(0, JA(-1), EXIT()));
    FIRE(1, RBPF_FAULT_BUDGET, NO_RESULT);
    CHECK_EQUAL(host_info(host, 1, 0).insns, 10);
    CHECK_EQUAL(host_info(host, 1, 0).faults[RBPF_CAUSE_BUDGET], 1);
    return PASSED;
}

static struct verdict test_fault_of_one_does_not_disturb_another(void)
{
    struct host *host = host_begin();

    PUT(0, 0, READS_NULL());
    PUT(1, 0, RETURNS(4));
    FIRE(0, RBPF_FAULT_BOUNDS, 4);
    CHECK_EQUAL(host_info(host, 0, 1).strikes, 0);
    return PASSED;
}

static struct verdict test_variables_are_reset_after_a_fault(void)
{
    struct host *host = host_begin();
    /* Counts from 7 on, and faults where it has come to 9. */
    struct guest guest =
        GUEST(0, LDDW(1, RBPF_ADDRESS(3, 0)), LDX(BPF_B, 0, 1, 0), ADD64_K(0, 1),
              STX(BPF_B, 1, 0, 0), JMP_K(BPF_JNE, 0, 9, 1), LDX(BPF_B, 0, 1, 8), EXIT());

    guest.data_bytes = 8;
    PUT(0, 0, guest);
    FIRE(0, RBPF_OK, 8);
    FIRE(0, RBPF_FAULT_BOUNDS, NO_RESULT);
    FIRE(0, RBPF_OK, 8);
    CHECK_STATUS(rbpf_container_reset(&host->containers[0]), RBPF_OK);
    FIRE(0, RBPF_OK, 8);
    return PASSED;
}

static struct verdict test_quarantine_and_reset(void)
{
    struct host *host = host_begin();
    uint32_t i;

    host->tenants[0].fault_limit = 3;
    PUT(0, 0, READS_NULL());
    PUT(1, 0, RETURNS(4));
    for (i = 0; i < 3; i++) {
        CHECK_EQUAL(host_info(host, 0, 0).flags, 0);
        FIRE(0, RBPF_FAULT_BOUNDS, 4);
    }
    CHECK_EQUAL(host_info(host, 0, 0).flags, RBPF_CONTAINER_QUARANTINE);
    FIRE(0, RBPF_OK, 4);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 3);
    CHECK_STATUS(rbpf_container_reset(&host->containers[0]), RBPF_OK);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 0);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_MEMORY], 3);
    FIRE(0, RBPF_FAULT_BOUNDS, 4);
    return PASSED;
}

static struct verdict test_without_a_limit_faults_go_on(void)
{
    struct host *host = host_begin();
    uint32_t i;

    PUT(0, 0, READS_NULL());
    for (i = 0; i < 300; i++)
        FIRE(0, RBPF_FAULT_BOUNDS, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_MEMORY], 255);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 255);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 300);
    return PASSED;
}

static struct verdict test_reset_needs_an_idle_container(void)
{
    static struct rbpf_container none;
    struct host *host = host_begin();

    CHECK_STATUS(rbpf_container_reset(NULL), RBPF_ERR_ARGUMENT);
    CHECK_STATUS(rbpf_container_reset(&none), RBPF_CONTAINER_DETACHED);
    CHECK_STATUS(rbpf_container_detach(NULL), RBPF_ERR_ARGUMENT);
    PUT(0, 0, RETURNS(1));
    host->containers[0].flags = 1; /* running */
    CHECK_STATUS(rbpf_container_reset(&host->containers[0]), RBPF_CONTAINER_BUSY);
    CHECK_EQUAL(host_info(host, 0, 0).flags, RBPF_CONTAINER_RUNNING);
    CHECK_STATUS(rbpf_container_detach(&host->containers[0]), RBPF_CONTAINER_BUSY);
    return PASSED;
}

/* 10 instructions a second; a run takes 12. */
static struct verdict test_rate(void)
{
    struct host *host = host_begin();

    host->now_ms = 5000;
    host->tenants[0].grant.insns_per_second = 10;
    PUT(0, 0, GUEST(0, MOV64_K(0, 5), ADD64_K(0, -1), JMP_K(BPF_JNE, 0, 0, -2), EXIT()));
    FIRE(0, RBPF_OK, 0);
    CHECK_EQUAL(host_info(host, 0, 0).insns, 12);
    host->now_ms = 5999;
    FIRE(0, RBPF_CONTAINER_RATE, NO_RESULT);
    host->now_ms = 6000;
    FIRE(0, RBPF_OK, 0); /* owed 2, then 14 */
    host->now_ms = 6500;
    FIRE(0, RBPF_CONTAINER_RATE, NO_RESULT);
    host->now_ms = 7000;
    FIRE(0, RBPF_OK, 0); /* owed 4, then 16 */
    host->now_ms = 8000;
    FIRE(0, RBPF_OK, 0); /* owed 6, then 18 */
    host->now_ms = 9000;
    FIRE(0, RBPF_OK, 0); /* owed 8, then 20 */
    host->now_ms = 10000;
    FIRE(0, RBPF_CONTAINER_RATE, NO_RESULT); /* owed 10 */
    CHECK_EQUAL(host_info(host, 0, 0).refused, 3);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 5);
    CHECK_EQUAL(host_info(host, 0, 0).strikes, 0);
    return PASSED;
}

/* While a run is in progress another ends, and takes the last slot. */
static struct verdict test_log_that_cannot_be_kept_is_dropped_whole(void)
{
    struct host *host = host_begin();
    const struct rbpf_request request = {.wants = all_rights()};
    struct rbpf_item item = {.key = 1, .owner = 9, .size = 1};
    struct guest outer =
        GUEST(8, MOV64_K(1, 5), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, 8),
              CALL_HELPER(RBPF_HELPER_PRIVATE_SET), CALL_HELPER(RBPF_HELPER_GLOBAL_SET),
              MOV64_X(6, 0), MOV64_K(1, 1), CALL_HELPER(HOST_HELPER_FIRE), MOV64_X(0, 6), EXIT());
    struct guest inner = GUEST(8, MOV64_K(1, 6), MOV64_X(2, 10), ADD64_K(2, -8), MOV64_K(3, 8),
                               CALL_HELPER(RBPF_HELPER_GLOBAL_SET), EXIT());

    for (; item.key < HOST_SLOTS; item.key++)
        CHECK_STATUS(rbpf_store_set(&host->global_store, &item), RBPF_OK);
    outer.request = &request;
    inner.request = &request;
    host_make(host, 0, &outer);
    host_make(host, 1, &inner);
    CHECK_STATUS(host_attach(host, 0, 0), RBPF_OK);
    CHECK_STATUS(host_attach(host, 1, 1), RBPF_OK);
    FIRE(0, RBPF_STORE_FULL, NO_RESULT);
    CHECK_STATUS(host->inner_status, RBPF_OK);
    CHECK_EQUAL(host->inner_result, 0);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 6, &item), RBPF_OK);
    CHECK_EQUAL(item.owner, 2);
    CHECK_STATUS(rbpf_store_get(&host->global_store, 5, &item), RBPF_STORE_NONE);
    CHECK_STATUS(rbpf_store_get(&host->private_store, 5, &item), RBPF_STORE_NONE);
    CHECK_EQUAL(host_info(host, 0, 0).faults[RBPF_CAUSE_OTHER], 1);
    return PASSED;
}

/* An image that is damaged behind the engine's back is not run. */
static struct verdict test_damaged_image_is_not_run(void)
{
    struct host *host = host_begin();

    PUT(0, 0, RETURNS(1));
    host_image(0)[0]++;
    FIRE(0, RBPF_IMAGE_MAGIC, NO_RESULT);
    CHECK_EQUAL(host_info(host, 0, 0).runs, 0);
    CHECK_STATUS(rbpf_container_reset(&host->containers[0]), RBPF_OK);
    FIRE(0, RBPF_IMAGE_MAGIC, NO_RESULT);
    host_image(0)[0]--;
    FIRE(0, RBPF_OK, 1);
    return PASSED;
}

static const struct case_function faults[] = {
    {"bounds", test_bounds},
    {"read only", test_read_only},
    {"alignment", test_alignment},
    {"call target", test_call_target},
    {"helper not granted", test_helper_not_granted},
    {"waiting helper", test_waiting_helper},
    {"budget", test_budget},
    {"fault of one does not disturb another", test_fault_of_one_does_not_disturb_another},
    {"variables are reset after a fault", test_variables_are_reset_after_a_fault},
    {"quarantine and reset", test_quarantine_and_reset},
    {"without a limit faults go on", test_without_a_limit_faults_go_on},
    {"reset needs an idle container", test_reset_needs_an_idle_container},
    {"rate", test_rate},
    {"log that cannot be kept is dropped whole", test_log_that_cannot_be_kept_is_dropped_whole},
    {"damaged image is not run", test_damaged_image_is_not_run},
};

CASE_SET(container_faults, faults, run_case_function);
