# shellcheck shell=bash
# Sourced. `answer FILE TITLE COMMAND...` runs a command, shows what it prints, and keeps it as a section of the verdict; the script
# goes on, so that one question does not hide the answer to the next. `finish` ends with whether all were answered well.
verdict=.pg/verdict
mkdir -p "$verdict"
wrong=0

answer() {
    local file=$verdict/$1.md title=$2 log rc=0
    shift 2
    log=$(mktemp)
    "$@" >"$log" 2>&1 || rc=$?
    cat "$log"
    [ $rc -eq 0 ] || wrong=1
    {
        printf '<details><summary>%s: %s</summary>\n\n```\n' "$([ $rc -eq 0 ] && echo ok || echo "NOT ok (exit $rc)")" "$title"
        # A comment holds 65536 characters; the end of an output is where its verdict stands.
        tail -c 6000 "$log" | tr -d '\000\033' | sed 's/```/` ` `/g'
        printf '\n```\n\n</details>\n'
    } >"$file"
    rm -f "$log"
}

finish() { exit $wrong; }
