import { standardMountPoint } from '../../../shared/model/replica.ts';
import type { MountFacts } from '../../../shared/replica/mount-script.ts';
import { type PlaceForm, placeFaults } from './place-form.ts';

/** What a share is mounted with, as far as it is written; null until it is enough. No password is among it. */
export function mountFacts(form: PlaceForm): MountFacts | null {
  const { host, share, user, domain, mountFolder, mountPoint } = form;
  const faults = [
    // Whoever runs the commands is asked for the password by them.
    ...placeFaults({ ...form, kind: 'smb', password: 'asked', port: '445', folder: '' }),
    ...placeFaults({ ...form, kind: 'mount' }),
  ];
  if (faults.length > 0) return null;
  return {
    host: host.trim(),
    share: share.trim(),
    user: user.trim(),
    domain: domain.trim(),
    folder: mountFolder.trim(),
    mountPoint: mountPoint?.path ?? standardMountPoint,
  };
}
