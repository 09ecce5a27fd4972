# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -F , -v name=TABLE -f tables.awk bench/baseline/*/*.csv bench/*/pc.csv
# Prints a table of the manual, made of the baselines.

FNR == 1 {
    count = split(FILENAME, part, "/")
    table = part[count]
    sub(/\.csv$/, "", table)
    # Of this computer: by the folder.
    if (table == "pc")
        table = part[count - 1]
    split($0, column, ",")
    next
}
# I/O is no count: rows as bench/io/main.c writes them.
table == "io" {
    if (!(($1, $2, $3) in ratios))
        ratio_keys[++ratio_count] = $1 FS $2 FS $3
    ratios[$1, $2, $3] = 1
    ratio[$1, $2, $3, $4] = $5
    quartiles[$1, $2, $3, $4] = $6 " to " $7
    cpu_time[$1, $2, $3, $4] = $9
    next
}
# Nor are ratios of time: rows as bench/speed/main.c writes them.
table == "speed" {
    if (!($1 in is_speed))
        speed_keys[++speed_count] = $1
    is_speed[$1] = 1
    speed[$1, $2 " " $3] = sprintf("%.1f", $4)
    speed_median[$1, $2 " " $3] = sprintf("%.1f", $5)
    next
}
{
    key = cpu = ""
    for (i = 1; i <= NF; i++)
        if (column[i] == "cpu")
            cpu = $i
        else if (column[i] !~ /(bytes|insns)$/)
            key = key (key == "" ? "" : "/") $i
    for (i = 1; i <= NF; i++)
        if (column[i] ~ /(bytes|insns)$/)
            value[table, cpu, key, column[i]] = $i
    if (!((table, key) in known)) {
        known[table, key] = 1
        keys[table, ++key_count[table]] = key
    }
    is_there[cpu] = 1
}

# Those of `list` that have a baseline.
function choose_cpus(list, all, n, i) {
    n = split(list, all, " ")
    cpu_count = 0
    for (i = 1; i <= n; i++)
        if (all[i] in is_there)
            cpus[++cpu_count] = all[i]
}

function get(table, cpu, key, column) {
    return (table, cpu, key, column) in value ? value[table, cpu, key, column] : ""
}

# A row of figures, and the line below the head of a table.
function head(text, n, i) {
    n = gsub(/\|/, "|", text)
    print text
    printf "| --- |"
    for (i = 2; i < n; i++)
        printf " ---: |"
    print ""
}

function head_of_cpus(first, text, i) {
    text = "| " first " |"
    for (i = 1; i <= cpu_count; i++)
        text = text " " cpus[i] " |"
    head(text)
}

# One row of `table`, a column for each CPU; nothing if none has it.
function row(title, table, key, column, text, any, i, v) {
    for (i = 1; i <= cpu_count; i++) {
        v = get(table, cpus[i], key, column)
        any = any v
        text = text " " v " |"
    }
    if (any != "")
        print "| " title " |" text
}

# Bytes of the VM and of the compiler's library.
function flash(cpu, key) {
    if (get("size", cpu, key, "vm_bytes") == "") {
        print "tables.awk: " cpu " has no row " key > "/dev/stderr"
        failed = 1
    }
    return get("size", cpu, key, "vm_bytes") + get("size", cpu, key, "library_bytes")
}

function signed(difference) {
    return difference > 0 ? "+" difference : difference ""
}

function size_table(i, c) {
    head("| CPU | goto | switch | small | library: goto | switch | small | image: + |")
    for (i = 1; i <= cpu_count; i++) {
        c = cpus[i]
        print "| " c " | " get("size", c, "run/goto/default", "vm_bytes") " | " \
            get("size", c, "run/switch/default", "vm_bytes") " | " \
            get("size", c, "run/small/default", "vm_bytes") " | " \
            get("size", c, "run/goto/default", "library_bytes") " | " \
            get("size", c, "run/switch/default", "library_bytes") " | " \
            get("size", c, "run/small/default", "library_bytes") " | " \
            get("size", c, "image/goto/default", "image_bytes") " |"
    }
}

# The example firmware: all of librbpf that is in it.
function firmware_table(i, c, v, variants, key, text) {
    head("| CPU | goto | switch | small |")
    split("goto switch small", variants, " ")
    for (i = 1; i <= cpu_count; i++) {
        text = ""
        for (v = 1; v <= 3; v++) {
            key = "firmware/" variants[v] "/default"
            text = text " " get("size", cpus[i], key, "vm_bytes") + get("size", cpus[i], key, "image_bytes") " |"
        }
        print "| " cpus[i] " |" text
    }
}

function layer_table(i, c, v, variants, parts, j) {
    head("| CPU, variant | isa | verify | exec | VM |")
    split("goto switch small", variants, " ")
    for (i = 1; i <= cpu_count; i++)
        for (v = 1; v <= 3; v++) {
            c = "run/" variants[v] "/default"
            print "| " cpus[i] ", " variants[v] " | " get("size", cpus[i], c, "isa_bytes") " | " \
                get("size", cpus[i], c, "verify_bytes") " | " get("size", cpus[i], c, "exec_bytes") \
                " | " get("size", cpus[i], c, "vm_bytes") " |"
        }
}

# The hosting engine beside the VM: what runs containers, and what is added to it.
function engine_table(i, c, base) {
    head("| CPU | attach, fire, detach, stores | image and facts | without checks of the host | all of the owner's functions: + | all helpers: + |")
    for (i = 1; i <= cpu_count; i++) {
        c = cpus[i]
        base = get("size", c, "engine/goto/default", "container_bytes")
        print "| " c " | " base " | " get("size", c, "engine/goto/default", "image_bytes") + \
            get("size", c, "engine/goto/default", "vm_bytes") - get("size", c, "run/goto/default", "vm_bytes") " | " \
            get("size", c, "engine/goto/check-host-0", "container_bytes") " | " \
            get("size", c, "engine-all/goto/default", "container_bytes") - base " | " \
            get("size", c, "engine-helpers/goto/default", "container_bytes") - base " |"
    }
}

function configuration_table(variant, i, j, key, text) {
    head_of_cpus("configuration, " variant)
    for (i = 1; i <= key_count["size"]; i++) {
        key = keys["size", i]
        if (key !~ "^run/" variant "/" || key ~ /default$/)
            continue
        text = key
        sub(/.*\//, "", text)
        text = "| " text " |"
        for (j = 1; j <= cpu_count; j++)
            text = text " " signed(flash(cpus[j], key) - flash(cpus[j], "run/" variant "/default")) " |"
        print text
    }
}

function ram_table(i) {
    head_of_cpus("struct")
    for (i = 1; i <= key_count["ram"]; i++)
        row((keys["ram", i] ~ /^rbpf/ ? "`" keys["ram", i] "`" : "`rbpf_vm` without its registers"),
            "ram", keys["ram", i], "bytes")
}

function stack_title(key, part) {
    split(key, part, "/")
    return "`" part[2] "()`" (part[1] == "any" || part[1] == "step" ? "" : ", " part[1])
}

function stack_table(i) {
    head_of_cpus("function")
    for (i = 1; i <= key_count["stack"]; i++)
        row(stack_title(keys["stack", i]), "stack", keys["stack", i], "bytes")
}

function painted_table(i, j, key, text, seen) {
    head_of_cpus("function: seen of most")
    for (i = 1; i <= key_count["painted"]; i++) {
        key = keys["painted", i]
        text = ""
        for (j = 1; j <= cpu_count; j++) {
            seen = get("painted", cpus[j], key, "bytes")
            text = text " " (seen == "" ? "" : seen " of " get("stack", cpus[j], key, "bytes")) " |"
        }
        print "| " stack_title(key) " |" text
    }
}

# The workload of row i of bench.csv; its variant goes to part[2].
function workload(i, part) {
    split(keys["bench", i], part, "/")
    return part[1]
}

# Workloads, and no parts of one, have a native row.
function is_workload(name) {
    return ("bench", name "/native") in known
}

# One variant of all workloads.
function bench_table(variant, i, part) {
    head_of_cpus(variant)
    for (i = 1; i <= key_count["bench"]; i++)
        if (is_workload(workload(i, part)) && part[2] == variant)
            row(part[1], "bench", keys["bench", i], "insns")
}

function load_table(i, j, part, all, text) {
    head_of_cpus("guest: all, a slot")
    for (i = 1; i <= key_count["bench"]; i++) {
        if (workload(i, part) !~ /^load / || part[2] != "all")
            continue
        text = substr(part[1], 6) " |"
        for (j = 1; j <= cpu_count; j++) {
            all = get("bench", cpus[j], keys["bench", i], "insns")
            text = text " " all ", " get("bench", cpus[j], part[1] "/slot", "insns") " |"
        }
        print "| " text
    }
}

function parts_table(i, part) {
    head_of_cpus("what, variant")
    for (i = 1; i <= key_count["bench"]; i++)
        if (!is_workload(workload(i, part)) && part[1] !~ /^load /)
            row(part[1] ", " part[2], "bench", keys["bench", i], "insns")
}

# The workloads of elsewhere, and their counterparts here.
function reference_table(i, j, part, own, text) {
    head_of_cpus("goto: theirs, ours")
    for (i = 1; i <= key_count["reference"]; i++) {
        split(keys["reference", i], part, "/")
        if (part[2] != "goto")
            continue
        own = substr(part[1], 11)
        text = own " |"
        for (j = 1; j <= cpu_count; j++)
            text = text " " get("reference", cpus[j], keys["reference", i], "insns") ", " \
                get("bench", cpus[j], own "/goto", "insns") " |"
        print "| " text
    }
}

# Of two critical sections.
function atomic_table(i, j, part, text) {
    head_of_cpus("operation, bits: goto and switch, small")
    for (i = 1; i <= key_count["atomic"]; i++) {
        split(keys["atomic", i], part, "/")
        if (part[1] != "goto")
            continue
        text = part[2] " |"
        for (j = 1; j <= cpu_count; j++)
            text = text " " get("atomic", cpus[j], keys["atomic", i], "insns") ", " \
                get("atomic", cpus[j], "small/" part[2], "insns") " |"
        print "| " text
    }
}

function tenants_table(i) {
    head_of_cpus("RAM")
    for (i = 1; i <= key_count["tenants"]; i++)
        row(keys["tenants", i], "tenants", keys["tenants", i], "bytes")
}

# What an option costs, for include/README.md.
function cost(title, configuration, variants, v, key, text) {
    split("goto switch small", variants, " ")
    for (v = 1; v <= 3; v++) {
        key = "run/" variants[v] "/" configuration
        text = text " " (configuration == "default" ? flash(cpu, key) : \
            signed(flash(cpu, key) - flash(cpu, "run/" variants[v] "/default"))) " |"
    }
    print "| " title " |" text
}

# The same of a host of containers, with image and engine.
function engine_flash(key) {
    return flash("cortex-m4", key) + get("size", "cortex-m4", key, "image_bytes") + \
        get("size", "cortex-m4", key, "container_bytes")
}

function engine_cost(title, configuration, variants, v, all, text) {
    split("goto switch small", variants, " ")
    for (v = 1; v <= 3; v++) {
        all = engine_flash("engine/" variants[v] "/" configuration)
        text = text " " (configuration == "default" ? all \
            : signed(all - engine_flash("engine/" variants[v] "/default"))) " |"
    }
    print "| " title " |" text
}

function options_table() {
    head("| | goto | switch | small |")
    cost("all defaults, VM and libgcc", "default")
    cost("`RBPF_GROUPS` 0x1b7: without ATOMIC64", "no-atomic64")
    cost("`RBPF_GROUPS` 0x1b3: without ATOMIC32, ATOMIC64", "no-atomic")
    cost("`RBPF_GROUPS` 0x19f: without DIVMUL64", "no-divmul64")
    cost("`RBPF_GROUPS` 0x18f: without DIVMUL32, DIVMUL64", "no-divmul")
    cost("`RBPF_GROUPS` 0x13f: without CALLX", "no-callx")
    cost("`RBPF_GROUPS` 0xbf: without V4", "no-v4")
    cost("`RBPF_GROUPS` 0x3: BASE32 and BASE64 alone", "base-only")
    cost("`RBPF_SPLIT_REGISTERS` 0", "split-registers-0")
    cost("`RBPF_SPLIT_REGISTERS` 1", "split-registers-1")
    cost("`RBPF_CHECK_HOST` 0", "check-host-0")
    cost("`RBPF_BYTE_ACCESS` 0", "byte-access-0")
    cost("`RBPF_BYTE_ACCESS` 1", "byte-access-1")
    cost("`RBPF_HELPERS_MAX` 32", "helpers-max-32")
    cost("`RBPF_HELPERS_MAX` 256", "helpers-max-256")
    cost("`RBPF_HELPERS_MAX` 1024", "helpers-max-1024")
    cost("`RBPF_STOP_INTERVAL` 256", "stop-interval-256")
    cost("no `RBPF_PORT_HEADER`", "no-port")
    engine_cost("a host of containers, all of it", "default")
    engine_cost("`RBPF_CONTRACTS` 0", "contracts-0")
    engine_cost("`RBPF_ROLLBACK` 0", "rollback-0")
    engine_cost("`RBPF_ACCOUNTS` 0", "accounts-0")
}

function all_of(host, key) {
    key = host "/goto/default"
    return flash(cpu, key) + get("size", cpu, key, "image_bytes") + get("size", cpu, key, "other_bytes")
}

function more(title, host) {
    print "| " title " | " signed(all_of(host) - all_of("run")) " |"
}

function functions_table() {
    head("| also used | bytes |")
    more("`rbpf_image_open()` and what follows it", "image")
    more("`rbpf_functions_find()`, for raw instructions", "raw")
    more("`rbpf_program_facts()`", "facts")
    more("`rbpf_vm_fault()`", "fault")
    more("`rbpf_step()`, a loop of its own", "step")
    more("`rbpf_status_name()`, `rbpf_status_text()`", "text")
    more("`rbpf_disassemble()`", "disassemble")
}

# Of the rows whose headers are looked at, or not.
function io_table(headers, i, part, k) {
    head("| workload | bytes | firing | single | vector | batched | its quartiles | CPU: single | batched | batching wins: native | guest |")
    for (i = 1; i <= ratio_count; i++) {
        split(ratio_keys[i], part, FS)
        k = part[1] SUBSEP part[2] SUBSEP part[3]
        if (part[2] == headers)
            print "| " part[1] " | " part[3] " | " ratio[k, "firing"] " | " ratio[k, "single"] \
                " | " ratio[k, "vector"] " | " ratio[k, "batched"] " | " quartiles[k, "batched"] \
                " | " cpu_time[k, "single"] " | " cpu_time[k, "batched"] \
                " | " ratio[k, "native win"] " | " ratio[k, "guest win"] " |"
    }
}

# How many times as long as native code; of the mean alone, or of all.
function speed_table(only_mean, i, k) {
    head("| workload | goto | its median | goto, guest of v2 | switch | small |")
    for (i = 1; i <= speed_count; i++) {
        k = speed_keys[i]
        if (only_mean && k != "mean")
            continue
        print "| " (k == "mean" ? "geometric mean of the eleven" : k) " | " speed[k, "goto v3"] \
            " | " speed_median[k, "goto v3"] " | " speed[k, "goto v2"] " | " \
            speed[k, "switch v3"] " | " speed[k, "small v3"] " |"
    }
}

END {
    cpu = "cortex-m4"
    choose_cpus("cortex-m0 cortex-m3 cortex-m4 cortex-m33 rv32 rv64 xtensa arm-linux s390x-linux")
    if (name == "size") size_table()
    else if (name == "firmware") firmware_table()
    else if (name == "layers") layer_table()
    else if (name == "engine") engine_table()
    else if (name ~ /^configurations /) configuration_table(substr(name, 16))
    else if (name == "ram") ram_table()
    else if (name ~ /^(stack|painted|bench .*|reference|atomic|tenants)$/) {
        choose_cpus("cortex-m0 cortex-m3 cortex-m4 cortex-m33 rv32 rv64" \
            (name == "stack" ? " xtensa" : ""))
        if (name == "stack") stack_table()
        if (name == "painted") painted_table()
        if (name == "bench load") load_table()
        else if (name == "bench parts") parts_table()
        else if (name ~ /^bench /) bench_table(substr(name, 7))
        if (name == "reference") reference_table()
        if (name == "atomic") atomic_table()
        if (name == "tenants") tenants_table()
    }
    else if (name == "options") options_table()
    else if (name == "functions") functions_table()
    else if (name ~ /^speed/) speed_table(name == "speed mean")
    else if (name == "io moved") io_table("no")
    else if (name == "io looked at") io_table("yes")
    else {
        print "tables.awk: no table " name > "/dev/stderr"
        exit 1
    }
    exit failed
}
