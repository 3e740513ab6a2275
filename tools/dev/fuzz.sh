# shellcheck shell=bash
# ./dev fuzz [TARGET…] [SECONDS]: libFuzzer on what comes from outside (docs/fuzzing.md), 60 seconds a target. What it
# learns stays in build/fuzz/corpus; what breaks a target lies in build/fuzz/findings.
cmd_fuzz() {
    local targets=() seconds=60 word target rc=0 folder=$root/build/fuzz
    for word in "$@"; do
        case $word in
            -*) die "unknown option $word" ;;
            *[!0-9]*) targets+=("$word") ;;
            *) seconds=$word ;;
        esac
    done
    [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cd "$root/tests/fuzz/seeds" && ls)
    for target in "${targets[@]}"; do
        [ -d "$root/tests/fuzz/seeds/$target" ] || die "no such target: $target"
    done
    install_packages "${packages_base[@]}" "${packages_fuzz[@]}"
    CXX=$(clang_tool clang++)
    export CXX
    build_preset fuzz --target "${targets[@]/#/fpx-fuzz-}"
    mkdir -p "$folder/findings"
    for target in "${targets[@]}"; do
        say "fuzz: $target, $seconds s"
        mkdir -p "$folder/corpus/$target"
        UBSAN_OPTIONS=print_stacktrace=1 "$folder/tests/fpx-fuzz-$target" -max_total_time="$seconds" -timeout=10 \
            -rss_limit_mb=1024 -print_funcs=0 -artifact_prefix="$folder/findings/$target-" \
            "$folder/corpus/$target" "$root/tests/fuzz/seeds/$target" || { rc=1; warn "$target: see $folder/findings"; }
    done
    return "$rc"
}
