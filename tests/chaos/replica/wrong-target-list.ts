import { join } from 'node:path';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import type { WrongGround } from './wrong-ground.ts';

/** A target that a backup must not begin for. */
export interface WrongTarget {
  readonly what: string;
  readonly place: ReplicaPlace;
  /** The id that it was set up with. */
  readonly targetId: string;
  /** The right one when absent. */
  readonly password?: string;
  readonly code: ErrorCode;
}

/** All that an operator, a colleague or a server can make of a target that was right once. */
export function wrongTargets({ smb, rightId, guestPort, home, folders }: WrongGround): readonly WrongTarget[] {
  const right = smb({ folder: 'right' });
  const list: readonly (Omit<WrongTarget, 'targetId'> & { readonly targetId?: string })[] = [
    { what: 'a share of another name', place: { ...right, share: 'shared' }, code: 'REPLICA_SHARE_NOT_FOUND' },
    { what: 'another identity', place: smb({ folder: 'replaced' }), code: 'REPLICA_OTHER' },
    { what: 'no identity', place: smb({ folder: 'unmarked' }), code: 'REPLICA_MARK_MISSING' },
    { what: 'the target of another stack', place: smb({ folder: 'of-another' }), code: 'REPLICA_OTHER' },
    { what: 'a share that may only be read', place: { ...right, share: 'ro' }, code: 'REPLICA_READ_ONLY' },
    { what: 'a folder that is missing', place: smb({ folder: 'gone' }), code: 'REPLICA_PATH_NOT_FOUND' },
    { what: 'a disk that is full', place: smb({ folder: 'full' }), code: 'REPLICA_FULL' },
    {
      what: 'a folder on which an empty disk is mounted',
      place: { kind: 'folder', path: folders.emptyMount, sameDevice: true },
      code: 'REPLICA_MARK_MISSING',
    },
    {
      what: 'a mount point on which nothing is mounted',
      place: { kind: 'mount', mountPoint: join(home.beside, 'not-mounted'), folder: 'right' },
      code: 'REPLICA_NOT_MOUNTED',
    },
    { what: 'a file in place of the folder', place: smb({ folder: 'file' }), code: 'REPLICA_PATH_NOT_FOUND' },
    { what: 'a wrong password', place: right, password: 'not the password', code: 'REPLICA_LOGON_REFUSED' },
    { what: 'a guest', place: smb({ port: guestPort, user: 'anybody' }), code: 'REPLICA_GUEST_REFUSED' },
  ];
  return list.map((target) => ({ targetId: rightId, ...target }));
}
