/** What a share is mounted with. */
export interface MountFacts {
  readonly host: string;
  readonly share: string;
  /** Absolute. */
  readonly mountPoint: string;
  /** The stack's folder below it. */
  readonly folder: string;
  readonly user: string;
  /** Empty for an account of the server itself. */
  readonly domain: string;
}

/** One for every share: another share's password is none of its business. */
function credentialsFile({ host, share }: Pick<MountFacts, 'host' | 'share'>): string {
  return `/etc/lifeboat/${`${host}-${share}`.replaceAll(/[^\w.-]/gu, '_')}.credentials`;
}

/**
 * Shell commands for Linux, for root: mount a Windows share now and at every start. The password is asked for, and goes
 * into a file that only root can read: into no command line and no history.
 */
export function mountScript({ host, share, mountPoint, folder, user, domain }: MountFacts): string {
  const credentials = credentialsFile({ host, share });
  const options = [
    `credentials=${credentials}`,
    'vers=3.1.1',
    'seal',
    'file_mode=0600',
    'dir_mode=0700',
    '_netdev',
    'nofail',
  ];
  const line = [fstabWord(`//${host}/${share}`), fstabWord(mountPoint), 'cifs', options.join(','), '0 0'].join(' ');
  const names = domain === '' ? '' : ` ${quoted(`domain=${domain}`)}`;
  return [
    'set -eu',
    `mkdir -p ${quoted(mountPoint)}`,
    'install -d -m 0700 /etc/lifeboat',
    `install -m 0600 /dev/null ${credentials}`,
    // From the terminal: its input may be this very script.
    "printf 'Password: '; stty -echo < /dev/tty; IFS= read -r password < /dev/tty; stty echo < /dev/tty; printf '\\n'",
    `printf '%s\\n' ${quoted(`username=${user}`)} "password=$password"${names} > ${credentials}`,
    'unset password',
    `line=${quoted(line)}`,
    'grep -qxF "$line" /etc/fstab || printf \'%s\\n\' "$line" >> /etc/fstab',
    `mountpoint -q ${quoted(mountPoint)} || mount ${quoted(mountPoint)}`,
    `mkdir -p ${quoted(`${mountPoint.replace(/\/+$/u, '')}/${folder}`)}`,
  ].join('\n');
}

function quoted(text: string): string {
  return /^[\w./:=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** fstab knows no quotes: what separates its words is written in octal. */
function fstabWord(text: string): string {
  return text.replaceAll(/[\\ \t\n#]/gu, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
