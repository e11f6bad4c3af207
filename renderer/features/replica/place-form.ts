import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import { isWhole } from './typed-number.ts';

/** What the operator has said so far of where copies go. */
export interface PlaceForm {
  readonly kind: ReplicaPlace['kind'];
  readonly host: string;
  readonly share: string;
  readonly folder: string;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  readonly port: string;
  readonly allowOld: boolean;
  /** Null: the usual one. */
  readonly mountPoint: ChosenPath | null;
  readonly mountFolder: string;
  readonly path: ChosenPath | null;
  readonly sameDevice: boolean;
}

/** What of a place can be wrong as it is written. */
export type PlaceField = 'host' | 'share' | 'folder' | 'domain' | 'user' | 'password' | 'port' | 'mountFolder' | 'path';

/** A place as main takes it, with its password. */
export type PlaceRequest = Omit<CallInput<'replicas.try'>, 'stack'>;

/** What the dialog begins with. */
export const emptyPlace: PlaceForm = {
  kind: 'smb',
  host: '',
  share: '',
  folder: '',
  domain: '',
  user: '',
  password: '',
  port: '445',
  allowOld: false,
  mountPoint: null,
  mountFolder: '',
  path: null,
  sameDevice: false,
};

/** Fields of the chosen kind that cannot be taken as they are written. */
export function placeFaults(form: PlaceForm): readonly PlaceField[] {
  const wrong: Readonly<Record<PlaceField, boolean>> = {
    host: !isText(form.host, 255) || /[\s\\/]/u.test(form.host.trim()),
    share: !isText(form.share, 80) || /[\\/]/u.test(form.share.trim()),
    folder: form.folder.trim().length > 1000,
    domain: form.domain.trim().length > 255,
    user: !isText(form.user, 255),
    password: form.password === '' || form.password.length > 1000,
    port: !isWhole(form.port) || Number(form.port) < 1 || Number(form.port) > 65_535,
    mountFolder: !isText(form.mountFolder, 255),
    path: form.path === null,
  };
  return fieldsOf[form.kind].filter((field) => wrong[field]);
}

const fieldsOf: Readonly<Record<PlaceForm['kind'], readonly PlaceField[]>> = {
  smb: ['host', 'share', 'folder', 'user', 'password', 'domain', 'port'],
  mount: ['mountFolder'],
  folder: ['path'],
};

/** What to ask main for; null while something cannot be taken. */
export function placeRequest(form: PlaceForm): PlaceRequest | null {
  if (placeFaults(form).length > 0) return null;
  const { kind, allowOld, sameDevice, password, mountPoint, path } = form;
  if (kind === 'mount')
    return {
      place: { kind, mountPoint: mountPoint?.token ?? null, folder: form.mountFolder.trim() },
      password: null,
    };
  if (kind === 'folder')
    return path === null ? null : { place: { kind, path: path.token, sameDevice }, password: null };
  return {
    place: {
      kind,
      host: form.host.trim(),
      port: Number(form.port),
      share: form.share.trim(),
      folder: slashes(form.folder),
      domain: form.domain.trim(),
      user: form.user.trim(),
      allowOld,
    },
    password,
  };
}

/** What a target is called while nobody names it: its server, or the last part of its folder. */
export function suggestedName({ kind, host, mountFolder, path }: PlaceForm): string {
  if (kind === 'smb') return host.trim().slice(0, 60);
  const folder = kind === 'mount' ? mountFolder : (path?.path ?? '');
  return (
    folder
      .split(/[\\/]/u)
      .findLast((part) => part.trim() !== '')
      ?.trim()
      .slice(0, 60) ?? ''
  );
}

/** `backups\web` and `/backups/web/` as `backups/web`. */
function slashes(folder: string): string {
  return folder
    .split(/[\\/]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
}

function isText(text: string, most: number): boolean {
  const { length } = text.trim();
  return length > 0 && length <= most;
}
