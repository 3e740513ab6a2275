# shellcheck shell=bash
# ./dev test [LABEL…] [--full] [-R REGEX]
#
# --full: the long sizes of tests that have two, and the tests with the label "full".
# Labels are CTest's (unit, integration, e2e, interop, crash, fuzz …); `asan` builds with AddressSanitizer and runs unit,
# integration and fuzz. None: everything, asan last. As root the tests run as an ordinary user made for it: a wallet is never
# root's, and file modes that root overrides could not be tested.
test_users=(fpx-test-1 fpx-test-2)
# These fork a program that becomes somebody else, which only root may: they run once more, as root, where it is root.
two_user_tests='^unit\.(control\.(instance|server)|listener\.port)$'

ensure_test_users() {
    local user
    for user in "${test_users[@]}"; do
        id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
    done
    # An X server that is not root's cannot make it.
    mkdir -p /tmp/.X11-unix
    chmod 1777 /tmp/.X11-unix
}

# Runs a command as the first test user, with a socket (FPX_SECOND_USER_SOCKET) at which a test can have a program run
# as the second: tests/support/second-user.py.
as_test_user() {
    local door rc=0 helper
    door=$(mktemp -d /tmp/fpx-second-user.XXXXXX)
    python3 "$root/tests/support/second-user.py" serve "$door/socket" "${test_users[0]}" "${test_users[1]}" &
    helper=$!
    until [ -S "$door/socket" ] || ! kill -0 "$helper" 2>/dev/null; do sleep 0.02; done
    setpriv --reuid "${test_users[0]}" --regid "${test_users[0]}" --init-groups \
        env -i PATH="$PATH" HOME="$(getent passwd "${test_users[0]}" | cut -d: -f6)" USER="${test_users[0]}" \
        LOGNAME="${test_users[0]}" LANG=C.UTF-8 TERM="${TERM:-dumb}" FPX_SECOND_USER_SOCKET="$door/socket" \
        FPX_TEST_FULL="${FPX_TEST_FULL:-}" FPX_LINE_TABLES_ONLY="${FPX_LINE_TABLES_ONLY:-}" \
        FPX_WARNINGS_AS_ERRORS="${FPX_WARNINGS_AS_ERRORS:-}" FPX_JOBS="$jobs" "$@" || rc=$?
    kill "$helper" 2>/dev/null || true
    wait "$helper" 2>/dev/null || true
    rm -rf "$door"
    return "$rc"
}

can_read_tree() {
    setpriv --reuid "${test_users[0]}" --regid "${test_users[0]}" --init-groups test -r "$root/CMakeLists.txt"
}

# A tree below a private folder: copied to where the test user can read it, and everything done there by that user.
test_in_copy() {
    local copy=/var/tmp/fpx-test-tree
    say "${test_users[0]} cannot read $root: testing a copy in $copy"
    mkdir -p "$copy"
    (cd "$root" && tar -c --exclude=./build --exclude=./.git .) | tar -x -C "$copy"
    chown -R "${test_users[0]}:" "$copy"
    local rc=0
    as_test_user "$copy/dev" test "$@" || rc=$?
    test_as_two_users "$copy/build/dev" || rc=$?
    return "$rc"
}

test_as_two_users() {
    local build=$1
    [ -d "$build" ] || return 0
    say "as root: what needs two users"
    ctest --test-dir "$build" --output-on-failure -R "$two_user_tests"
}

# run_ctest PRESET ARGS…: CTest's own closing lines are the last that is printed, unless a skip is not expected.
run_ctest() {
    local preset=$1 build rc=0 log
    shift
    build=$root/build/$preset
    log=$build/Testing
    mkdir -p "$log" "$build/e2e" # where scenarios leave their journals
    rm -f "$log/results.xml"
    local command=(ctest --test-dir "$build" --output-on-failure --no-tests=error --output-junit "$log/results.xml"
        --test-output-size-passed 4000000 --test-output-size-failed 4000000 -j "$jobs" "$@")
    if [ -z "${FPX_TEST_FULL:-}" ]; then command+=(-LE '^full$'); fi
    if is_root; then
        chown -R "${test_users[0]}:" "$log" "$build/e2e"
        as_test_user "${command[@]}" || rc=$?
    else
        "${command[@]}" || rc=$?
    fi
    if [ -f "$log/results.xml" ]; then
        python3 "$root/tools/dev/skips.py" "$root/tests/expected-skips.txt" "$log/results.xml" || rc=1
    fi
    return "$rc"
}

cmd_test() {
    local labels=() args=() want_asan=0 want_rest=0 rc=0
    while [ $# -gt 0 ]; do
        case $1 in
            --full) export FPX_TEST_FULL=1 ;;
            -R) args+=(-R "$2"); shift ;;
            asan) want_asan=1 ;;
            -*) die "unknown option $1" ;;
            *) labels+=("$1"); want_rest=1 ;;
        esac
        shift
    done
    if [ "$want_asan$want_rest" = 00 ]; then want_asan=1; want_rest=1; fi
    [ ${#args[@]} -eq 0 ] || want_asan=0
    install_packages "${packages_base[@]}" "${packages_test[@]}"
    if is_root; then
        ensure_test_users
        if ! can_read_tree; then
            [ "$want_asan" = 1 ] && [ ${#labels[@]} -gt 0 ] && labels+=(asan)
            [ "$want_asan$want_rest" = 10 ] && labels=(asan)
            test_in_copy "${labels[@]}" "${args[@]}" ${FPX_TEST_FULL:+--full}
            return
        fi
    fi
    if [ "$want_rest" = 1 ]; then
        build_preset dev
        case " ${labels[*]-} " in "  " | *" interop "*)
            install_peers "$root/build/dev/interop/peers"
            if [ -n "${FPX_TEST_FULL:-}" ] && ! { have mvn && have java; }; then
                install_packages "${packages_keycloak[@]}"
            fi ;;
        esac
        if [ ${#labels[@]} -gt 0 ]; then args+=(-L "^($(IFS='|'; echo "${labels[*]}"))\$"); fi
        run_ctest dev "${args[@]}" || rc=$?
        if is_root && [ ${#args[@]} -eq 0 ]; then test_as_two_users "$root/build/dev" || rc=$?; fi
    fi
    if [ "$want_asan" = 1 ]; then
        build_preset asan
        run_ctest asan -L '^(unit|integration|fuzz)$' || rc=$?
    fi
    return "$rc"
}
