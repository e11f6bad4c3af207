// Scripts for the `sh` of a Redis container, after the client's own beginning. Each gets the two names beside the live
// data as `$1` and `$2`.

const places = `
new=$dir/$1.rdb old=$dir/$2.rdb done=$dir/$2.done cut=$dir/$2.cut auth=$dir/$2.auth name=$2
state() {
  if [ -e "$old" ]; then if [ -e "$done" ]; then echo swapped; else echo moving; fi
  elif [ -e "$new" ]; then echo staged; else echo untouched; fi
}
# Ends what a dead Lifeboat has left at work here: two of them would undo each other. What each has started is in its group.
alone() {
  for of in /proc/[0-9]*; do
    pid=\${of#/proc/}
    [ "$pid" != $$ ] && tr '\\0' '\\n' <"$of/cmdline" 2>/dev/null | grep -qxF "$name" || continue
    while kill -9 "-$pid" 2>/dev/null; do sleep 0.1; done
  done
}
# What is live, in a file of its own that is whole once it has its name.
keep() {
  save
  exec 3<"$dir/$(setting dbfilename)" || fail "the saved file cannot be read"
  cat /proc/$$/fd/3 >"$1.part" && sync && mv "$1.part" "$1" && sync || { rm -f "$1.part"; fail "no room for what is live"; }
}
`;

/**
 * Keeps clients' writes waiting, also those from outside the stack: between what is kept and what is taken in they would
 * be in neither. Renewed while the script lives, over soon after it was killed. Servers before 6.2 pause nothing.
 */
const hold = `
hold() {
  say CLIENT PAUSE 20000 WRITE >/dev/null 2>&1
  (while sleep 5 && kill -0 $$; do say CLIENT PAUSE 20000 WRITE; done) >/dev/null 2>&1 &
  holder=$!
  trap unhold EXIT
}
unhold() {
  # It failed in between: what is live has not been replaced, and is to take writes again.
  [ -z "$second" ] || { kill $second 2>/dev/null; say REPLICAOF NO ONE >/dev/null; forget; }
  kill $holder 2>/dev/null && wait $holder 2>/dev/null
  # The last renewal may be on its way.
  sleep 0.1
  say CLIENT UNPAUSE >/dev/null 2>&1
}
second=
`;

/**
 * Takes a file in: a second server serves it to this container alone, and the live one is its replica for a moment.
 * Until the file has come whole the live one keeps what it has.
 */
const take = `
keys() { tr -d '\\r' | sed -n 's/^db[0-9]*:keys=\\([0-9]*\\),.*/\\1/p' | { sum=0; while read -r n; do sum=$((sum + n)); done; echo $sum; }; }
take() {
  if [ "$(info replication role)" != master ]; then
    [ "$(info replication master_host)" = 127.0.0.1 ] || fail "it is the replica of another server"
    say REPLICAOF NO ONE >/dev/null
  fi
  # The second server asks for what this one gives: its own password, or where it has none, one for now. The mark says
  # which, so that a script that was killed leaves no password behind, and the real one is never written.
  secret=$(setting masterauth)
  if [ -z "$secret" ] || [ -e "$auth" ]; then
    : >"$auth" && sync || fail "no room for a mark"
    secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  fi
  port=$((20000 + $$ % 30000))
  printf 'port %s\\nbind 127.0.0.1\\ndir "%s"\\ndbfilename "%s"\\ndatabases %s\\nsave ""\\nappendonly no\\nrepl-diskless-sync yes\\nrepl-diskless-sync-delay 0\\nrequirepass "%s"\\n' \\
    $port "$dir" "\${1##*/}" "$(setting databases)" "$(printf %s "$secret" | sed 's/[\\\\"]/\\\\&/g')" | redis-server - >/dev/null 2>&1 &
  second=$!
  other() { REDISCLI_AUTH=$secret redis-cli --no-auth-warning -p $port "$@"; }
  until [ "$(other PING 2>&1)" = PONG ]; do kill -0 $second || fail "the file cannot be loaded"; sleep 0.1; done
  : >"$cut" && sync || fail "no room for a mark"
  [ ! -e "$auth" ] || printf 'CONFIG SET masterauth %s\\n' $secret | say >/dev/null
  say REPLICAOF 127.0.0.1 $port >/dev/null
  linked
  [ "$(say INFO keyspace | keys)" = "$(other INFO keyspace | keys)" ] || fail "keys are missing"
  say REPLICAOF NO ONE >/dev/null
  forget
  other SHUTDOWN NOSAVE >/dev/null 2>&1
  wait $second
  second=
  save
}
forget() { [ ! -e "$auth" ] || { say CONFIG SET masterauth '' >/dev/null; rm "$auth"; }; }
# Bytes come in, or the link comes up, or it has had two minutes for nothing.
linked() {
  quiet=0 seen=
  until [ "$(info replication master_link_status)" = up ]; do
    kill -0 $second || fail "the file was not taken"
    now="$(info replication master_sync_read_bytes) $(info persistence loading_loaded_bytes)"
    if [ "$now" = "$seen" ]; then quiet=$((quiet + 1)); else quiet=0 seen=$now; fi
    [ $quiet -lt 1200 ] || fail "the file was not taken in two minutes"
    sleep 0.1
  done
}
`;

/** Prints how far the exchange is. */
export const probeScript = `${places}alone; state`;

/** Keeps its standard input as the file that is to be taken in, and prints what `redis-check-rdb` says of it. */
export const stageScript = `${places}alone
case $(state) in moving|swapped) fail "the exchange has begun already" ;; esac
[ "$(info replication role)" = master ] || fail "it is the replica of another server"
[ "$(info cluster cluster_enabled)" != 1 ] || fail "it is part of a cluster"
drop() { rm -f "$new.part"; fail "$*"; }
rm -f "$new" && cat >"$new.part" || drop "no room for the file"
report=$(redis-check-rdb "$new.part") || { echo "$report"; drop "the file is damaged, or of a newer version"; }
echo "$report"
# It will be in memory beside what is live.
limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null)
comes=$(echo "$report" | sed -n "s/.*used-mem = '\\([0-9]*\\)'.*/\\1/p")
case $limit in ''|max) ;; *) [ $(($(info memory used_memory) + \${comes:-0})) -lt "$limit" ] || drop "the container's memory limit leaves no room for a second server" ;; esac
sync && mv "$new.part" "$new" && sync`;

/** Prints what `redis-check-rdb` says of the file that was kept. */
export const checkScript = `${places}redis-check-rdb "$new"`;

export const swapInScript = `${places}${hold}${take}
alone
hold
case $(state) in
  swapped) exit 0 ;;
  untouched) fail "nothing was loaded" ;;
  staged) rm -f "$cut" && sync && keep "$old" ;;
esac
take "$new"
: >"$done" && sync`;

/** What is live goes where the pack's file was, the old comes back. Where it was never cut off it is live still. */
export const swapBackScript = `${places}${hold}${take}
alone
hold
case $(state) in
  untouched|staged) exit 0 ;;
  swapped) keep "$new"; rm "$done" && sync ;;
  moving) [ -e "$cut" ] || { forget; rm "$old" && sync; exit 0; } ;;
esac
take "$old"
rm "$old" && sync && rm -f "$cut"`;

export const releaseScript = `${places}alone
[ "$(state)" != moving ] || fail "the exchange must be finished or undone first"
rm -f "$new" "$new.part" "$old" "$old.part" "$cut" "$auth" "$done"`;

/** Prints the bytes of what is kept. */
export const keptScript = `${places}
for file in "$new" "$old"; do [ ! -e "$file" ] || wc -c <"$file"; done`;
