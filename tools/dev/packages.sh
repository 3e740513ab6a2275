# shellcheck shell=bash
# What ./dev needs from the distribution, in one place. `a|b`: the first that the distribution knows (names differ between
# Debian 12, newer Debian and Ubuntu). `?a`: only where the distribution has it.
packages_base=(
    cmake ninja-build g++ ccache mold git pkg-config ca-certificates python3
    qt6-base-dev qt6-base-dev-tools libqt6sql6-sqlite 'qt6-svg-dev|libqt6svg6-dev' qt6-tools-dev qt6-tools-dev-tools
    qt6-l10n-tools libgl1-mesa-dev libvulkan-dev qtkeychain-qt6-dev qcoro-qt6-dev
    libssl-dev zlib1g-dev libsodium-dev libicu-dev 'libboost1.81-dev|libboost-dev' libexpected-dev
    qt6-httpserver-dev libcjose-dev
)
packages_test=(
    gnome-keyring dbus dbus-x11 libglib2.0-bin libsecret-tools xvfb openbox xdotool xdg-utils desktop-file-utils
    at-spi2-core python3-cryptography python3-gi gir1.2-atspi-2.0 fonts-dejavu-core imagemagick
    'chromium|chromium-browser' 'chromium-driver|chromium-chromedriver'
    tinyproxy '?libproxy1-plugin-webkit' iproute2 util-linux
)
# For Keycloak, which ./dev test --full runs.
packages_keycloak=(maven 'openjdk-17-jre-headless|default-jre-headless')
packages_fuzz=('clang-19|clang' 'libclang-rt-19-dev|libclang-rt-14-dev')
packages_lint=('clang-format-19|clang-format' 'clang-tidy-19|clang-tidy')

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Whether there is a version to install. `apt-cache show` succeeds for a purely virtual name too, which has none.
# It is read to its end before it is searched: a pipe that closes at the first hit is a failure to `pipefail`.
is_available() {
    local policy
    policy=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)
    grep -q '^  Candidate: [^(]' <<<"$policy"
}

# Prints those of the entries that have no installed alternative.
missing_packages() {
    local entry name found
    for entry in "$@"; do
        found=0
        for name in ${entry//[|?]/ }; do
            if is_installed "$name"; then found=1; break; fi
        done
        if [ "$found" = 0 ]; then echo "$entry"; fi
    done
}

install_packages() {
    have dpkg-query || { warn "no dpkg here: install by hand what docs/dependencies.md lists"; return 0; }
    local missing chosen=() entry name
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    for entry in "${missing[@]}"; do
        for name in ${entry//[|?]/ }; do
            if is_available "$name"; then chosen+=("$name"); continue 2; fi
        done
        case $entry in '?'*) continue ;; esac
        die "the distribution has no package ${entry//|/ or }"
    done
    [ ${#chosen[@]} -gt 0 ] || return 0
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 install "${chosen[@]}" >/dev/null
}

# The npm packages of tests/interop/peers, Node among them, exactly as the lock file says, into a build folder that has
# the lock file already. npm itself may be of any version that reads it; no package runs a script of its own.
install_peers() {
    local folder=$1 wanted
    [ -f "$folder/package-lock.json" ] || return 0
    wanted=$(sha256sum <"$folder/package-lock.json")
    if [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" = "$wanted" ]; then return 0; fi
    if ! have npm; then install_packages npm; fi
    say "installing the npm packages of the interop tests"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    echo "$wanted" >"$folder/node_modules/.installed"
}
