# shellcheck shell=bash
# ./dev run, demo, screenshots.
sandbox_pid=

stop_sandbox() {
    if [ -n "$sandbox_pid" ]; then kill "$sandbox_pid" 2>/dev/null || true; wait "$sandbox_pid" 2>/dev/null || true; fi
}

# Starts the sandbox network and returns when it says on its standard output that it is ready.
start_sandbox() {
    local out=$1 ready line
    mkdir -p "$out"
    ready=$out/stdout
    rm -f "$ready"
    mkfifo "$ready"
    "$root/build/dev/bin/fpx-sandbox" --out "$out" >"$ready" 2>"$out/sandbox.log" &
    sandbox_pid=$!
    trap stop_sandbox EXIT
    exec 7<"$ready"
    while read -r -t 30 -u 7 line; do
        echo "  $line"
        case $line in *ready*) return 0 ;; esac
    done
    cat "$out/sandbox.log" >&2
    die "the sandbox network did not become ready"
}

# What the wallet against the sandbox needs, and no test.
build_what_runs() { build_preset dev --target fpx-wallet fpx-sandbox; }

cmd_run() {
    if ! has_display; then
        say "no display here: playing the demonstration instead"
        cmd_demo "$@"
        return
    fi
    spend packages install_packages "${packages_base[@]}"
    build_what_runs
    local out=$root/build/sandbox rc=0
    # The sandbox's parties forget everybody when they end, so the wallet begins anew as well.
    rm -rf "$out/wallet"
    say "starting the sandbox network"
    spend "the network" start_sandbox "$out"
    say "time: $(spent)"
    say "starting the wallet (its data: build/sandbox/wallet)"
    say "the other side of the story: open the page above in a browser; it has the services that ask for data, and everybody's passwords"
    "$root/build/dev/bin/fpx-wallet" --data-dir "$out/wallet" --operator-profile "$out/operator.jws" \
        --operator-keys "$out/operator-keys.json" "$@" || rc=$?
    return "$rc"
}

cmd_demo() {
    local record=$root/build/demo
    while [ $# -gt 0 ]; do
        case $1 in
            --record) record=$2; shift ;;
            *) die "unknown option $1" ;;
        esac
        shift
    done
    spend packages install_packages "${packages_base[@]}" "${packages_test[@]}"
    build_what_runs
    say "time: $(spent)"
    mkdir -p "$record"
    say "playing the story; screenshots and a log of every key, click and HTTP line go to $record"
    (cd "$root" && /usr/bin/python3 tests/e2e/story.py --build build/dev --record "$record")
}

# docs/screenshots from a run of the story, docs/screenshots/rules from one that makes two rules, and every state of every widget, which no one run shows, into build/gallery.
cmd_screenshots() {
    local record=$root/build/demo rules=$root/build/demo-rules pictures=$root/docs/screenshots
    rm -rf "$record" "$rules"
    cmd_demo --record "$record"
    mkdir -p "$rules" "$pictures/rules" "$root/build/gallery"
    (cd "$root" && /usr/bin/python3 tests/e2e/e2e_policy_two_tasks.py --build build/dev --record "$rules")
    rm -f "$pictures"/*.png "$pictures"/rules/*.png
    cp "$rules"/0[6-9]*.png "$rules"/1*.png "$pictures/rules"
    cp "$record"/[0-9]*.png "$pictures"
    build_preset dev --target fpx-ui-gallery
    QT_QPA_PLATFORM=offscreen "$root/tests/support/with-session.sh" -- \
        "$root/build/dev/bin/fpx-ui-gallery" "$root/build/gallery"
}
