/** One line of `/proc/self/mountinfo`, as proc_pid_mountinfo(5) describes it. */
export interface Mount {
  readonly id: number;
  /** The mount that this one lies in; one that is not in the table, or itself, for the top. */
  readonly parent: number;
  readonly mountPoint: string;
  readonly fileSystem: string;
  /** What is mounted, e.g. `//nas/backups`. */
  readonly source: string;
  /** Both the mount and the file system take writes. */
  readonly isWritable: boolean;
}

/**
 * The mounts of a `mountinfo`, in its order; null when a line is not what the kernel writes, because a table that is
 * not understood proves nothing.
 */
export function parseMountInfo(text: string): Mount[] | null {
  const mounts: Mount[] = [];
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const mount = parseLine(line);
    if (mount === null) return null;
    mounts.push(mount);
  }
  return mounts;
}

function parseLine(line: string): Mount | null {
  const fields = line.split(' ');
  // Any number of optional fields stands between the sixth and the lone hyphen.
  const hyphen = fields.indexOf('-', 6);
  const [id, parent, , , mountPoint, options] = fields;
  const [fileSystem, source, superOptions] = hyphen === -1 ? [] : fields.slice(hyphen + 1);
  if (id === undefined || parent === undefined || !/^\d+$/u.test(id) || !/^\d+$/u.test(parent)) return null;
  if (mountPoint?.startsWith('/') !== true || options === undefined) return null;
  if (fileSystem === undefined || source === undefined || superOptions === undefined) return null;
  return {
    id: Number(id),
    parent: Number(parent),
    mountPoint: unescaped(mountPoint),
    fileSystem,
    source: unescaped(source),
    isWritable: isWritable(options) && isWritable(superOptions),
  };
}

function isWritable(options: string): boolean {
  const words = options.split(',');
  return words.includes('rw') && !words.includes('ro');
}

/** The kernel writes space, tab, newline and backslash as octal, byte by byte; names may be of any bytes. */
function unescaped(field: string): string {
  return field.replaceAll(/\\([0-3][0-7]{2})/gu, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 8)),
  );
}

/** Whether a path is `above` or lies below it; `/mnt/replica2` does not lie below `/mnt/replica`. */
export function isWithin(path: string, above: string): boolean {
  return above === '/' || path === above || path.startsWith(`${above}/`);
}

/**
 * The mount that an absolute path without links lies on, found as the kernel finds it: from the top, through every mount
 * on the way. So of two at one place the upper one counts, and one that a later mount above has covered does not. Null
 * when the table says nothing about it.
 */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  const ids = new Set(mounts.map(({ id }) => id));
  const onTheWay = mounts.filter(({ mountPoint }) => isWithin(path, mountPoint));
  const nearest = (among: readonly Mount[]): Mount | null =>
    among.reduce<Mount | null>(
      (best, mount) => (best === null || mount.mountPoint.length <= best.mountPoint.length ? mount : best),
      null,
    );
  const passed = new Set<number>();
  let at = nearest(onTheWay.filter(({ id, parent }) => id === parent || !ids.has(parent)));
  while (at !== null && !passed.has(at.id)) {
    const { id } = at;
    passed.add(id);
    const next = nearest(onTheWay.filter((mount) => mount.parent === id && !passed.has(mount.id)));
    if (next === null) return at;
    at = next;
  }
  return null;
}
