import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountScript } from '../../shared/replica/mount-script.ts';
import { shareScript } from '../../shared/replica/share-script.ts';

const facts = {
  host: 'nas',
  share: 'back ups',
  mountPoint: '/mnt/replica',
  folder: "web's",
  user: 'lifeboat',
  domain: 'OFFICE',
};

describe('the script that mounts a share', () => {
  it('writes the line of fstab with its blanks in octal', () => {
    expect(mountScript(facts)).toContain(
      "line='//nas/back\\040ups /mnt/replica cifs credentials=/etc/lifeboat/nas-back_ups.credentials,vers=3.1.1,seal,file_mode=0600,dir_mode=0700,_netdev,nofail 0 0'",
    );
  });

  it.skipIf(process.platform === 'win32')('does what it says, and twice is once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeboat-mount-'));
    try {
      // Everything of the machine is in the folder, and what needs a terminal or a kernel is left out.
      const script = mountScript({ ...facts, mountPoint: join(folder, 'mnt') })
        .replaceAll('/etc/', `${folder}/`)
        .replaceAll(/stty -?echo < \/dev\/tty; ?/gu, '')
        .replaceAll(' < /dev/tty', '')
        .replace(/^mountpoint .*$/mu, ':');
      writeFileSync(join(folder, 'fstab'), '');
      for (const password of ['first', `it's $HOME`])
        execFileSync('/bin/sh', ['-c', script], { input: `${password}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
      const kept = join(folder, 'lifeboat', 'nas-back_ups.credentials');
      expect(readFileSync(kept, 'utf8')).toBe(`username=lifeboat\npassword=it's $HOME\ndomain=OFFICE\n`);
      expect((statSync(kept).mode & 0o777).toString(8)).toBe('600');
      expect(readFileSync(join(folder, 'fstab'), 'utf8').trim().split('\n')).toHaveLength(1);
      expect(statSync(join(folder, 'mnt', "web's")).isDirectory()).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('operations.md has both as they are printed', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  const there = { share: 'backups', folder: 'shop', user: 'lifeboat' };
  expect(text).toContain(mountScript({ ...there, host: 'nas', mountPoint: '/mnt/replica', domain: '' }));
  expect(text).toContain(shareScript({ ...there, path: String.raw`D:\Lifeboat` }));
});

describe('the script that makes a share', () => {
  it('quotes what an operator says, demands signatures and encrypts', () => {
    const script = shareScript({ path: String.raw`D:\O'Neil`, share: 'backups', folder: 'web', user: 'lifeboat' });
    expect(script).toContain(String.raw`$path = 'D:\O''Neil'`);
    expect(script).toContain('-EncryptData $true');
    expect(script).toContain('-RequireSecuritySignature $true');
  });
});
