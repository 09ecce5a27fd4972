# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v loop=FUNCTION -f stack.awk calls.txt ENTRIES LIBRARY FILE.ci...
# The most stack that each of ENTRIES takes with all it calls, by -fcallgraph-info=su:
# prints `NAME BYTES loop|any CHAIN`. calls.txt says whom a call by pointer goes to, LIBRARY is what
# library.awk found, also for calls that the assembler or the linker put into ours.
# Recursion, a stack of unknown size and a callee of whom nothing is known are errors.

function fail(why) {
    print "stack: " why > "/dev/stderr"
    failed = 1
    exit 1
}

FNR == 1 { file++ }
/^#/ || NF == 0 { next }
file == 1 { pointers[$1] = $2; next }
file == 2 { entries[++entry_count] = $1; next }
file == 3 && $1 == "frame" { library[$2] += $3; next }
file == 3 && $1 == "call" {
    library_calls[$2] = library_calls[$2] " " $3
    branches[$2, $3] = 1
    next
}

file == 3 && $1 == "link" { returns[$2, $3] = 1; next }

# The file's name and a colon are before the name of a static function.
/^node:/ && / bytes \(/ {
    split($0, quoted, "\"")
    name = quoted[2]
    bytes = quoted[4]
    sub(/.*\\n/, "", bytes)
    split(bytes, word, " ")
    frame[name] = word[1] + 0
    is_ours[name] = 1
    is_plain[name] = is_plain[plain(name)] = 1
    is_plain[own_name(name)] = 1
    if (bytes !~ /\(static\)$/)
        fail(name " takes a stack of unknown size: " bytes)
}
/^edge:/ {
    split($0, quoted, "\"")
    calls[quoted[2]] = calls[quoted[2]] " " quoted[4]
}

# The name alone, without file and what the compiler appends to clones.
function plain(name) {
    sub(/.*:/, "", name)
    sub(/\..*/, "", name)
    return name
}

# What the disassembly has of ours: calls of functions that no compiler's record knows.
function add_unrecorded(name, list, count, i) {
    count = split(library_calls[own_name(name)], list, " ")
    for (i = 1; i <= count; i++)
        if (list[i] != "__indirect_call" && !(list[i] in is_plain))
            calls[name] = calls[name] " " list[i]
}

function target(caller, callee) {
    if (callee != "__indirect_call")
        return callee
    if (!(plain(caller) in pointers))
        fail(plain(caller) " calls by pointer; bench/size/calls.txt does not say whom")
    uses_loop[caller] = pointers[plain(caller)] == "LOOP"
    return pointers[plain(caller)] == "LOOP" ? loop : ""
}

# The name that the object has: of static functions without the file.
function own_name(name) {
    sub(/.*:/, "", name)
    return name
}

# What `name` has on the stack while `callee` runs: nothing if each call is a jump, a tail call. Of what
# is not compiled by us, nobody knows where it jumps from.
function held(name, callee, own, other) {
    own = own_name(name)
    other = own_name(callee)
    if ((name in is_ours) && (own, other) in branches && !((own, other) in returns))
        return 0
    return frame[name]
}

# Sets deepest[name] and, for the chain, below[name].
function walk(name, list, count, i, callee, most, depth) {
    if (name in deepest)
        return deepest[name]
    if (name in walking)
        fail("recursion through " plain(name))
    if (!(name in is_ours)) {
        if (!(name in library))
            fail("nothing is known of " name)
        frame[name] = library[name]
        calls[name] = library_calls[name]
    } else
        add_unrecorded(name)
    walking[name] = 1
    count = split(calls[name], list, " ")
    most = frame[name]
    for (i = 1; i <= count; i++) {
        callee = target(name, list[i])
        if (callee == "" || callee == name && !(name in is_ours))
            continue
        depth = held(name, callee) + walk(callee)
        if (depth > most) {
            most = depth
            below[name] = callee
        }
        if (uses_loop[callee])
            uses_loop[name] = 1
    }
    delete walking[name]
    return deepest[name] = most
}

function chain(name, text) {
    for (; name != ""; name = below[name])
        text = text " " plain(name) ":" (below[name] == "" ? frame[name] : held(name, below[name]))
    return text
}

END {
    if (failed)
        exit 1
    for (i = 1; i <= entry_count; i++) {
        name = entries[i]
        if (!(name in is_ours))
            fail("no object has " name)
        walk(name)
        print name, deepest[name], uses_loop[name] ? "loop" : "any", chain(name)
    }
}
