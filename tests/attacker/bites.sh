#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT CC
# With all of its checks the library stops each attempt of examples/attacker; with one of them taken
# out, an attempt succeeds. One that brings the firmware down, or hangs it, has succeeded too. Prints
# what the second block of output in examples/attacker/README.md says, or fails.
set -eu

root=$(cd "$1" && pwd)
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

attacker="attempts ground play report tally host"
flags="-std=c11 -O0 -w -DRBPF_LOOP=RBPF_LOOP_SWITCH"

object_of() {
    echo "$work/$(echo "$1" | tr / _).o"
}

# compile FILE...: relative to the tree in $work/tree, each to an object of its own.
compile() {
    for file in "$@"; do
        # shellcheck disable=SC2086
        "$cc" $flags -I include -I src -c -o "$(object_of "$file")" "$file"
    done
}

link() {
    "$cc" -o "$work/attacker" "$work"/*.o
}

mkdir "$work/tree"
cp -R include src "$work/tree"
mkdir -p "$work/tree/examples"
cp -R examples/attacker examples/sensor examples/thread_counter "$work/tree/examples"
library=$(sed -n 's/^RBPF_SOURCES += //p' sources.mk)
cd "$work/tree"
# shellcheck disable=SC2086
compile $library examples/sensor/coap.c examples/sensor/thermometer.c
for name in $attacker; do
    compile "examples/attacker/$name.c"
done
link
"$work/attacker" > "$work/log" || {
    cat "$work/log"
    echo "not all attempts are stopped as the library is"
    exit 1
}

# The source that a change in FILE is felt by: what exec.h has for loops, by the one that is used.
felt_by() {
    case $1 in
    src/exec/exec.h) echo src/exec/loop_switch.c ;;
    *) echo "$1" ;;
    esac
}

# How the attempt of this name ended.
try() {
    code=0
    timeout 10 "$work/attacker" "$1" > "$work/log" 2>&1 || code=$?
    if grep -q "^  $1 .*SUCCEEDED: " "$work/log"; then
        sed -n 's/.*SUCCEEDED: //p' "$work/log"
    elif [ $code -eq 124 ]; then
        echo "the device hangs"
    elif [ $code -gt 128 ]; then
        echo "the device crashes"
    else
        return 1
    fi
}

say() {
    printf '%-44s %-19s %s\n' "$@" | tee -a "$work/output"
}

count=0

# takes_out WHAT FILE SED ATTEMPT: without this check, the attempt succeeds.
takes_out() {
    sed "$3" "$2" > "$work/changed"
    if [ "$(diff "$2" "$work/changed" | grep -c '^<')" != 1 ]; then
        echo "$1: this does not change one line of $2 any more: $3"
        exit 1
    fi
    cp "$work/changed" "$2"
    source=$(felt_by "$2")
    mv "$(object_of "$source")" "$work/whole.object"
    compile "$source"
    link
    harm=$(try "$4") || {
        cat "$work/log"
        echo "$1: without this check $4 does not succeed"
        exit 1
    }
    say "$1" "$4" "$harm"
    count=$((count + 1))
    cp "$root/$2" "$2"
    mv "$work/whole.object" "$(object_of "$source")"
}

# in_function NAME SED: within the function whose definition has NAME in its first line.
in_function() {
    echo "/^[a-zA-Z].*[ *]$1(/,/^}/$2"
}

say "check that is taken out" "attempt" "what then happens"

takes_out "a load ends within its region" src/exec/exec.h \
    's/if (RBPF_UNLIKELY(size == 1 ?/if (writes \&\& (size == 1 ?/' read-behind
takes_out "a store ends within its region" src/exec/exec.h \
    's/if (RBPF_UNLIKELY(size == 1 ?/if (!writes \&\& (size == 1 ?/' write-behind
takes_out "a store is to a region that may be written" src/exec/exec.h \
    "$(in_function rbpf_locate 's/length = writes ? .*/length = region->readable;/')" write-board
takes_out "a load is from a region that is there" src/exec/exec.h \
    "$(in_function rbpf_locate 's/if (RBPF_UNLIKELY(number >=/if (writes \&\& (number >=/')" read-no-region
takes_out "a store is to a region that is there" src/exec/exec.h \
    "$(in_function rbpf_locate 's/if (RBPF_UNLIKELY(number >=/if (!writes \&\& (number >=/')" \
    write-no-region
takes_out "a helper's argument lies within a region" src/exec/helper.c \
    's/: rbpf_look_up(vm, size, address)/: \&vm->regions[address >> 32]/' helper-across
takes_out "a helper's argument is below 2 GiB" src/exec/helper.c \
    's/return bytes >> 32 ? .*/return (uint32_t)bytes \& RBPF_GRANT_MAX;/' helper-2-gib
takes_out "a helper's argument may be written" src/exec/helper.c \
    's/rbpf_argument_kind(arg) == RBPF_ARG_KIND_WRITES/false/' helper-into-context
takes_out "all of a helper's arguments are right" src/exec/helper.c \
    "$(in_function check_arguments 's/if (RBPF_UNLIKELY(status != RBPF_OK))/if (0)/')" format-others
takes_out "what a helper finds by itself is below 2 GiB" src/exec/helper.c \
    's/(vm, size, pointer->address)/(vm, size \& RBPF_GRANT_MAX, pointer->address)/' message-2-gib
takes_out "what a helper finds by itself may be written" src/exec/helper.c \
    's/pointer->kind == RBPF_ARG_KIND_WRITES/false/' helper-into-flash
takes_out "formatted text has room" src/text.c \
    's/if (text->length + 1u < text->room)/if (1)/' format-no-room
takes_out "an answer is no longer than its packet" src/container/message.c \
    's/return open->message.used <= span.size .*/return RBPF_OK;/' message-used
takes_out "a sensor is one of the table" src/container/sensor.c \
    's/if (handle > 0 && handle <= engine->sensor_count)/if (1)/' sensor-none
takes_out "an exponent is at most 9" src/container/number.c \
    's/if (exponent < -EXPONENT_MAX || exponent > EXPONENT_MAX)/if (0)/' number-exponent
takes_out "a call by register is to a granted helper" src/container/runner.c \
    's/engine->helper_count, rights->helpers}/engine->helper_count, NULL}/' helper-not-granted
takes_out "a call by number is to a granted helper" src/container/attach.c \
    's/request.needs.helpers\[i\] |= .*/(void)i;/' need-helper
takes_out "what is needed and not granted refuses" src/container/rights.c \
    's/^        if (lacking)/        if (0)/' need-helper
takes_out "a bit is granted by the tenant's owner" src/container/rights.c \
    's/got = (got | needed) & grant & offer;/got = (got | needed) \& offer;/' read-others
takes_out "a bit is offered by the hook" src/container/rights.c \
    's/got = (got | needed) & grant & offer;/got = (got | needed) \& grant;/' helper-not-offered
takes_out "a number is at most the owner's" src/container/rights.c \
    's/least(grant, offer));/offer);/' keys-own
takes_out "a region is mapped if it may be read" src/container/runner.c \
    's/if (!(rights->access & RBPF_READ_REGION(i)))/if (0)/' read-others
takes_out "a region is writable if that is granted" src/container/runner.c \
    's/if (!(rights->access & RBPF_WRITE_REGION(i)))/if (0)/' write-board
takes_out "the context is writable if that is granted" src/container/fire.c \
    's/context->writable = .*/context->writable = true;/' spoil-switch
takes_out "a store is read if that is granted" src/container/redo.c \
    's/if (!(rbpf_container_rights(asked->runner->container)->access &/if (0 \&\& !(0u \&/' global-read
takes_out "a store is written if that is granted" src/container/redo.c \
    's/if (!rbpf_container_rights(runner->container)->stores.*/if (0)/' global-take-out
takes_out "an entry of the host's is not changed" src/container/redo.c \
    's/if (slot && rbpf_slot_owner(slot) == RBPF_OWNER_HOST)/if (0)/' host-write
takes_out "the quota of entries" src/container/redo.c \
    's/(then.entries > quota->entries && then.entries > now.entries)/(0)/' keys-own
takes_out "the quota of bytes" src/container/redo.c \
    's/(then.bytes > quota->bytes && then.bytes > now.bytes)/(0)/' bytes
takes_out "a value fits into its slot" src/container/redo.c \
    's/if (record\[5\] > rbpf_store_value_bytes(store))/if (0)/' value-long
takes_out "what others own is not paid back" src/container/redo.c \
    "$(in_function add_record 's/if (rbpf_slot_owner(slot) == owner)/if (1)/')" quota-others
takes_out "a write has room in the log of the run" src/container/redo.c \
    "$(in_function append_record 's/if (RBPF_RECORD_HEADER_BYTES + .*/if (0)/')" log-of-writes
takes_out "a firing has room in the log of the run" src/container/redo.c \
    "$(in_function rbpf_redo_post 's/if (RBPF_RECORD_HEADER_BYTES + .*/if (0)/')" log-of-posts
takes_out "writes of a bad run are dropped" src/container/runner.c \
    's/runner->log_used = 0;/(void)0;/' set-and-fault
takes_out "variables have first values after a bad run" src/container/runner.c \
    "$(in_function drop 's/container->is_stale = true;/(void)0;/')" kept-after-fault
takes_out "variables have first values in the first run" src/container/attach.c \
    "$(in_function build 's/container->is_stale = true;/(void)0;/')" left-in-variables
takes_out "variables fit into the memory for them" src/container/attach.c \
    's/if (status == RBPF_OK && a->image.data_bytes > data_bytes)/if (0)/' data-more
takes_out "the stack is cleared" src/exec/vm.c \
    "$(in_function prepare_stack 's/memset(vm->regions.*/(void)0;/')" left-on-stack
takes_out "calls are as deep as there are frames" src/exec/transfer.c \
    's/if (vm->depth >= vm->frame_count)/if (0)/' recurse
takes_out "frames are as large as the stack" src/exec/transfer.c \
    's/if (frame_bytes > vm->stack_bytes - top)/if (0)/' recurse-wide
takes_out "the stack is as large as granted" src/container/runner.c \
    's/if (runner->vm.stack_bytes > rights->stack_bytes)/if (0)/' recurse-wide
takes_out "a register that is written is there" src/verify/verify.c \
    's/if (insn->dst > 10u)/if (0)/' write-r13
takes_out "a register that is read is there" src/verify/verify.c \
    's/if (insn->src > 10u && .*/if (0)/' read-r13
takes_out "a function has the stack of those it calls" src/verify/verify.c \
    's/if (rbpf_function_frame(c->function) + stack_bytes > .*/if (0)/' lie-stack
takes_out "a jump stays in its function" src/verify/verify.c \
    's/if (target < c->begin || target >= c->end)/if (0)/' jump-to-data
takes_out "the half of an instruction is nothing else" src/verify/verify.c \
    's/return word_at(c, c->slot + 1u) != 0 ? .*/return KEPT;/' hide-in-lddw
takes_out "a section ends within its image" src/image/image.c \
    's/if (section.size > image_bytes - next)/if (0)/' section-2-gib
takes_out "the budget of a run" src/container/runner.c \
    "$(in_function run_to_end 's/rbpf_container_rights(container)->insns_per_run/UINT64_MAX/')" loop-long
takes_out "the rate of a second" src/container/fire.c \
    's/return container->owed_insns < rate;/return true;/' rate
takes_out "text is charged for" src/container/builtin.c \
    's/rbpf_call_charge(call, bytes);/(void)0;/' flood-log
takes_out "text is cut" src/container/builtin.c \
    's/uint32_t bytes = text.size < RBPF_LOG_TEXT_MAX .*/uint32_t bytes = text.size;/' log-long
takes_out "quarantine" src/container/fire.c \
    's/if (container->tenant->fault_limit && .*/if (0)/' fault-again
takes_out "a context fits into the mailbox" src/container/post.c \
    's/if (context.size > mailbox->bytes .*/if (0)/' fire-long
takes_out "a hook that is fired has a mailbox" src/container/post.c \
    "$(in_function post 's/if (!mailbox)/if (0)/')" fire-others

awk '$0 == "```output" { inside++; next } $0 == "```" { if (inside == 2) exit; next } inside == 2' \
    "$root/examples/attacker/README.md" > "$work/expected"
diff -u "$work/expected" "$work/output" || {
    echo "examples/attacker/README.md says something else"
    exit 1
}
echo "$count checks taken out, $count attempts succeeded"
