# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: awk -v root=FOLDER -v exclusions=FILE -v marks=FILE -f check.awk LCOV_FILE
# Prints lines and branches of each file, and what is missed; fails if that is neither excluded
# nor below a mark, and if an exclusion excludes nothing.

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
        if (n % 3 == 1 && line !~ /^[^ ]+ [^ ]+ (line|all|branch [0-9]+ (true|false))$/)
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

function read_marks(    line, field) {
    while ((getline line < marks) > 0) {
        if (line ~ /^#/ || trim(line) == "")
            continue
        if (split(line, field, " ") != 3)
            complain(marks ": not FOLDER LINES BRANCHES: " line)
        folders[++folder_count] = field[1]
        mark[field[1], "lines"] = field[2]
        mark[field[1], "branches"] = field[3]
    }
}

# The function that a line of the current file lies in.
function function_at(line, i, begin, found) {
    found = "-"
    for (i = 1; i <= function_count; i++)
        if (starts[i] <= line && starts[i] > begin + 0) {
            begin = starts[i]
            found = names[i]
        }
    return found
}

function folder_of(name, i) {
    for (i = 1; i <= folder_count; i++)
        if (index(name, folders[i] "/") == 1)
            return folders[i]
    return ""
}

# Something that was not reached: returns whether that is excluded.
function is_excluded(what, line, key, all) {
    key = file " " function_at(line) " " what SUBSEP source[line]
    all = file " " function_at(line) " all" SUBSEP "-"
    if (key in excluded) {
        excluded[key]++
        return 1
    }
    if (all in excluded) {
        excluded[all]++
        return 1
    }
    missed[++missed_count] = file ":" line ": " function_at(line) " " what "\n    " source[line]
    if (mark[folder, what ~ /^branch/ ? "branches" : "lines"] == 100)
        failures++
    return 0
}

function count(kind, hit, what, line) {
    total[kind]++
    if (hit)
        reached[kind]++
    else if (is_excluded(what, line))
        outs[kind]++
}

function share(kind) {
    return sprintf("%d of %d", reached[kind], total[kind]) \
        (outs[kind] ? sprintf(" and %d excluded", outs[kind]) : "")
}

function end_of_file(kind) {
    printf "%-32s lines %-28s branches %s\n", file, share("lines"), share("branches")
    for (kind in total) {
        sum[folder, kind] += total[kind]
        fine[folder, kind] += reached[kind] + outs[kind]
        out_sum += outs[kind]
    }
}

BEGIN {
    FS = "[:,]"
    read_exclusions()
    read_marks()
}

/^SF:/ {
    file = substr($0, 4)
    sub("^" root "/", "", file)
    folder = folder_of(file)
    delete source
    delete total
    delete reached
    delete outs
    delete pairs
    total["lines"] = total["branches"] = function_count = at = 0
    while ((getline text < (root "/" file)) > 0)
        source[++at] = trim(text)
    file_count++
    next
}
/^FN:/ {
    starts[++function_count] = $2 + 0
    # A static function's is FILE:NAME.
    names[function_count] = $NF
    next
}
/^DA:/ { count("lines", $3 > 0, "line", $2 + 0) }
# Each condition is a pair: true, false.
/^BRDA:/ {
    is_false = pairs[$2]++ % 2
    condition = int((pairs[$2] + 1) / 2)
    count("branches", $5 != "-" && $5 > 0, "branch " condition (is_false ? " false" : " true"), $2 + 0)
}
/^end_of_record/ { end_of_file() }

END {
    if (!file_count)
        complain("no files were measured")
    for (i = 1; i <= missed_count; i++)
        print missed[i]
    for (i = 1; i <= exclusion_count; i++) {
        split(order[i], entry, SUBSEP)
        if (!excluded[order[i]])
            complain(exclusions ": excludes nothing: " entry[1] "\n    " entry[2])
    }
    for (i = 1; i <= folder_count; i++) {
        split("lines branches", kinds, " ")
        for (k = 1; k <= 2; k++) {
            kind = kinds[k]
            if (!sum[folders[i], kind]) {
                complain(folders[i] ": has no " kind)
                continue
            }
            percent = 100 * fine[folders[i], kind] / sum[folders[i], kind]
            printf "%s: %.2f %% of %d %s\n", folders[i], percent, sum[folders[i], kind], kind
            if (percent < mark[folders[i], kind])
                complain(folders[i] ": below its mark of " mark[folders[i], kind] " % of " kind)
        }
    }
    printf "%d missed, %d lines and branches excluded by %d entries\n", missed_count, out_sum,
        exclusion_count
    exit failures > 0
}
