#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: bites.sh ROOT
# check.awk passes what was reached or is excluded, and finds each gap that is planted.
set -eu

check=$(cd "$1" && pwd)/tests/coverage/check.awk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A function of four lines, all reached, but for what is excluded.
plant() {
    mkdir -p "$work/src/part"
    printf 'int f(int x)\n{\n    if (x)\n        return 1;\n    return 2;\n}\n' > "$work/src/part/f.c"
    cat > "$work/lcov" << LCOV
SF:$work/src/part/f.c
FN:1,f
DA:1,2
DA:2,2
DA:3,2
BRDA:3,0,0,2
BRDA:3,0,1,0
DA:4,2
DA:5,0
DA:6,2
end_of_record
LCOV
    cat > "$work/exclusions" << 'EXCLUSIONS'
src/part/f.c f branch 1 false
    if (x)
    it is never 0
src/part/f.c f line
    return 2;
    nor is this reached
EXCLUSIONS
    echo 'src/part 100 100' > "$work/marks"
}

run() {
    code=0
    awk -v root="$work" -v exclusions="$work/exclusions" -v marks="$work/marks" -f "$check" \
        "$work/lcov" > "$work/log" 2>&1 || code=$?
}

# passes TEXT [PLANT]: it says TEXT and is content.
passes() {
    plant
    (cd "$work" && eval "${2:-:}")
    run
    if [ $code -ne 0 ] || ! grep -q "$1" "$work/log"; then
        cat "$work/log"
        echo "refused, or does not say \"$1\": ${2:-as it is}"
        exit 1
    fi
}

# bites TEXT PLANT: it says TEXT and fails.
bites() {
    plant
    (cd "$work" && eval "$2")
    run
    if [ $code -eq 0 ] || ! grep -q "$1" "$work/log"; then
        cat "$work/log"
        echo "does not find: $2"
        exit 1
    fi
}

passes '0 missed, 2 lines and branches excluded by 2 entries'
passes '0 missed, 2 lines and branches excluded by 1 entries' \
    "printf 'src/part/f.c f all\n    -\n    why\n' > exclusions"
passes '2 missed' ": > exclusions; echo 'src/part 83 50' > marks"

bites 'f.c:4: f line' "sed -i s/DA:4,2/DA:4,0/ lcov"
bites 'f.c:3: f branch 1 true' "sed -i s/BRDA:3,0,0,2/BRDA:3,0,0,-/ lcov"
bites 'f.c:3: f branch 1 false' "sed -i 1,3d exclusions"
bites 'excludes nothing: src/part/f.c f line' "sed -i s/DA:5,0/DA:5,1/ lcov"
bites 'excludes nothing: src/part/f.c f branch' "sed -i 's/if (x)/if (y)/' src/part/f.c"
bites 'excludes nothing: src/part/f.c g line' "sed -i 's/c f line/c g line/' exclusions"
bites 'twice' "printf 'src/part/f.c f line\n    return 2;\n    again\n' >> exclusions"
bites 'not FILE FUNCTION WHAT' "sed -i '1s/branch 1 false/branch/' exclusions"
bites 'not indented' "sed -i '3s/^ *//' exclusions"
bites 'is no three lines' "sed -i 6d exclusions"
bites 'below its mark of 84 % of lines' ": > exclusions; echo 'src/part 84 50' > marks"
bites 'below its mark of 51 % of branches' ": > exclusions; echo 'src/part 83 51' > marks"
bites 'not FOLDER LINES BRANCHES' "echo src/part 100 > marks"
bites 'src/other: has no lines' "echo 'src/other 100 100' >> marks"
bites 'no files were measured' ": > lcov"
echo "every planted gap was found"
