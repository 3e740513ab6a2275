# shellcheck shell=bash
# ./dev bench [NAME…] [--json FILE]: build/release/bin/fpx-bench-* one after the other, on an otherwise idle machine.
# Each prints one JSON object a line: {"name","value","unit"} and, where there is one, "floor" (the bare work, measured in
# the same run) and "bar" (the greatest ratio value/floor, or without a floor the greatest value).
# Cedar, which the bench of the policy engine compares with: only where a Rust is that can build it.
build_cedar() {
    local manifest=$root/tests/bench/policy/cedar/Cargo.toml
    if ! have cargo; then warn "no cargo (apt: cargo-web rustc-web): without Cedar"; return 0; fi
    say "building Cedar"
    if cargo build --quiet --release --locked --manifest-path "$manifest" --target-dir "$root/build/cedar"; then
        export FPX_CEDAR=$root/build/cedar/release/fpx-bench-cedar
    else
        warn "this cargo ($(cargo --version)) cannot build Cedar: without it"
    fi
}

cmd_bench() {
    local names=() json= program collected rc=0
    while [ $# -gt 0 ]; do
        case $1 in
            --json) json=$2; shift ;;
            -*) die "unknown option $1" ;;
            *) names+=("$1") ;;
        esac
        shift
    done
    build_preset release
    [ ${#names[@]} -gt 0 ] ||
        mapfile -t names < <(cd "$root/build/release/bin" && ls -d fpx-bench-* 2>/dev/null | sed 's/^fpx-bench-//')
    [ ${#names[@]} -gt 0 ] || die "this build has no fpx-bench-* program"
    collected=$(mktemp)
    for program in "${names[@]}"; do
        say "bench: $program"
        [ "$program" != policy ] || build_cedar
        QT_LOGGING_RULES='*.debug=false' "$root/tests/support/with-session.sh" --gui -- \
            "$root/build/release/bin/fpx-bench-$program" >>"$collected" || { rc=1; warn "fpx-bench-$program failed"; }
    done
    python3 "$root/tools/dev/benchmerge.py" "$collected" ${json:+"$json"} || rc=1
    rm -f "$collected"
    return "$rc"
}
