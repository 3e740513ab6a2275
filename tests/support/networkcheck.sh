#!/usr/bin/env bash
# own-network.sh: two commands at once can listen on the same port, the user stays the same and gets no capability, the
# exit code comes through.
set -euo pipefail
network=$(dirname "$0")/own-network.sh

unshare --map-current-user --net true 2>/dev/null || { echo "SKIP: an ordinary user may make no namespace here"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/first" "$folder/second"
# Each says when it listens and holds the port until the other does too: one after the other, they would wait for ever.
listen='
import os, socket, sys
mine, other = sys.argv[1:]
server = socket.create_server(("127.0.0.2", 18080))
with socket.create_connection(("127.0.0.2", 18080)):
    pass
if os.fork() == 0:
    open(mine, "w").close()
    os._exit(0)
open(other).close()
caps = [line for line in open("/proc/self/status") if line.startswith(("CapEff", "CapPrm", "CapInh", "CapAmb"))]
print(os.getuid(), *{line.split()[1].strip("0") for line in caps})
sys.exit(42)'
codes=
for pair in "first second" "second first"; do
    read -r mine other <<<"$pair"
    timeout 20 "$network" -- python3 -c "$listen" "$folder/$mine" "$folder/$other" >"$folder/$mine.out" 2>&1 &
done
for job in $(jobs -p); do
    rc=0
    wait "$job" || rc=$?
    codes+=" $rc"
done
[ "$codes" = " 42 42" ] || { echo "exit codes:$codes"; cat "$folder"/*.out; exit 1; }
for output in "$folder"/*.out; do
    if [ "$(id -u)" != 0 ] && [ "$(xargs <"$output")" != "$(id -u)" ]; then echo "user and capabilities: $(cat "$output")"; exit 1; fi
done
