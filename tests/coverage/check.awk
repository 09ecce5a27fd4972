# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v root=FOLDER -v exclusions=FILE -v marks=FILE -f check.awk build=NAME LCOV...
#            build=NAME FUNCTIONS...
# LCOV and FUNCTIONS are what export.sh makes of one build. Prints lines, branches and conditions of
# each file, and what is missed; fails if that is neither excluded nor below a mark, and if an
# exclusion excludes nothing.
#
# A header is compiled into many files, and the bodies of the loops into three functions: branches
# and conditions count anew in each that uses them, and a line is reached if each runs it. A line
# that two builds compile is counted in the first that reaches it, with all that is on it.

function trim(text) {
    sub(/^[ \t]+/, "", text)
    sub(/[ \t]+$/, "", text)
    return text
}

function complain(text) {
    print text
    failures++
}

function read_exclusions(    line, field, n) {
    while ((getline line < exclusions) > 0) {
        if (line ~ /^#/ || trim(line) == "")
            continue
        n++
        field[n % 3] = trim(line)
        if (n % 3 == 1 && (line !~ /^[^ ]+ [^ ]+ [^ ]/ ||
            line !~ / (line|all|(branch [0-9]+|macro) (true|false)|decision lacks [0-9]+)$/))
            complain(exclusions ": not FILE FUNCTION WHAT: " line)
        if (n % 3 != 1 && line !~ /^[ \t]/)
            complain(exclusions ": not indented: " line)
        if (n % 3 == 0) {
            if ((field[1], field[2]) in excluded)
                complain(exclusions ": twice: " field[1] ": " field[2])
            excluded[field[1], field[2]] = 0
            order[++exclusion_count] = field[1] SUBSEP field[2]
        }
    }
    if (n % 3)
        complain(exclusions ": the last entry is no three lines")
}

function read_marks(    line, field, k) {
    while ((getline line < marks) > 0) {
        if (line ~ /^#/ || trim(line) == "")
            continue
        if (split(line, field, " ") != 4)
            complain(marks ": not FOLDER LINES BRANCHES CONDITIONS: " line)
        folders[++folder_count] = field[1]
        for (k = 1; k <= 3; k++)
            mark[field[1], kinds[k]] = field[k + 1]
    }
}

function folder_of(name, i) {
    for (i = 1; i <= folder_count; i++)
        if (index(name, folders[i] "/") == 1)
            return folders[i]
    return ""
}

function relative(name) {
    return index(name, root "/") == 1 ? substr(name, length(root) + 2) : name
}

function source(name, line, text, at) {
    if (!(name in is_read)) {
        is_read[name] = 1
        while ((getline text < (root "/" name)) > 0) {
            sub(/\\$/, "", text)
            sources[name, ++at] = trim(text)
        }
        close(root "/" name)
    }
    return sources[name, line]
}

# The function that a line lies in.
function function_at(name, line, i, begin, found) {
    found = "-"
    for (i = 1; i <= starts[name]; i++)
        if (start[name, i] <= line && start[name, i] > begin + 0) {
            begin = start[name, i]
            found = start_of[name, i]
        }
    return found
}

function excludes(name, function_name, what, text, key) {
    key = name " " function_name " " what SUBSEP text
    if (key in excluded) {
        excluded[key]++
        return 1
    }
    return 0
}

# Something that was not reached: returns whether that is excluded.
function is_excluded(name, function_name, what, line, text) {
    text = source(name, line)
    return excludes(name, function_name, what, text) || excludes(name, "*", what, text) ||
        excludes(name, function_name, "all", "-") ||
        (unit != "" && excludes(name, unit ":" function_name, what, text))
}

# `times` of a kind, in a function as compiled into a file.
function miss(kind, name, line, function_name, what, times) {
    lost[name, kind] += times
    if (unit != "" && name !~ "/" unit "$")
        function_name = unit ":" function_name
    missed[++missed_count] = name ":" line ": " function_name " " what "\n    " source(name, line)
    if (mark[folder_of(name), kind] == 100)
        failures++
}

function note_file(name) {
    if (!(name in is_file)) {
        is_file[name] = 1
        files[++file_count] = name
    }
}

# What is at `key` of a function: all between it and the next key, without [ and ].
function part(key, next_key, begin, rest) {
    begin = index($0, "\"" key "\":[")
    rest = substr($0, begin + length(key) + 4)
    return substr(rest, 1, index(rest, next_key) - 1)
}

# Where file `id` of the function is expanded: in the text that is no macro's.
function climb(id, line) {
    while (id in parent && source(path[parent[id]], parent_line[id]) !~ /^#[ ]*include/) {
        line = parent_line[id]
        id = parent[id]
    }
    at_id = id
    at_line = line
    at_name = path[id]
}

function counts(line) {
    climb(at_id, line)
    return folder_of(at_name) != "" && owner[at_name, at_line] == build
}

function take_files(    i, n, list) {
    delete path
    n = split(part("filenames", "],\"mcdc_records\""), list, ",")
    for (i = 1; i <= n; i++)
        path[i - 1] = relative(substr(list[i], 2, length(list[i]) - 2))
}

# A region: line, column, end's, count, file, what is expanded there, kind. 0: code; 1: expansion.
function take_expansions(    i, f) {
    delete parent
    delete parent_line
    delete parent_column
    for (i = 1; i <= region_count; i++) {
        split(regions[i], f, ",")
        if (f[8] == 1) {
            parent[f[7]] = f[6]
            parent_line[f[7]] = f[1]
            parent_column[f[7]] = f[2]
        }
    }
}

# A line that a function has code on, but never ran any of it.
function take_regions(    i, f, key, most) {
    for (i = 1; i <= region_count; i++) {
        split(regions[i], f, ",")
        at_id = f[6]
        if (f[8] != 0 || !counts(f[1]))
            continue
        key = at_name SUBSEP at_line
        if (!(key in most) || f[5] > most[key])
            most[key] = f[5] + 0
    }
    for (key in most)
        if (!most[key])
            dark[key] = dark[key] SUBSEP function_name SUBSEP unit
}

# Is it excluded where it is used, or in the definition of a macro that it comes of?
function is_branch_excluded(id, line, number, way) {
    while (id in parent && source(path[parent[id]], parent_line[id]) !~ /^#[ ]*include/) {
        if (is_excluded(path[id], function_name, "macro " way, line))
            return 1
        line = parent_line[id]
        id = parent[id]
    }
    return is_excluded(path[id], function_name, "branch " number " " way, line)
}

function judge_branch(id, line, number, way) {
    if (is_branch_excluded(id, line, number, way))
        outs[at_name, "branches"]++
    else
        miss("branches", at_name, at_line, function_name, "branch " number " " way, 1)
}

# A branch: line, column, end's, how often true, how often false, file, -, kind. 6: of a decision. A
# line with an operator of one whose branches are none of a decision is one that clang gave up on.
function take_branches(    i, f, key, number, ordinal, bare, decided) {
    for (i = 1; i <= branch_count; i++) {
        split(branches[i], f, ",")
        at_id = f[7]
        if (!counts(f[1]))
            continue
        total[at_name, "branches"] += 2
        number = ++ordinal[at_name, at_line]
        if (f[9] == 6)
            decided[at_name, at_line] = 1
        else if (source(at_name, at_line) ~ /&&|\|\|/)
            bare[at_name, at_line] = at_name ":" at_line ": " function_name
        if (f[5] == 0)
            judge_branch(f[7], f[1], number, "true")
        if (f[6] == 0)
            judge_branch(f[7], f[1], number, "false")
    }
    for (key in bare)
        if (!(key in decided))
            complain(bare[key] ": the conditions of its decision were not measured")
}

function is_within(line, column, f) {
    return (line > f[1] || (line == f[1] && column >= f[2])) &&
        (line < f[3] || (line == f[3] && column <= f[4]))
}

# Lies the branch in the decision, or is expanded there? Leaves where.
function belongs(branch, decision, f, id, line, column) {
    split(branch, f, ",")
    if (f[9] != 6)
        return 0
    id = f[7]
    line = f[1]
    column = f[2]
    while (!is_within(line, column, decision)) {
        if (!(id in parent))
            return 0
        line = parent_line[id]
        column = parent_column[id]
        id = parent[id]
    }
    at_id = id
    at_line = line
    return 1
}

# A decision: line, column, end's, -, kind, whether each condition was seen to decide. One that is
# constant never does, and has no branch. Decisions of one macro look alike and are judged together.
function take_decisions(    i, k, f, fields, n, list, place, conditions, shown, live, found_id) {
    n = split(part("mcdc_records", ",\"name\""), list, "]],")
    for (i = 1; i <= n; i++) {
        gsub(/[][]/, "", list[i])
        fields = split(list[i], f, ",")
        if (fields < 8)
            continue
        place = f[1] "," f[2] "," f[3] "," f[4]
        conditions[place] += fields - 6
        shown[place] += gsub(/true/, "", list[i])
    }
    for (place in conditions) {
        split(place, f, ",")
        live = 0
        for (k = 1; k <= branch_count; k++)
            if (belongs(branches[k], f)) {
                live++
                found_id = at_id
            }
        at_id = found_id
        if (live == 0 || !counts(f[1]))
            continue
        if (live > conditions[place] || shown[place] > live)
            complain(at_name ":" at_line ": " function_name ": its decisions cannot be told apart")
        total[at_name, "conditions"] += live
        if (shown[place] < live)
            judge_decision(live - shown[place])
    }
}

function judge_decision(lacks) {
    if (is_excluded(at_name, function_name, "decision lacks " lacks, at_line))
        outs[at_name, "conditions"] += lacks
    else
        miss("conditions", at_name, at_line, function_name, "decision lacks " lacks, lacks)
}

function share(name, kind, n, text) {
    n = total[name, kind] - outs[name, kind] - lost[name, kind]
    text = sprintf("%d of %d", n, total[name, kind])
    return text (outs[name, kind] ? sprintf(" and %d excluded", outs[name, kind]) : "")
}

function judge_line(name, line, n, list, k) {
    for (k = 2; k <= n; k += 2) {
        unit = list[k + 1]
        if (!is_excluded(name, list[k], "line", line)) {
            miss("lines", name, line, list[k], "line", 1)
            return
        }
    }
    outs[name, "lines"]++
}

# Lines that one function left dark, or that none is known to have and that were never run.
function judge_lines(    i, key, at, n, list) {
    for (i = 1; i <= line_count; i++) {
        key = line_at[i]
        if (!(key in dark) && !is_unreached[key])
            continue
        split(key, at, SUBSEP)
        n = split(dark[key], list, SUBSEP)
        if (n < 2) {
            list[2] = function_at(at[1], at[2] + 0)
            list[3] = ""
            n = 3
        }
        judge_line(at[1], at[2] + 0, n, list)
    }
}

BEGIN {
    FS = "[:,]"
    split("lines branches conditions", kinds, " ")
    read_exclusions()
    read_marks()
}

/^SF:/ {
    file = relative(substr($0, 4))
    note_file(file)
    next
}
/^FN:/ {
    start[file, ++starts[file]] = $2 + 0
    # A static function's is FILE:NAME.
    start_of[file, starts[file]] = $NF
    next
}
# Lines of the preprocessor, where code of a switch goes on, are no code themselves.
/^DA:/ {
    if (source(file, $2) ~ /^(#|$)/)
        next
    if (!((file, $2) in owner)) {
        owner[file, $2] = build
        line_at[++line_count] = file SUBSEP $2
        is_unreached[file, $2] = 1
        total[file, "lines"]++
    }
    if (is_unreached[file, $2] && $3 > 0) {
        owner[file, $2] = build
        is_unreached[file, $2] = 0
    }
    next
}

/^\{"branches":\[[^{]*\],"count":[0-9]+,"filenames":/ {
    function_count++
    match($0, /"name":"[^"]*"/)
    function_name = substr($0, RSTART + 8, RLENGTH - 9)
    unit = ""
    if (index(function_name, ":")) {
        unit = substr(function_name, 1, index(function_name, ":") - 1)
        sub(/^.*:/, "", function_name)
    }
    branch_count = split(part("branches", "],\"count\""), branches, /\],\[/)
    if (branch_count == 1 && branches[1] == "")
        branch_count = 0
    region_count = split(part("regions", "]]"), regions, /\],\[/)
    # What a file includes but does not use is one region that was never run.
    if (region_count < 2 && /"count":0,/)
        next
    for (i = 1; i <= branch_count; i++)
        gsub(/[][]/, "", branches[i])
    for (i = 1; i <= region_count; i++)
        gsub(/[][]/, "", regions[i])
    take_files()
    take_expansions()
    take_regions()
    take_branches()
    take_decisions()
}

END {
    if (!file_count)
        complain("no files were measured")
    if (!function_count)
        complain("no functions were measured")
    judge_lines()
    for (i = 1; i <= file_count; i++) {
        name = files[i]
        printf "%-26s lines %-26s branches %-28s conditions %s\n", name, share(name, "lines"),
            share(name, "branches"), share(name, "conditions")
        for (k = 1; k <= 3; k++) {
            sum[folder_of(name), kinds[k]] += total[name, kinds[k]]
            gaps[folder_of(name), kinds[k]] += lost[name, kinds[k]]
            out_sum += outs[name, kinds[k]]
        }
    }
    for (i = 1; i <= missed_count; i++)
        print missed[i]
    for (i = 1; i <= exclusion_count; i++) {
        split(order[i], entry, SUBSEP)
        if (!excluded[order[i]])
            complain(exclusions ": excludes nothing: " entry[1] "\n    " entry[2])
    }
    for (i = 1; i <= folder_count; i++) {
        for (k = 1; k <= 3; k++) {
            kind = kinds[k]
            if (!sum[folders[i], kind]) {
                complain(folders[i] ": has no " kind)
                continue
            }
            percent = 100 * (1 - gaps[folders[i], kind] / sum[folders[i], kind])
            printf "%s: %.2f %% of %d %s\n", folders[i], percent, sum[folders[i], kind], kind
            if (percent < mark[folders[i], kind])
                complain(folders[i] ": below its mark of " mark[folders[i], kind] " % of " kind)
        }
    }
    printf "%d missed; %d lines, branches and conditions excluded by %d entries\n", missed_count,
        out_sum, exclusion_count
    exit failures > 0
}
