#!/usr/bin/env bash
# with-session.sh: the keyring is unlocked, the exit code comes through, and the session's home is gone afterwards.
set -euo pipefail
session=$(dirname "$0")/with-session.sh

answer=$("$session" -- bash -c 'echo "$HOME"; gdbus call --session --dest org.freedesktop.secrets \
    --object-path /org/freedesktop/secrets/aliases/default --method org.freedesktop.DBus.Properties.Get \
    org.freedesktop.Secret.Collection Locked') || exit $?
home=$(head -1 <<<"$answer")
grep -qF '(<false>,)' <<<"$answer" || { echo "the default collection is not unlocked: $answer"; exit 1; }
[ ! -e "$home" ] || { echo "$home is left behind"; exit 1; }

rc=0
"$session" --no-keyring -- bash -c 'exit 42' || rc=$?
[ "$rc" = 42 ] || { echo "exit code 42 came through as $rc"; exit 1; }
