# shellcheck shell=bash
# `./pg test`, sourced by ./pg after the program is built: installs what the tests need, builds them, runs every test project
# and ends with one plain line, `N passed, N failed`.

usage='usage: ./pg test [PART...] [--filter EXPRESSION] [--update-plans] [--update-docs] [--json]'
only=() filter='' json=false
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=true ;;
        --filter | --filter=*)
            case $1 in *=*) filter=${1#*=} ;; *) filter=${2:-}; [ $# -eq 1 ] || shift ;; esac
            # Empty would be every test there is.
            [ -n "$filter" ] || die "--filter needs an expression; $usage" 2
            ;;
        --update-plans) export UPDATE_PLANS=1; [ ${#only[@]} -gt 0 ] || only=(planning) ;;
        --update-docs) export UPDATE_DOCS=1; [ ${#only[@]} -gt 0 ] || only=(views) ;;
        -*) die "test has no option $1; $usage" 2 ;;
        *)
            [ -d "$root/tests/$1" ] && ls "$root/tests/$1"/*.csproj >/dev/null 2>&1 ||
                die "there are no tests of '$1'; parts: $(cd "$root/tests" && ls -d -- */ | tr -d / | paste -sd' ')" 2
            only+=("$1")
            ;;
    esac
    shift
done

# program, Debian package. The checks and the rehearsal run the real servers; nothing here replaces them.
requirements() {
    ls /usr/{lib/postgresql/15,pgsql-15}/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || echo postgresql-15
    command -v psql >/dev/null || echo postgresql-client
    command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || echo pgbouncer
    command -v openssl >/dev/null || echo openssl
    # Clients nobody here wrote go through the pooler.
    /usr/bin/python3 -c 'import psycopg2' 2>/dev/null || echo python3-psycopg2
    [ -e /usr/share/java/postgresql.jar ] || echo libpostgresql-jdbc-java
    # The scripts of the pipelines read previews with it.
    command -v jq >/dev/null || echo jq
    command -v javac >/dev/null || echo default-jdk-headless
    # A bastion on loopback.
    [ -x /usr/sbin/sshd ] || echo openssh-server
    command -v ssh >/dev/null || echo openssh-client
    # What makes the API server's folder below.
    command -v moto_server >/dev/null || python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
    # node-postgres comes from npm where there is one; Debian's npm would bring hundreds of packages with it, so its test is left out by name.
}

install_requirements() {
    local missing log=$state/apt.log
    missing=$(requirements | paste -sd' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        die "the tests need $missing; install with: sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
    fi
    say "installing $missing ..."
    # The packages would start a server and a pooler of their own on the standard ports; the tests start theirs.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
        grep -E '^(E|Err|W):?' "$log" | head -5 | sed 's/^/  /' >&2
        die "cannot install $missing; full log: $log"
    fi
}

# The API that recoveries are tried against (moto) and the aws CLI: Python programs, in a folder of their own unless both are on PATH.
# Without them the tests that need them are left out by name. Complete is what ends with the list of what it holds.
install_api_server() {
    local packages='moto[server]==5.2.1 awscli==1.45.11' folder=$state/moto
    [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" operations "* ]] || return 0
    [ "$(cat "$folder/installed" 2>/dev/null)" != "$packages" ] || return 0
    if command -v moto_server >/dev/null && command -v aws >/dev/null; then return 0; fi
    say "installing the API server recoveries are tried against ..."
    # shellcheck disable=SC2086
    if { rm -rf "$folder" && python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 $packages; } >"$state/moto.log" 2>&1 </dev/null; then
        echo "$packages" >"$folder/installed"
    else
        rm -rf "$folder"
        say "moto cannot be installed: $(grep -m1 '^ERROR' "$state/moto.log" || tail -1 "$state/moto.log"); the tests that need it are left out (log: $state/moto.log)"
    fi
}

# A skipped test is in no counter of the result file, so its results are counted: name and why, one a line.
skipped_tests() {
    awk '/outcome="NotExecuted"/ { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name); next }
        name != "" && /<Message>/ { why = $0; sub(/.*<Message>/, "", why); sub(/<\/Message>.*/, "", why); print name ": " why; name = "" }' "$1" |
        sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g'
}

counter() { sed -n "s/.*<Counters [^>]*\\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -1; }

# The assembly of a test project.
assembly() { echo "$(dirname "$1")/bin/Release/net10.0/$(basename "$1" .csproj).dll"; }

# Folders of the servers of other majors, the one all tests run on aside.
other_majors() {
    local folder
    if [ -n "${PG_OTHER_BINDIRS+set}" ]; then tr : '\n' <<<"$PG_OTHER_BINDIRS"; return; fi
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        [ ! -x "$folder/postgres" ] || [[ $folder == *[/-]1[0-5]/bin ]] || echo "$folder"
    done
}

# What PostgreSQL a folder holds: 16.14.
server_version() { "$1/postgres" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)?' | head -1; }

# What a shell puts in the background without job control ignores Ctrl-C, and so does all it starts; tests press it.
hearing=(env --default-signal=INT)
"${hearing[@]}" true 2>/dev/null || hearing=()

# run_part NAME FILTER ASSEMBLY...: its line on the standard output, what failed on the standard error, its figures in a file of its own.
run_part() {
    local part=$1 filter=$2 trx log started=$SECONDS rc n_passed n_failed n_skipped skips
    shift 2
    trx=$state/results/$part.trx log=$state/results/$part.log
    "${hearing[@]}" "$dotnet" test "$@" --logger "trx;LogFileName=$trx" --results-directory "$state/results" \
        --blame-hang-timeout 5m --blame-hang-dump-type none ${filter:+--filter "$filter"} >"$log" 2>&1 </dev/null
    rc=$?
    if [ -s "$trx" ]; then
        n_passed=$(counter passed "$trx") n_failed=$(counter failed "$trx")
        skips=$(skipped_tests "$trx")
        n_skipped=$(printf '%s' "$skips" | grep -c .)
        n_failed=$((n_failed + $(counter error "$trx") + $(counter timeout "$trx") + $(counter aborted "$trx")))
        # A host that died after its last result, or left tests unrun, has failed whatever was counted.
        [ $rc -eq 0 ] || [ "$n_failed" -gt 0 ] || n_failed=1
    else
        n_passed=0 n_skipped=0 n_failed=0 skips=''
        # No result file: either nothing to run, which is no failure, or the host never came up.
        [ $rc -eq 0 ] || n_failed=1
    fi
    echo "$n_passed $n_failed $n_skipped $((SECONDS - started))" >"$state/results/$part.figures"
    $json || printf '%-12s %5d passed %4d failed %6d s\n' "$part" "$n_passed" "$n_failed" $((SECONDS - started))
    [ -z "$skips" ] || printf '%s\n' "$skips" | sed 's/^/  skipped: /' >&2
    if [ "$n_failed" -gt 0 ]; then
        # From the first failed test on; a host that never came up has only its last words.
        { grep -q '^ *Failed ' "$log" && sed -n '/^ *Failed /,$p' "$log" || tail -20 "$log"; } | sed "s|$root/||g" | head -200 >&2
    fi
}

run_tests() {
    local project part figures binaries version tested='' n_passed n_failed n_skipped seconds
    local passed=0 failed=0 skipped=0 rows=''
    rm -rf "$state/results" && mkdir -p "$state/results"
    # A process group for each part: without one, a background command of a script never hears Ctrl-C.
    set -m
    trap 'trap - INT TERM; for part in $(jobs -rp); do kill -INT -- "-$part"; done; wait; say interrupted; exit 130' INT TERM
    # The rehearsal alone, since its drills measure how busy the machine is; then two at a time, the longest first, for those with servers mostly wait.
    for project in "$root"/tests/{rehearsal,operations,migrations,*}/*.csproj; do
        part=$(basename "$(dirname "$project")")
        [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $part "* ]] || continue
        [ ! -e "$state/results/$part.log" ] || continue
        : >"$state/results/$part.log"
        [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
        run_part "$part" "$filter" "$(assembly "$project")" &
        [ "$part" != rehearsal ] || wait
    done
    # What has to hold on every major, once more on each that is here.
    if [ ${#only[@]} -eq 0 ] && [ -z "$filter" ]; then
        for binaries in $(other_majors); do
            [ "$(jobs -rp | wc -l)" -lt 2 ] || wait -n
            version=$(server_version "$binaries")
            tested+="${tested:+, }${version:-nothing in $binaries}"
            PG_BINDIR=$binaries run_part "postgres-${version%%.*}" Majors=every "${every_major[@]}" &
        done
        [ -n "$tested" ] || say "no other major than 15 is on this machine, and none was tested; PG_OTHER_BINDIRS=FOLDER:FOLDER names those of others (tests/fetch-majors)"
    fi
    wait
    for figures in "$state"/results/*.figures; do
        [ -e "$figures" ] || break
        part=$(basename "$figures" .figures)
        read -r n_passed n_failed n_skipped seconds <"$figures"
        passed=$((passed + n_passed)) failed=$((failed + n_failed)) skipped=$((skipped + n_skipped))
        rows+="${rows:+,}{\"part\":\"$part\",\"passed\":$n_passed,\"failed\":$n_failed,\"skipped\":$n_skipped,\"seconds\":$seconds}"
    done
    if $json; then
        printf '{"passed":%d,"failed":%d,"skipped":%d,"parts":[%s]}\n' $passed $failed $skipped "$rows"
    else
        [ $skipped -eq 0 ] || echo "$skipped skipped"
        echo "$passed passed, $failed failed"
    fi
    if [ $((passed + failed)) -eq 0 ]; then say "no test matched${filter:+ the filter '$filter'}"; return 1; fi
    [ $failed -eq 0 ]
}

# Projects with tests of the trait Majors=every.
every_major=()
for part in migrations operations views; do every_major+=("$(assembly "$root"/tests/$part/*.csproj)"); done

trap interrupted INT TERM
install_requirements
install_api_server
lock
targets=()
for project in "$root"/tests/*/*.csproj; do
    [ ${#only[@]} -eq 0 ] || [[ " ${only[*]} " == *" $(basename "$(dirname "$project")") "* ]] || continue
    targets+=("$project")
done
if [ ${#only[@]} -eq 0 ]; then build "all tests" "$root/TechCorp.PgInfra.sln"; else build "the tests of ${only[*]}" "${targets[@]}"; fi
trap - INT TERM
exec 9>&-
run_tests
