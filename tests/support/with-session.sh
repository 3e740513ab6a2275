#!/usr/bin/env bash
# Runs one command in a desktop session of its own, which ends with it:
#
#     with-session.sh [--gui] [--no-keyring] [--home DIR] -- COMMAND [ARGS…]
#
# A fresh HOME and XDG_* (removed at the end, unless --home names one to keep), a session bus, and a Secret Service whose
# default collection is unlocked. --gui adds an X server with a window manager (Qt needs one for focus and menus) and the
# accessibility bus. Exits with the command's code, or 77 (CTest: skipped) when a program that it needs is missing.
set -euo pipefail

gui=0
keyring=1
home=
while [ $# -gt 0 ]; do
    case $1 in
        --gui) gui=1; shift ;;
        --no-keyring) keyring=0; shift ;;
        --home) home=$2; shift 2 ;;
        --) shift; break ;;
        *) echo "with-session.sh: unknown option $1" >&2; exit 64 ;;
    esac
done
[ $# -gt 0 ] || { echo "with-session.sh: no command" >&2; exit 64; }

need=(dbus-run-session gdbus)
[ "$keyring" = 1 ] && need+=(gnome-keyring-daemon)
[ "$gui" = 1 ] && need+=(Xvfb openbox)
for program in "${need[@]}"; do
    command -v "$program" >/dev/null || { echo "SKIP: $program is not installed" >&2; exit 77; }
done

own_home=0
if [ -z "$home" ]; then
    home=$(mktemp -d "${TMPDIR:-/tmp}/fpx-session.XXXXXX")
    own_home=1
fi
mkdir -p "$home"
mkdir -p -m 700 "$home/run"
xvfb=
openbox=
finish() {
    if [ -n "$openbox" ]; then kill "$openbox" 2>/dev/null || true; fi
    if [ -n "$xvfb" ]; then kill "$xvfb" 2>/dev/null || true; wait "$xvfb" 2>/dev/null || true; fi
    if [ "$own_home" = 1 ]; then rm -rf "$home"; fi
}
trap finish EXIT

unset DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state" LC_ALL="${FPX_TEST_LOCALE:-C.UTF-8}" LANGUAGE=

if [ "$gui" = 1 ]; then
    # The server writes the number of the display that it chose: no two runs can collide.
    exec 5<> <(:)
    Xvfb -displayfd 5 -screen 0 "${FPX_TEST_SCREEN:-1280x800x24}" -nolisten tcp >"$home/xvfb.log" 2>&1 &
    xvfb=$!
    read -r -t 20 -u 5 number || { echo "with-session.sh: Xvfb did not start" >&2; cat "$home/xvfb.log" >&2; exit 70; }
    exec 5>&-
    export DISPLAY=":$number" XDG_CURRENT_DESKTOP=X-Generic QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 QT_ACCESSIBILITY=1
    openbox >"$home/openbox.log" 2>&1 &
    openbox=$!
fi

export FPX_SESSION_KEYRING=$keyring
rc=0
# shellcheck disable=SC2016  # the inner shell expands
dbus-run-session -- bash -c '
    gk=
    if [ "$FPX_SESSION_KEYRING" = 1 ]; then
        # In the foreground: a daemonised keyring has outlived its bus. Without DISPLAY: it must fail rather than prompt.
        printf %s test-password |
            env -u DISPLAY gnome-keyring-daemon --foreground --unlock --components=secrets >"$HOME/keyring.log" 2>&1 &
        gk=$!
        for _ in $(seq 500); do
            gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
                --method org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets 2>/dev/null | grep -q true && break
            sleep 0.02
        done
    fi
    rc=0
    "$@" || rc=$?
    if [ -n "$gk" ]; then kill "$gk" 2>/dev/null; wait "$gk" 2>/dev/null; fi
    exit $rc' _ "$@" || rc=$?
exit "$rc"
