# shellcheck shell=bash
# ./dev doctor: what this machine has. Changes nothing.
first_line() { "$@" 2>/dev/null | sed -n 1p; }

doctor_row() { printf '  %-22s %s\n' "$1" "${2:-—}"; }

doctor_keyring() {
    [ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || { echo "no session bus"; return; }
    have gdbus || { echo "unknown (gdbus is missing)"; return; }
    local answer
    answer=$(timeout 5 gdbus call --session --dest org.freedesktop.secrets \
        --object-path /org/freedesktop/secrets/aliases/default --method org.freedesktop.DBus.Properties.Get \
        org.freedesktop.Secret.Collection Locked 2>&1) || true
    case $answer in
        *'<false>'*) echo "unlocked" ;;
        *'<true>'*) echo "locked" ;;
        *) echo "no Secret Service, or no default collection" ;;
    esac
}

cmd_doctor() {
    local set entries missing failed=0 qmake
    qmake=$(command -v qmake6 || command -v qmake || true)
    echo "Tools"
    doctor_row system "$(. /etc/os-release 2>/dev/null && echo "$PRETTY_NAME"), $(uname -m), $jobs cores"
    doctor_row compiler "$(first_line c++ --version)"
    doctor_row cmake "$(first_line cmake --version)"
    doctor_row ninja "$(first_line ninja --version)"
    doctor_row ccache "$(first_line ccache --version)"
    doctor_row Qt "$([ -n "$qmake" ] && "$qmake" -query QT_VERSION)"
    doctor_row OpenSSL "$(first_line openssl version)"
    doctor_row libsodium "$(pkg-config --modversion libsodium 2>/dev/null)"
    doctor_row chromium "$(first_line chromium --version)"
    doctor_row chromedriver "$(first_line chromedriver --version)"
    doctor_row clang-tidy "$(first_line clang-tidy-19 --version)"
    doctor_row node "$(first_line node --version)"
    echo "Session"
    doctor_row user "$(id -un)"
    doctor_row display "${WAYLAND_DISPLAY:-${DISPLAY:-none: ./dev run plays the demonstration}}"
    doctor_row 'session bus' "${DBUS_SESSION_BUS_ADDRESS:-none}"
    doctor_row keyring "$(doctor_keyring)"
    echo "Packages"
    for set in base test lint; do
        local -n entries=packages_$set
        missing=$(have dpkg-query && missing_packages "${entries[@]}" | tr '\n' ' ')
        doctor_row "$set" "$([ -n "$missing" ] && echo "missing: $missing" || echo complete)"
        if [ -n "$missing" ]; then failed=1; fi
    done
    echo "Builds"
    for set in dev release asan; do
        doctor_row "$set" "$([ -d "$root/build/$set" ] && du -sh "$root/build/$set" 2>/dev/null | cut -f1)"
    done
    [ "$failed" = 0 ] || echo "What is missing is installed by the command that needs it."
}
