# shellcheck shell=bash
# ./dev lint [--all | --fix]: quick enough to run before each commit. clang-tidy takes about ten seconds a file, so it looks at
# the files that changed against origin/main (or in the last commit) and, where those are many, at a sample that the
# commit's hash chooses; --all looks at every file.
tidy_sample=16

clang_tool() { command -v "$1-19" || command -v "$1" || die "$1 is missing"; }

lint_format() {
    local files
    mapfile -t files < <(tree_files '*.cpp' '*.h')
    say "clang-format: ${#files[@]} files"
    (cd "$root" && printf '%s\0' "${files[@]}" |
        xargs -0 -n 20 -P "$jobs" "$(clang_tool clang-format)" --dry-run -Werror --ferror-limit=3)
}

changed_files() {
    local base
    base=$(in_git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -z "$base" ] || [ "$base" = "$(in_git rev-parse HEAD)" ]; then base=HEAD~; fi
    in_git diff --name-only --diff-filter=d "$base" 2>/dev/null || in_git ls-files
    in_git ls-files --others --exclude-standard
}

# Tests include what moc generates, which exists only after a build; their code is compiled with warnings as errors.
tidy_candidates() {
    if [ "$1" = all ] || ! in_git rev-parse --git-dir >/dev/null 2>&1; then
        tree_files '*.cpp'
    else
        changed_files | grep '\.cpp$' | sort -u
    fi | grep -E '^(app|cli|core|ui|tools|tests/sandbox)/' || true
}

lint_tidy() {
    local files=() count seed
    [ -f "$root/build/dev/compile_commands.json" ] || configure_preset dev
    # A file that the build does not know (not yet, or not on this system) has no flags to be parsed with.
    mapfile -t files < <(tidy_candidates "$1" | while IFS= read -r file; do
        if grep -qF "\"file\": \"$root/$file\"" "$root/build/dev/compile_commands.json"; then echo "$file"; fi
    done)
    count=${#files[@]}
    if [ "$1" != all ] && [ "$count" -gt "$tidy_sample" ]; then
        seed=$(in_git rev-parse HEAD)
        mapfile -t files < <(printf '%s\n' "${files[@]}" |
            while IFS= read -r file; do printf '%s %s\n' "$(printf '%s' "$seed$file" | cksum)" "$file"; done |
            sort -n | cut -d' ' -f3- | head -n "$tidy_sample")
    fi
    say "clang-tidy: ${#files[@]} of $count files"
    [ ${#files[@]} -gt 0 ] || return 0
    (cd "$root" && printf '%s\0' "${files[@]}" |
        xargs -0 -n 1 -P "$jobs" "$(clang_tool clang-tidy)" -p build/dev --quiet 2> >(grep -v 'warnings\? generated\|^Suppressed' >&2))
}

lint_shell() {
    local file rc=0
    say "shell scripts parse, Python compiles"
    for file in dev .ci/run $(tree_files '*.sh'); do
        bash -n "$root/$file" || rc=1
    done
    for file in $(tree_files '*.py'); do
        python3 - "$root/$file" <<'PY' || rc=1
import ast, sys
ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])
PY
    done
    return "$rc"
}

# What a tool can mend: the format, and the page that is made from the code.
lint_fix() {
    local files
    mapfile -t files < <(tree_files '*.cpp' '*.h')
    (cd "$root" && printf '%s\0' "${files[@]}" | xargs -0 -n 20 -P "$jobs" "$(clang_tool clang-format)" -i)
    python3 "$root/tools/dev/errorcodes.py" "$root"
}

cmd_lint() {
    local scope=changed rc=0 step
    [ "${1:-}" != --all ] || scope=all
    install_packages "${packages_lint[@]}" python3
    if [ "${1:-}" = --fix ]; then lint_fix; return; fi
    for step in lint_format lint_shell "python3 $root/tools/dev/houserules.py $root" \
        "python3 $root/tools/dev/errorcodes.py $root --check" "python3 $root/tools/dev/ruleindex.py $root" \
        "lint_tidy $scope"; do
        $step || { rc=1; warn "${step##*/} found something"; }
    done
    [ "$rc" = 0 ] && say "lint: clean"
    return "$rc"
}
