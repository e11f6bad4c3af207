// Folders of the machine and not of an application: copying them would be endless or useless, and
// replacing them would break the machine.
const hostTrees = listOf('/proc /sys /dev /run /var/run /boot /bin /sbin /lib /lib64 /usr /var/lib/docker');
const hostPaths = new Set([
  ...listOf('/ /etc /var /var/lib /var/log /home /root /tmp /mnt /media'),
  ...listOf('/etc/localtime /etc/timezone /etc/hosts /etc/hostname /etc/resolv.conf /etc/passwd /etc/group'),
  ...listOf('/etc/ssl /etc/ssl/certs /etc/ca-certificates /etc/machine-id'),
]);

/** Whether a bind mount shows the machine itself (its root, its kernel, Docker's socket) and holds no data of a stack. */
export function showsTheMachine(path: string): boolean {
  if (path.endsWith('.sock')) return true;
  return hostPaths.has(path) || hostTrees.some((tree) => path === tree || path.startsWith(`${tree}/`));
}

function listOf(words: string): string[] {
  return words.split(' ');
}
