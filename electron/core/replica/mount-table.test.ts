import { describe, expect, it } from 'vitest';
import { linuxShare, macShare, windowsShare } from './share-proof.ts';
import { isWithin, mountOf, parseMountInfo } from './mount-table.ts';

// As recorded on a Debian machine, with the shares of a NAS.
const plain = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
23 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
41 22 0:44 / /mnt/replica rw,relatime shared:90 - cifs //nas/backups rw,vers=3.1.1,cache=strict,username=backup
`;

const other = (found: string) => ({ kind: 'other', found });
const share = (source = '//nas/backups') => ({ kind: 'share', source });

describe('linuxShare', () => {
  it.each<[string, string, string, object]>([
    ['a share', '/mnt/replica/shop', plain, share()],
    ['the mount point itself', '/mnt/replica', plain, share()],
    ['a name that only begins alike', '/mnt/replica2/shop', plain, other('ext4 (/)')],
    ['a folder above', '/mnt', plain, other('ext4 (/)')],
    ['nothing mounted', '/mnt/replica/shop', plain.replace(/^41 .*\n/mu, ''), other('ext4 (/)')],
    ['smb3', '/mnt/replica', plain.replace('cifs', 'smb3'), share()],
    ['another network', '/mnt/replica', plain.replace('- cifs', '- nfs4'), other('nfs4 (/mnt/replica)')],
    [
      'FUSE that calls itself a share',
      '/mnt/replica',
      plain.replace('- cifs', '- fuse.cifs'),
      other('fuse.cifs (/mnt/replica)'),
    ],
    [
      'read-only here',
      '/mnt/replica',
      plain.replace('/mnt/replica rw', '/mnt/replica ro'),
      { kind: 'read-only', source: '//nas/backups' },
    ],
    [
      'read-only as a whole',
      '/mnt/replica',
      plain.replace('backups rw', 'backups ro'),
      { kind: 'read-only', source: '//nas/backups' },
    ],
    [
      'a server that asks for rwx',
      '/mnt/replica',
      plain.replace('backups rw', 'backups rwx'),
      { kind: 'read-only', source: '//nas/backups' },
    ],
    [
      'spaces and Chinese in names',
      '/mnt/my replica/第 1',
      `${plain}50 22 0:50 / /mnt/my\\040replica rw - cifs //nas/my\\040share rw\n`,
      share('//nas/my share'),
    ],
    ['a backslash', '/mnt/a\\b', `${plain}50 22 0:50 / /mnt/a\\134b rw - cifs //nas/x rw\n`, share('//nas/x')],
    ['a newline', '/mnt/a\nb', `${plain}50 22 0:50 / /mnt/a\\012b rw - cifs //nas/x rw\n`, share('//nas/x')],
    [
      'digits behind an escape',
      '/mnt/a 40',
      `${plain}50 22 0:50 / /mnt/a\\04040 rw - cifs //nas/x rw\n`,
      share('//nas/x'),
    ],
    [
      'a disk mounted over the share',
      '/mnt/replica/shop',
      `${plain}60 41 8:17 / /mnt/replica rw - ext4 /dev/sdb1 rw\n`,
      other('ext4 (/mnt/replica)'),
    ],
    [
      'a share mounted over a disk',
      '/mnt/replica/shop',
      `60 22 8:17 / /mnt/replica rw - ext4 /dev/sdb1 rw\n${plain.replace('41 22', '41 60')}`,
      share(),
    ],
    [
      'a disk below the share',
      '/mnt/replica/shop/x',
      `${plain}60 41 8:17 / /mnt/replica/shop rw - ext4 /dev/sdb1 rw\n`,
      other('ext4 (/mnt/replica/shop)'),
    ],
    [
      'a share that something above has covered since',
      '/mnt/replica/shop',
      `${plain}60 22 0:60 / /mnt rw - tmpfs tmpfs rw\n`,
      other('tmpfs (/mnt)'),
    ],
    [
      'a folder of a share, bound elsewhere',
      '/srv/copies/shop',
      `${plain}60 22 0:44 /shop /srv/copies rw - cifs //nas/backups rw\n`,
      share(),
    ],
    [
      'a local folder, bound onto the mount point',
      '/mnt/replica/shop',
      `${plain.replace(/^41 .*\n/mu, '')}60 22 8:1 /srv/x /mnt/replica rw - ext4 /dev/sda1 rw\n`,
      other('ext4 (/mnt/replica)'),
    ],
    [
      'an automounter that has mounted nothing',
      '/mnt/replica',
      plain.replace(/^41 .*\n/mu, '41 22 0:44 / /mnt/replica rw - autofs systemd-1 rw\n'),
      other('autofs (/mnt/replica)'),
    ],
    [
      'an automounter that has mounted it',
      '/mnt/replica/shop',
      `${plain.replace(/^41 .*\n/mu, '41 22 0:44 / /mnt/replica rw - autofs systemd-1 rw\n')}70 41 0:70 / /mnt/replica rw - cifs //nas/backups rw\n`,
      share(),
    ],
    ['no optional fields', '/mnt/replica', plain.replaceAll(/ shared:\d+/gu, ''), share()],
    [
      'several optional fields',
      '/mnt/replica',
      plain.replace('shared:90', 'shared:90 master:1 propagate_from:2'),
      share(),
    ],
    ['a chroot, whose top is not in the table', '/mnt/replica', plain.replace('22 1 ', '22 5 '), share()],
    [
      'a loop of parents',
      '/mnt/replica',
      plain.replace('22 1 8:1', '22 41 8:1'),
      other('the mount table cannot be read'),
    ],
    ['a table that is cut off', '/mnt/replica', plain.slice(0, -30), share()],
    ['a table of something else', '/mnt/replica', 'some text\n', other('the mount table cannot be read')],
    ['an empty table', '/mnt/replica', '', other('the mount table cannot be read')],
  ])('%s', (_, path, table, expected) => {
    expect(linuxShare(path, table)).toEqual(expected);
  });
});

describe('parseMountInfo', () => {
  it('reads what this machine has, and finds where this file lies', async () => {
    const { readFile, stat } = await import('node:fs/promises');
    const text = await readFile('/proc/self/mountinfo', 'utf8').catch(() => null);
    const mounts = text === null ? [] : (parseMountInfo(text) ?? []);
    const mount = mountOf('/proc/self', mounts);
    const { dev } = await stat('/proc').catch(() => ({ dev: null }));
    expect(mount?.fileSystem ?? (dev === null ? 'proc' : null)).toBe('proc');
  });
});

describe('isWithin', () => {
  it.each([
    ['/a/b', '/a', true],
    ['/a', '/a', true],
    ['/ab', '/a', false],
    ['/a', '/a/b', false],
    ['/a', '/', true],
  ])('%s in %s: %s', (path, above, expected) => expect(isWithin(path, above)).toBe(expected));
});

describe('macShare', () => {
  const table = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//backup@nas._smb._tcp.local/backups on /Volumes/backups (smbfs, nodev, nosuid, mounted by ann)
//backup@nas/on (old) on /Volumes/my (old) on disk (smbfs, nodev, nosuid, read-only, mounted by ann)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
`;
  it.each<[string, object]>([
    ['/Volumes/backups/shop', share('//backup@nas._smb._tcp.local/backups')],
    ['/Volumes/backups-1', other('apfs (/)')],
    ['/Volumes/other', other('apfs (/)')],
    ['/System/Volumes/Data/home/ann', other('autofs (/System/Volumes/Data/home)')],
    ['/Volumes/my (old) on disk', { kind: 'read-only', source: '//backup@nas/on (old)' }],
  ])('%s', (path, expected) => expect(macShare(path, table)).toEqual(expected));

  it('is not moved by what it cannot read', () => {
    expect(macShare('/Volumes/backups', 'nothing here')).toEqual(other('the mount table cannot be read'));
  });
});

describe('windowsShare', () => {
  it.each<[string, object]>([
    ['\\\\nas\\backups\\shop', share('\\\\nas\\backups')],
    ['\\\\nas\\backups', share('\\\\nas\\backups')],
    ['\\\\?\\UNC\\nas\\backups\\shop', share('\\\\nas\\backups')],
    ['\\\\10.0.0.5\\backups$\\shop', share('\\\\10.0.0.5\\backups$')],
    ['Z:\\shop', other('Z:\\shop')],
    ['C:\\', other('C:\\')],
    ['\\\\?\\C:\\shop', other('\\\\?\\C:\\shop')],
    ['\\\\.\\C:\\shop', other('\\\\.\\C:\\shop')],
    ['\\\\wsl$\\Debian\\mnt', other('\\\\wsl$\\Debian\\mnt')],
    ['\\\\wsl.localhost\\Debian\\mnt', other('\\\\wsl.localhost\\Debian\\mnt')],
    ['\\\\nas', other('\\\\nas')],
  ])('%s', (path, expected) => expect(windowsShare(path)).toEqual(expected));
});
