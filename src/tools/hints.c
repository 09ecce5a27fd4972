/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Words are those of clang 14 to 19, of gcc 12, and of our converter. */
#include "tools/hints.h"

#include <stdbool.h>
#include <string.h>

#define PATTERNS_MAX 10

struct hint {
    const char *patterns[PATTERNS_MAX];
    const char *sentence;
};

/* clang-format off */
static const struct hint hints[] = {
    {{"sf2'", "sf3'", "df2'", "df3'", "'__fix", "'__float", "'__extend", "'__trunc"},
     "BPF has no floating point: count in integers, scaled if need be (thousandths of a degree)"},
    {{"ti2'", "ti3'"},
     "there is no arithmetic of 128 bits: 64 bits have to do"},
    {{"stack limit", "bytes of stack; a function can have", "stack frame is too large",
      "too large, stack"},
     "a function has at most 512 bytes of stack: make large variables static"},
    {{"dynamic stack allocation"},
     "the size of an array on the stack has to be a constant, and there is no alloca()"},
    {{"function 'mem", "'memcpy'", "'memmove'", "'memset'", "'memcmp'"},
     "there is no C library: #include <rbpf/guest.h> for memcpy(), memmove(), memset() and "
     "memcmp(); do not copy or clear more than 1 KiB by = or an initialiser"},
    {{"'malloc'", "'calloc'", "'realloc'", "'free'", "'_Znwm'", "'_Znam'", "'_ZdlPvm'",
      "'_ZdlPv'", "'_ZdaPv'"},
     "there is no heap: use static variables"},
    {{"'printf'", "'puts'", "'putchar'", "'sprintf'", "'snprintf'", "'fprintf'"},
     "a guest prints by a helper of its host; <rbpf/guest_run.h> has those of rbpf run"},
    {{"undeclared function", "implicit declaration of function",
      "undeclared identifier 'strlen'", "undeclared identifier 'printf'"},
     "there is no C library, only what you define, and helpers of the host, which "
     "RBPF_HELPER(id, type, name, (arguments)) of <rbpf/guest.h> declares"},
    {{"stack arguments are not supported", "with too many args", "too many args to",
      "too many arguments\n", "too many arguments\033", "function arguments for eBPF"},
     "a function takes at most 5 arguments of at most 8 bytes: pass a pointer to a struct"},
    {{"aggregate returns", "only small returns", "only integer returns", "VarArgs or StructRet",
      "variadic functions are not supported"},
     "a function returns at most 8 bytes, and has no variable arguments: pass a pointer to a "
     "struct"},
    {{"signed division"},
     "before --mcpu v4 BPF divides unsigned numbers only: use unsigned types, or rbpf_sdiv() and "
     "rbpf_smod() of <rbpf/guest.h>, or --mcpu v4 with clang 18 or newer"},
    {{"nsupported atomic operation", "AtomicSwap", "AtomicLoad", "AtomicCmpSwap"},
     "atomic operations work on 32 and 64 bits, and before --mcpu v3 there is only an addition "
     "without a result"},
    {{"with exceptions disabled", "'__cxa_throw'", "'__gxx_personality", "'_Unwind_Resume'"},
     "C++ exceptions are not supported: return a status"},
    {{"requires -frtti", "use of typeid", "_class_type_infoE"},
     "run-time types of C++ (dynamic_cast, typeid) are not supported"},
    {{"constructors or destructors to be run"},
     "nothing runs before the entry point: give the variable a constant value, or its class a "
     "constexpr constructor"},
    {{"'__cxa_atexit'", "'atexit'", "'__dso_handle'", "'__cxa_guard"},
     "nothing runs after the entry point: a static variable cannot have a destructor"},
    {{"'__cxa_pure_virtual'"},
     "give pure virtual functions a body"},
    {{"symbol multiply defined", "ymbols are defined twice"},
     "two sources define the same name: make static what only one of them needs"},
    {{"unknown target CPU", "unknown target cpu"},
     "this compiler does not know that --mcpu: v4 needs clang 18 or newer"},
    {{"unknown target triple", "o available targets are compatible", "unable to create target"},
     "this clang was built without BPF: name another by --cc or RBPF_CLANG"},
    {{"bits/libc-header-start.h'", "gnu/stubs", "bits/wordsize.h'", "'stdio.h' file not found",
      "'stdlib.h' file not found", "'string.h' file not found", "sys/cdefs.h'",
      "asm/types.h' file not found"},
     "headers of the C library are not for guests: use <rbpf/guest.h>, or <stdint.h>, "
     "<stddef.h> and <stdbool.h>, which are the compiler's"},
};
/* clang-format on */

static bool applies(const struct hint *hint, const char *words)
{
    for (size_t i = 0; i < PATTERNS_MAX && hint->patterns[i]; i++) {
        if (strstr(words, hint->patterns[i]))
            return true;
    }
    return false;
}

void hints_print(FILE *out, const char *words)
{
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        if (applies(&hints[i], words))
            fprintf(out, "  hint: %s\n", hints[i].sentence);
    }
}
