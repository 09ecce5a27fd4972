/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* What images ask for: the section REQUEST byte by byte, as src/image/FORMAT.md draws it; what an
 * attachment makes of it; and rights in words. */
#include <string.h>

#include "container_host.h"

/* r0 = 0 by default, exit; one function; one entry point "x"; then REQUEST. */
#define REQUEST_AT 112u
/* Of 33 words for helpers. */
#define REQUEST_BYTES_MAX 312u

/* clang-format off */
static const uint8_t front[REQUEST_AT] = {
    'r', 'B', 'P', 'F', 1, 0, 4, 0,   0, 0, 0, 0,  0, 0, 0, 0,
    1, 0, 0,    0,  80, 0, 0, 0,  8, 0, 0, 0,  0, 0, 0, 0,
    2, 0, 0,    0,  88, 0, 0, 0,  8, 0, 0, 0,  0, 0, 0, 0,
    5, 0, 0,    0,  96, 0, 0, 0, 10, 0, 0, 0,  0, 0, 0, 0,
    0, 0x80, 0, 0, 112, 0, 0, 0,  0, 0, 0, 0,  0, 0, 0, 0,
    0x95, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 1, 0,
    1, 0, 0, 0,  0, 0, 8, 0, 'x', 0, 0, 0, 0, 0, 0, 0,
};
/* clang-format on */

static _Alignas(8) uint8_t bytes[REQUEST_AT + REQUEST_BYTES_MAX];

/* Makes the image; the request's bytes are all `fill`. Returns its size. */
static size_t make_with_request(uint32_t request_bytes, uint8_t fill)
{
    uint32_t size = REQUEST_AT + ((request_bytes + 7u) & ~7u);

    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, front, REQUEST_AT);
    memset(bytes + REQUEST_AT, fill, request_bytes);
    bytes[8] = (uint8_t)size;
    bytes[9] = (uint8_t)(size >> 8);
    bytes[72] = (uint8_t)request_bytes;
    bytes[73] = (uint8_t)(request_bytes >> 8);
    return size;
}

struct size_case {
    const char *name;
    uint32_t request_bytes;
    enum rbpf_status status;
};

static const struct size_case sizes[] = {
    {"0 bytes", 0, RBPF_IMAGE_SECTION},
    {"one record", 24, RBPF_IMAGE_SECTION},
    {"no words, a word less", 44, RBPF_IMAGE_SECTION},
    {"no words, a byte less", 47, RBPF_IMAGE_SECTION},
    {"no words", 48, RBPF_OK},
    {"no words, a byte more", 49, RBPF_IMAGE_SECTION},
    {"a word for one only", 52, RBPF_IMAGE_SECTION},
    {"1 word", 56, RBPF_OK},
    {"2 words", 64, RBPF_OK},
    {"31 words", 296, RBPF_OK},
    {"a word less than 32", 300, RBPF_IMAGE_SECTION},
    {"32 words", 304, RBPF_OK},
    {"32 words, a byte more", 305, RBPF_IMAGE_SECTION},
    {"33 words", 312, RBPF_IMAGE_SECTION},
};

static struct verdict check_size(const struct size_case *row)
{
    struct rbpf_image image;
    size_t size = make_with_request(row->request_bytes, 0);

    CHECK_STATUS(rbpf_image_open(&image, bytes, size), row->status);
    if (row->status != RBPF_OK)
        return PASSED;
    CHECK(image.request == bytes + REQUEST_AT);
    CHECK_EQUAL(image.request_bytes, row->request_bytes);
    return PASSED;
}

CASE_SET(request_sizes, sizes, check_size);

/* Each byte of a record is its place and `first`: what a little-endian reader makes of them. */
static struct verdict check_record(const struct rbpf_rights *rights, uint32_t first)
{
    static const struct rbpf_rights expected = {
        .insns_per_run = 0x03020100,
        .insns_per_second = 0x07060504,
        .stores = {{0x0908, 0x0b0a}, {0x0d0c, 0x0f0e}, {0x1110, 0x1312}},
        .stack_bytes = 0x1514,
        .access = 0x1716,
    };
    uint16_t more = (uint16_t)(first << 8 | first);
    uint32_t i;

    CHECK_EQUAL(rights->insns_per_run, expected.insns_per_run + (first * 0x01010101u));
    CHECK_EQUAL(rights->insns_per_second, expected.insns_per_second + (first * 0x01010101u));
    for (i = 0; i < RBPF_SCOPES; i++) {
        CHECK_EQUAL(rights->stores[i].entries, expected.stores[i].entries + more);
        CHECK_EQUAL(rights->stores[i].bytes, expected.stores[i].bytes + more);
    }
    CHECK_EQUAL(rights->stack_bytes, expected.stack_bytes + more);
    CHECK_EQUAL(rights->access, expected.access + more);
    CHECK_EQUAL(rights->helpers[0], 0x1b1a1918u + (first * 0x01010101u));
    for (i = 1; i < RBPF_HELPERS_MAX / 32u; i++)
        CHECK_EQUAL(rights->helpers[i], 0);
    return PASSED;
}

static struct verdict test_fields_lie_as_drawn(void)
{
    size_t size = make_with_request(56, 0);
    struct rbpf_request request;
    struct rbpf_image image;
    uint32_t i;

    memset(&request, 0xff, sizeof request);
    for (i = 0; i < 56; i++)
        bytes[REQUEST_AT + i] = (uint8_t)(i < 28 ? i : i - 28 + 0x40);
    CHECK_STATUS(rbpf_image_open(&image, bytes, size), RBPF_OK);
    CHECK_STATUS(rbpf_request_read(&request, &image), RBPF_OK);
    CHECK_PASSED(check_record(&request.needs, 0));
    CHECK_PASSED(check_record(&request.wants, 0x40));
    return PASSED;
}

static struct verdict test_without_a_request_the_context_is_wanted(void)
{
    const struct rbpf_image image = {.request = NULL};
    const struct rbpf_rights nothing = {.access = 0};
    struct rbpf_request request;

    memset(&request, 0xff, sizeof request);
    CHECK_STATUS(rbpf_request_read(&request, &image), RBPF_OK);
    CHECK_EQUAL(memcmp(&request.needs, &nothing, sizeof nothing), 0);
    CHECK_EQUAL(request.wants.access, 8);
    request.wants.access = 0;
    CHECK_EQUAL(memcmp(&request.wants, &nothing, sizeof nothing), 0);
    return PASSED;
}

static struct verdict test_request_of_zeroes_wants_nothing(void)
{
    const struct rbpf_rights nothing = {.access = 0};
    size_t size = make_with_request(48, 0);
    struct rbpf_request request;
    struct rbpf_image image;

    memset(&request, 0xff, sizeof request);
    CHECK_STATUS(rbpf_image_open(&image, bytes, size), RBPF_OK);
    CHECK_STATUS(rbpf_request_read(&request, &image), RBPF_OK);
    CHECK_EQUAL(memcmp(&request.needs, &nothing, sizeof nothing), 0);
    CHECK_EQUAL(memcmp(&request.wants, &nothing, sizeof nothing), 0);
    return PASSED;
}

/* A bit for a helper, in a request of 32 words. */
static enum rbpf_status read_with_helper(uint32_t id, bool is_needed, struct rbpf_request *request)
{
    size_t size = make_with_request(304, 0);
    struct rbpf_image image;
    enum rbpf_status status;

    bytes[REQUEST_AT + (is_needed ? 0u : 152u) + 24u + id / 8u] = (uint8_t)(1u << id % 8u);
    status = rbpf_image_open(&image, bytes, size);
    return status ? status : rbpf_request_read(request, &image);
}

static struct verdict test_last_helper_is_known(void)
{
    const uint32_t last = RBPF_HELPERS_MAX - 1u;
    struct rbpf_request request;

    CHECK_STATUS(read_with_helper(last, true, &request), RBPF_OK);
    CHECK_EQUAL(request.needs.helpers[last / 32u], RBPF_HELPER_BIT(last));
    CHECK_EQUAL(request.wants.helpers[last / 32u], 0);
    CHECK_STATUS(read_with_helper(last, false, &request), RBPF_OK);
    CHECK_EQUAL(request.needs.helpers[last / 32u], 0);
    CHECK_EQUAL(request.wants.helpers[last / 32u], RBPF_HELPER_BIT(last));
    return PASSED;
}

static struct verdict test_helpers_that_no_firmware_has(void)
{
    struct rbpf_request request;

    if (RBPF_HELPERS_MAX > 1023)
        return PASSED;
    CHECK_STATUS(read_with_helper(RBPF_HELPERS_MAX, true, &request), RBPF_CONTAINER_RIGHTS);
    CHECK_STATUS(read_with_helper(1023, true, &request), RBPF_CONTAINER_RIGHTS);
    CHECK_STATUS(read_with_helper(RBPF_HELPERS_MAX, false, &request), RBPF_OK);
    CHECK_STATUS(read_with_helper(1023, false, &request), RBPF_OK);
    return PASSED;
}

/* Attaches the image as it lies there. */
static enum rbpf_status attach_bytes(struct host *host, size_t size)
{
    host->attachments[0] = (struct rbpf_attachment){
        .image = bytes, .image_bytes = size, .tenant = &host->tenants[0], .number = 1};
    return host_attach(host, 0, 0);
}

static struct verdict test_wanting_everything_gets_what_is_granted(void)
{
    struct host *host = host_begin();
    const struct rbpf_rights grant = {
        .stores = {[RBPF_SCOPE_GLOBAL] = {.entries = 2, .bytes = 30}},
        .access = RBPF_READ_STORE(RBPF_SCOPE_GLOBAL),
        .stack_bytes = 64,
        .insns_per_run = 9,
        .insns_per_second = 10,
    };
    size_t size = make_with_request(304, 0xff);

    host->tenants[0].grant = grant;
    memset(bytes + REQUEST_AT, 0, 152);
    CHECK_STATUS(attach_bytes(host, size), RBPF_OK);
    CHECK_EQUAL(memcmp(&host->containers[0].rights, &grant, sizeof grant), 0);
    return PASSED;
}

static struct verdict test_needing_everything_is_refused(void)
{
    struct host *host = host_begin();
    size_t size = make_with_request(48, 0xff);

    host->configs[0].offer.stores[1].bytes = 65534;
    CHECK_STATUS(attach_bytes(host, size), RBPF_CONTAINER_RIGHTS);
    CHECK_EQUAL(host->report.missing.stores[1].bytes, 65535);
    CHECK_EQUAL(host->report.missing.stores[1].entries, 0);
    /* No private store; two regions of six, of which the first is read-only. */
    CHECK_EQUAL(host->report.missing.access, 0xf7c1);
    CHECK(host->hooks[0].first == NULL);
    return PASSED;
}

static struct verdict test_helper_that_no_firmware_has_is_refused(void)
{
    struct host *host = host_begin();
    const struct rbpf_rights nothing = {.access = 0};
    size_t size = make_with_request(304, 0);

    if (RBPF_HELPERS_MAX > 1023)
        return PASSED;
    bytes[REQUEST_AT + 151u] = 0x80;
    CHECK_STATUS(attach_bytes(host, size), RBPF_CONTAINER_RIGHTS);
    CHECK_EQUAL(memcmp(&host->report.missing, &nothing, sizeof nothing), 0);
    CHECK(host->hooks[0].first == NULL);
    return PASSED;
}

static struct verdict test_wrong_size_is_not_attached(void)
{
    struct host *host = host_begin();

    CHECK_STATUS(attach_bytes(host, make_with_request(52, 0)), RBPF_IMAGE_SECTION);
    return PASSED;
}

static const struct case_function reads[] = {
    {"fields lie as drawn", test_fields_lie_as_drawn},
    {"without a request the context is wanted", test_without_a_request_the_context_is_wanted},
    {"request of zeroes wants nothing", test_request_of_zeroes_wants_nothing},
    {"last helper is known", test_last_helper_is_known},
    {"helpers that no firmware has", test_helpers_that_no_firmware_has},
    {"wanting everything gets what is granted", test_wanting_everything_gets_what_is_granted},
    {"needing everything is refused", test_needing_everything_is_refused},
    {"helper that no firmware has is refused", test_helper_that_no_firmware_has_is_refused},
    {"wrong size is not attached", test_wrong_size_is_not_attached},
};

CASE_SET(request_reads, reads, run_case_function);

struct text_case {
    const char *name;
    struct rbpf_rights rights;
    const char *text;
};

static const struct text_case texts[] = {
    {"nothing", {.access = 0}, "nothing"},
    {"a helper with a name", {.helpers = {1u << 3}}, "helper 3 (rbpf_tenant_get)"},
    {"a helper without a name, and one behind the table",
     {.helpers = {1u | 1u << 31}},
     "helper 0, helper 31"},
    {"reading stores", {.access = 7}, "read private store, read tenant's store, read global store"},
    {"writing a store", {.stores = {[1] = {2, 64}}}, "write tenant's store: 2 entries, 64 bytes"},
    {"one of each", {.stores = {[0] = {1, 1}}}, "write private store: 1 entry, 1 byte"},
    {"entries only", {.stores = {[2] = {3, 0}}}, "write global store: 3 entries"},
    {"bytes only", {.stores = {[2] = {0, 5}}}, "write global store: 5 bytes"},
    {"any number",
     {.stores = {[0] = {65535, 65535}}, .insns_per_run = 0xffffffff},
     "write private store: any number of entries, any number of bytes, any number of instructions "
     "a run"},
    {"context", {.access = 8}, "write context"},
    {"regions",
     {.access = 0x8610},
     "read region 5, write region 5, read region 10, write region 10"},
    {"limits",
     {.stack_bytes = 512, .insns_per_run = 1000, .insns_per_second = 1},
     "stack 512 bytes, 1000 instructions a run, 1 instruction a second"},
    {"that of the header",
     {.helpers = {1u << 3},
      .stores = {[1] = {2, 64}},
      .access = 2,
      .stack_bytes = 512,
      .insns_per_run = 1000},
     "helper 3 (rbpf_tenant_get), read tenant's store, write tenant's store: 2 entries, 64 bytes, "
     "stack 512 bytes, 1000 instructions a run"},
};

static const struct rbpf_helper builtin[] = {RBPF_BUILTIN_HELPERS};

/* In room of any size: what fits, and the NUL, and not a byte more. */
static struct verdict check_text(const struct text_case *row)
{
    char text[200];
    size_t length = strlen(row->text);
    size_t size;

    for (size = 0; size <= length + 2u; size++) {
        size_t end = size > length ? length : size - (size > 0);

        memset(text, '~', sizeof text);
        CHECK_EQUAL(rbpf_rights_text(&row->rights, builtin, COUNT_OF(builtin), text, size), length);
        if (size > 0) {
            CHECK_EQUAL(memcmp(text, row->text, end), 0);
            CHECK_EQUAL(text[end], 0);
        }
        CHECK_EQUAL(text[size], '~');
    }
    /* Names are not asked for. */
    CHECK_EQUAL(
        rbpf_rights_text(&(struct rbpf_rights){.helpers = {1u << 3}}, NULL, 0, text, sizeof text),
        8);
    CHECK_EQUAL(memcmp(text, "helper 3", 9), 0);
    return PASSED;
}

CASE_SET(rights_text, texts, check_text);
