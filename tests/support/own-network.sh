#!/usr/bin/env bash
# Runs one command in a network of its own: loopback is up, and nothing else is there. The sandbox's ports are fixed
# numbers, so this lets tests that use it run side by side.
#
#     own-network.sh [--shared] -- COMMAND [ARGS…]
#     own-network.sh --check      exits with 0 where an ordinary user may make a network
#
# The command keeps its user (socket peers and /proc/net/tcp show the same uid) and gets no capability. --shared is for a
# test that needs somebody outside too: it stays in the network that there is. There, and where an ordinary user may make
# no namespace, one such command runs at a time.
set -euo pipefail

new_network=(unshare --map-current-user --net --keep-caps --)
if [ "${1:-}" = --check ]; then
    ordinary=()
    if [ "$(id -u)" = 0 ]; then ordinary=(setpriv --reuid 65534 --regid 65534 --clear-groups --); fi
    exec "${ordinary[@]}" "${new_network[@]}" ip link set lo up
fi

shared=0
if [ "${1:-}" = --shared ]; then shared=1; shift; fi
if [ "${1:-}" = -- ]; then shift; fi
[ $# -gt 0 ] || { echo "own-network.sh: no command" >&2; exit 64; }

no_capability=(setpriv --inh-caps=-all --ambient-caps=-all --)
if [ "$shared" = 0 ] && "${new_network[@]}" ip link set lo up 2>/dev/null; then
    # shellcheck disable=SC2016  # the inner shell expands
    exec "${new_network[@]}" sh -c 'ip link set lo up && exec "$@"' _ "${no_capability[@]}" "$@"
fi
exec flock --close "${TMPDIR:-/tmp}/fpx-sandbox-ports.$(id -u)" "$@"
