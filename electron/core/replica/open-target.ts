import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import { AppError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import { FolderTarget } from './folder-target.ts';
import { MountedTarget } from './mounted-target.ts';
import { SmbTarget } from './smb-target.ts';
import type { ReplicaTarget } from './target.ts';

/** What a place needs beside itself to become a target. */
export interface TargetNeeds {
  /** Of an SMB place; null for the others. */
  readonly password: string | null;
  /** Where the stack's packs are. */
  readonly storage: string;
  readonly clock: Clock;
}

/** The target at a place. Nothing is opened yet. REPLICA_PASSWORD_MISSING for an SMB place without one. */
export function targetAt(place: ReplicaPlace, { password, storage, clock }: TargetNeeds): ReplicaTarget {
  if (place.kind === 'folder') {
    const { path, sameDevice } = place;
    return new FolderTarget({ path, storage, allowsSameDisk: sameDevice });
  }
  if (place.kind === 'mount') return new MountedTarget({ mountPoint: place.mountPoint, folder: place.folder });
  if (password === null) throw new AppError('REPLICA_PASSWORD_MISSING', { place: wordsOfPlace(place) });
  const { host, port, share, folder, domain, user, allowOld } = place;
  return new SmbTarget(
    { host, port, share, folder: slashed(folder), domain, user, password, allowsOlder: allowOld },
    clock,
  );
}

/** A place as a person would write it: `\\nas\backups\web`, `/mnt/replica/web`. */
export function wordsOfPlace(place: ReplicaPlace): string {
  if (place.kind === 'folder') return place.path;
  if (place.kind === 'mount') return `${place.mountPoint.replace(/[/\\]+$/u, '')}/${place.folder}`;
  const { host, port, share, folder } = place;
  const names = [port === 445 ? host : `${host}:${port}`, share, ...slashed(folder).split('/')];
  return `\\\\${names.filter((name) => name !== '').join('\\')}`;
}

/** People write folders of a share with either slash, and with one too many. */
function slashed(folder: string): string {
  return folder
    .split(/[/\\]/u)
    .filter((name) => name !== '')
    .join('/');
}
