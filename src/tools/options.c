/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Small enough to do without getopt_long(), which not every host has. */
#include "tools/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != 0;
}

/* The text behind the dashes. */
static const char *bare_name(const char *arg)
{
    return arg + (arg[1] == '-' ? 2 : 1);
}

static const struct option *find_option(const struct option_list *list, const char *name)
{
    size_t length = strcspn(name, "=");

    if (strcmp(name, "h") == 0)
        return find_option(list, "help");
    for (size_t i = 0; i < list->count; i++) {
        if (strlen(list->rows[i].name) == length && strncmp(list->rows[i].name, name, length) == 0)
            return &list->rows[i];
    }
    return NULL;
}

/* -oVALUE: the option of one letter, or null. */
static const struct option *find_letter(const struct option_list *list, const char *arg)
{
    const char letter[] = {arg[1], 0};
    const struct option *option = arg[1] == '-' ? NULL : find_option(list, letter);

    return option && option->value ? option : NULL;
}

static bool set_value(const struct option *option, const char *arg, const char *value,
                      struct message *message)
{
    if (!value)
        return message_fail(message, "option '%s' needs a value", arg);
    if (*option->value)
        return message_fail(message, "option '%.*s' is given twice: '%s' and '%s'",
                            (int)strcspn(arg, "="), arg, *option->value, value);
    *option->value = value;
    return true;
}

/* Sets one option; *args moves on if its value is an argument of its own. */
static bool take_option(const struct option_list *list, char ***args, struct message *message)
{
    const char *arg = **args;
    const struct option *option = find_option(list, bare_name(arg));
    const char *equals = strchr(arg, '=');

    if (!option) {
        option = find_letter(list, arg);
        if (!option)
            return message_fail(message, "there is no option '%s'", arg);
        return set_value(option, arg, arg + 2, message);
    }
    if (option->flag) {
        *option->flag = true;
        return !equals || message_fail(message, "option '--%s' takes no value", option->name);
    }
    if (equals)
        return set_value(option, arg, equals + 1, message);
    (*args)++;
    return set_value(option, arg, **args, message);
}

static bool take_operand(const struct option_list *list, const char *arg, struct message *message)
{
    size_t count = 0;

    while (count + 1u < list->operands_max && list->operand[count])
        count++;
    if (list->operand[count])
        return message_fail(message, "one FILE at a time: '%s' and '%s' are given", *list->operand,
                            arg);
    list->operand[count] = arg;
    return true;
}

bool options_parse(const struct option_list *list, char **args, struct message *message)
{
    bool operands_only = false;

    for (; *args; args++) {
        bool ok = true;

        if (operands_only || !is_option(*args))
            ok = take_operand(list, *args, message);
        else if (strcmp(*args, "--") == 0)
            operands_only = true;
        else
            ok = take_option(list, &args, message);
        if (!ok)
            return false;
    }
    return true;
}

bool option_number(const char *name, const char *text, uint64_t *number, struct message *message)
{
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    char *end;

    errno = 0;
    *number = strtoull(text, &end, hex ? 16 : 10);
    if (text[0] < '0' || text[0] > '9' || *end != 0)
        return message_fail(message, "option '--%s' needs a number, not '%s'", name, text);
    if (errno != 0)
        return message_fail(message, "option '--%s': %s is too large", name, text);
    return true;
}
