# shellcheck shell=bash
# Shared by the parts of ./dev: where things are, and how it says what it does.
# shellcheck disable=SC2034  # read by the parts
jobs=${FPX_JOBS:-$(nproc 2>/dev/null || echo 2)}

say() { printf '\033[1m→ %s\033[0m\n' "$*"; }
warn() { printf 'warning: %s\n' "$*" >&2; }

# `spend NAME COMMAND…` runs a command, and `spent` says what each of them took: "packages 0 s, building 240 s".
spent_so_far=()
spend() {
    local name=$1 begin=$SECONDS
    shift
    "$@"
    spent_so_far+=("$name $((SECONDS - begin)) s")
}
spent() {
    local IFS=,
    local all="${spent_so_far[*]}"
    echo "${all//,/, }"
}
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

as_root() {
    if is_root; then "$@"; elif have sudo; then sudo "$@"; else die "needs root (no sudo here): $*"; fi
}

# The tree may belong to another user than the one who looks at it (a container's checkout).
in_git() { git -c safe.directory="$root" -C "$root" "$@"; }

# Files of the tree that match the patterns, tracked or new, without what .gitignore names.
tree_files() {
    if in_git rev-parse --git-dir >/dev/null 2>&1; then
        in_git ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r file; do
            if [ -f "$root/$file" ]; then echo "$file"; fi
        done
    else
        local pattern
        for pattern in "$@"; do
            (cd "$root" && find . -path ./build -prune -o -type f -name "${pattern##*/}" -print | sed 's,^\./,,')
        done
    fi | sort -u
}
