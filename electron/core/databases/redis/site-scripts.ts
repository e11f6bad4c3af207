// Scripts for the `sh` of a Redis container, after the client's own beginning. Each gets the two names beside the live
// data as `$1` and `$2`.

const places = `
new=$dir/$1.rdb old=$dir/$2.rdb done=$dir/$2.done
state() {
  if [ -e "$old" ]; then if [ -e "$done" ]; then echo swapped; else echo moving; fi
  elif [ -e "$new" ]; then echo staged; else echo untouched; fi
}
# What is live, in a file of its own that is whole once it has its name.
keep() {
  save
  exec 3<"$dir/$(setting dbfilename)" || fail "the saved file cannot be read"
  cat /proc/$$/fd/3 >"$1.part" && sync && mv "$1.part" "$1" && sync || { rm -f "$1.part"; fail "no room for what is live"; }
}
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
  port=$((20000 + $$ % 30000))
  secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  printf 'port %s\\nbind 127.0.0.1\\ndir "%s"\\ndbfilename "%s"\\ndatabases %s\\nsave ""\\nappendonly no\\nrepl-diskless-sync yes\\nrepl-diskless-sync-delay 0\\nrequirepass %s\\n' \\
    $port "$dir" "\${1##*/}" "$(setting databases)" $secret | redis-server - >/dev/null 2>&1 &
  second=$!
  trap 'kill $second 2>/dev/null' EXIT
  other() { REDISCLI_AUTH=$secret redis-cli --no-auth-warning -p $port "$@"; }
  until [ "$(other PING 2>&1)" = PONG ]; do kill -0 $second || fail "the file cannot be loaded"; sleep 0.1; done
  before=$(setting masterauth)
  printf 'CONFIG SET masterauth %s\\nREPLICAOF 127.0.0.1 %s\\n' $secret $port | say >/dev/null
  until [ "$(info replication master_link_status)" = up ]; do kill -0 $second || fail "the file was not taken"; sleep 0.1; done
  [ "$(say INFO keyspace | keys)" = "$(other INFO keyspace | keys)" ] || fail "keys are missing"
  printf 'REPLICAOF NO ONE\\nCONFIG SET masterauth "%s"\\n' "$before" | say >/dev/null
  other SHUTDOWN NOSAVE >/dev/null 2>&1
  wait $second
  trap - EXIT
  save
}
`;

/** Prints how far the exchange is. */
export const probeScript = `${places}state`;

/** Keeps its standard input as the file that is to be taken in, and prints what `redis-check-rdb` says of it. */
export const stageScript = `${places}
case $(state) in moving|swapped) fail "the exchange has begun already" ;; esac
[ "$(info replication role)" = master ] || fail "it is the replica of another server"
[ "$(info cluster cluster_enabled)" != 1 ] || fail "it is part of a cluster"
drop() { rm -f "$new.part"; fail "$*"; }
rm -f "$new" && cat >"$new.part" || drop "no room for the file"
redis-check-rdb "$new.part" || drop "the file is damaged, or of a newer version"
sync && mv "$new.part" "$new" && sync`;

/** Prints what `redis-check-rdb` says of the file that was kept. */
export const checkScript = `${places}redis-check-rdb "$new"`;

export const swapInScript = `${places}${take}
case $(state) in swapped) exit 0 ;; untouched) fail "nothing was loaded" ;; staged) keep "$old" ;; esac
take "$new"
: >"$done" && sync`;

/** What is live goes where the pack's file was, the old comes back. */
export const swapBackScript = `${places}${take}
case $(state) in untouched|staged) exit 0 ;; swapped) keep "$new"; rm "$done" && sync ;; esac
take "$old"
rm "$old" && sync`;

export const releaseScript = `${places}
[ "$(state)" != moving ] || fail "the exchange must be finished or undone first"
rm -f "$new" "$new.part" "$old" "$old.part" "$done"`;

/** Prints the bytes of what is kept. */
export const keptScript = `${places}
for file in "$new" "$old"; do [ ! -e "$file" ] || wc -c <"$file"; done`;
