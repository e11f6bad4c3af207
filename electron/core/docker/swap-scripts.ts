// Scripts for `sh` in a helper container (BusyBox, dash, bash). The volume is at `/lifeboat-source`,
// `$1` is the site's own folder in it. Names come NUL-separated, so they may be any bytes.

const prelude = `
set -eu
cd /lifeboat-source
home=./$1
state=$home/state
present() { [ -e "$1" ] || [ -L "$1" ]; }
`;

/** Each name is at its first place or at its second, never at both; what has moved already stays there. */
const mover = `
from=$1 to=$2
shift 2
for name do
  if [ -e "$from/$name" ] || [ -L "$from/$name" ]; then
    if [ -e "$to/$name" ] || [ -L "$to/$name" ]; then echo "in both places: $name"; exit 1; fi
    case $name in */*) mkdir -p -- "$to/\${name%/*}" ;; esac
    mv -- "$from/$name" "$to/$name"
  elif ! [ -e "$to/$name" ] && ! [ -L "$to/$name" ]; then
    echo "in neither place: $name"; exit 1
  fi
done
`;

const move = `
mover=$2
move() { xargs -0 sh -c "$mover" mover "$2" "$3" <"$state/$1"; }
`;

/** How scripts end that would have had to remove old data of which there is no record. */
export const recordLost = 3;

const demandRecord = `
if ! present "$state/moves.json" && [ -d "$home/old" ] && [ -n "$(find "$home/old" -mindepth 1 -maxdepth 1)" ]; then
  echo "it holds old data, and the record of the exchange is gone"
  exit ${recordLost}
fi
`;

// The engine wrote the plan and did not wait for the disk: after a power cut, moves without a plan could not be undone.
const planIsSafe = 'sync';

/** Throws away what earlier staging left, and nothing else of the site. */
export const clearScript = `${prelude}${demandRecord}
rm -rf -- "$home/new" "$home/left" "$home/old" "$home/failed"
find "$state" -mindepth 1 ! -name root.json -exec rm -rf -- {} +
`;

/** Makes what was staged durable while the services still run, so that nothing heavy is left for the stop window. */
export const syncScript = 'sync';

/** Lists what is live, what is staged, and which of the moved names \`old\` still has. \`$2\`: depth, 0 = all. */
export const listScript = `${prelude}
if [ "$2" -gt 0 ]; then depth="-maxdepth $2"; else depth=; fi
list() {
  (cd "$1" && find . -mindepth 1 $depth -name '.lifeboat-*' -prune -o -type d -print0) >"$state/$2-directories"
  (cd "$1" && find . -mindepth 1 $depth -name '.lifeboat-*' -prune -o ! -type d -print0) >"$state/$2-others"
}
list . live
if [ -d "$home/new" ]; then list "$home/new" new; fi
if [ -f "$state/out" ]; then
  xargs -0 sh -c 'old=$1; shift; for name do if [ -e "$old/$name" ] || [ -L "$old/$name" ]; then printf "%s\\\\0" "$name"; fi; done' \\
    held "$home/old" <"$state/out" >"$state/held"
fi
`;

/** Live entries to \`old\`, then staged ones in. Runs again from wherever it was killed. */
const forwardScript = `${prelude}${move}${planIsSafe}
if ! present "$state/moved-out"; then
  mkdir -p "$home/left" "$home/old"
  move aside "$home/new" "$home/left"
  move out . "$home/old"
  sync
  : >"$state/moved-out"
fi
move in "$home/new" .
sync
`;

/** What is live to \`failed\`, then the old entries in. Runs again from wherever it was killed. */
const backScript = `${prelude}${move}${planIsSafe}
if ! present "$state/moved-away"; then
  mkdir -p "$home/failed" "$home/old"
  move clear . "$home/failed"
  sync
  : >"$state/moved-away"
fi
xargs -0 sh -c 'for name do mkdir -p -- "$name"; done' mkdir <"$state/stay"
move out "$home/old" .
sync
`;

/** Removes the site under another name, so that a half removed one is never taken for a whole. \`$2\`: that name. */
export const releaseScript = `${prelude}${demandRecord}
rm -rf -- "./$2"
if [ -d "./$1" ]; then mv -- "./$1" "./$2"; rm -rf -- "./$2"; fi
`;

/** Kibibytes on the disk, as the output's last line. */
export const sizeScript = `${prelude}
if [ -d "$home" ]; then du -sk "$home" | { read -r kibibytes rest; echo "$kibibytes"; }; else echo 0; fi
`;

export const swapScripts = {
  forward: { script: forwardScript, args: [mover] },
  back: { script: backScript, args: [mover] },
} as const;
