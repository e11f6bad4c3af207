import type { CallInput, ChosenPath } from '../../../shared/ipc/contract.ts';
import type { Replica, ReplicaPlace, ReplicaSettings, ReplicaTest } from '../../../shared/model/replica.ts';

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

/** How a target is treated; numbers as they are typed. */
export interface SettingsForm {
  readonly name: string;
  readonly required: boolean;
  /** MB/s. */
  readonly limit: string;
  readonly keepCount: string;
  readonly keepDays: string;
}

export type PlaceField = 'host' | 'share' | 'folder' | 'domain' | 'user' | 'password' | 'port' | 'mountFolder' | 'path';
export type SettingsField = 'name' | 'limit' | 'keepCount' | 'keepDays';

/** A place as main takes it, with its password. */
export type PlaceRequest = Omit<CallInput<'replicas.try'>, 'stack'>;

const megabyte = 1_000_000;

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

export const emptySettings: SettingsForm = { name: '', required: false, limit: '', keepCount: '', keepDays: '' };

/** The settings of a target that is saved, as its operator would write them. */
export function settingsForm({ name, required, limit, retention }: Replica): SettingsForm {
  return {
    name,
    required,
    limit: limit === null ? '' : String(limit / megabyte),
    keepCount: written(retention.count),
    keepDays: written(retention.days),
  };
}

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

export function settingsFaults(form: SettingsForm): readonly SettingsField[] {
  const name = form.name.trim();
  const wrong: Readonly<Record<SettingsField, boolean>> = {
    name: name === '' || name.length > 60,
    limit: !isNumber(form.limit) || Number(form.limit) * megabyte > Number.MAX_SAFE_INTEGER,
    keepCount: form.keepCount.trim() !== '' && !(isWhole(form.keepCount) && within(form.keepCount, 100_000)),
    keepDays: form.keepDays.trim() !== '' && !(isNumber(form.keepDays) && within(form.keepDays, 36_600)),
  };
  return settingsFields.filter((field) => wrong[field]);
}

const settingsFields = ['name', 'limit', 'keepCount', 'keepDays'] as const satisfies readonly SettingsField[];

/** What to ask main for; null while something cannot be taken. */
export function settingsRequest(form: SettingsForm): ReplicaSettings | null {
  if (settingsFaults(form).length > 0) return null;
  const limit = numberIn(form.limit);
  return {
    name: form.name.trim(),
    required: form.required,
    limit: limit === null ? null : Math.max(1, Math.round(limit * megabyte)),
    retention: { days: numberIn(form.keepDays), count: numberIn(form.keepCount) },
  };
}

/** Whether a test went through everything and found nothing wrong. */
export function hasPassed({ stages }: ReplicaTest): boolean {
  return stages.every(({ ok }) => ok) && stages.some(({ stage }) => stage === 'delete');
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

function isWhole(text: string): boolean {
  return /^\d+$/u.test(text.trim());
}

/** Empty is none, and fine. */
function isNumber(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || (/^\d+(?:\.\d+)?$/u.test(trimmed) && Number(trimmed) > 0);
}

function within(text: string, most: number): boolean {
  return Number(text) > 0 && Number(text) <= most;
}

function numberIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}

function written(value: number | null): string {
  return value === null ? '' : String(value);
}
