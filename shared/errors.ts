import { type ExitCode, exitCode } from './exit-codes.ts';

interface ErrorEntry {
  /** What a terminal ends with when this error ends its command. */
  readonly exit: ExitCode;
  /** Whether trying the same again can help without anybody doing anything. */
  readonly retry: boolean;
  /** Names that the sentences of this error may use. */
  readonly params: readonly string[];
}

/**
 * Every refusal and failure that a user can meet. The sentences (`message`, `action`) are in
 * `shared/locales`; a code without both languages does not compile.
 */
export const errorTable = {
  INTERNAL: { exit: exitCode.failed, retry: false, params: ['detail'] },
  USAGE_INVALID: { exit: exitCode.usage, retry: false, params: ['detail'] },
  PATH_UNSAFE: { exit: exitCode.usage, retry: false, params: ['path'] },
  STALLED: { exit: exitCode.failed, retry: true, params: ['what', 'seconds'] },

  DOCKER_UNREACHABLE: { exit: exitCode.dockerUnreachable, retry: true, params: ['endpoint', 'detail'] },
  DOCKER_LOST: { exit: exitCode.dockerUnreachable, retry: true, params: ['endpoint', 'detail'] },
  DOCKER_CALL_FAILED: { exit: exitCode.dockerUnreachable, retry: true, params: ['call', 'detail'] },
  DOCKER_ENDPOINT_INSECURE: { exit: exitCode.refused, retry: false, params: ['endpoint'] },
  DOCKER_ENDPOINT_INVALID: { exit: exitCode.usage, retry: false, params: ['endpoint', 'detail'] },
  DOCKER_CONTEXT_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['context'] },

  COMPOSE_FILE_MISSING: { exit: exitCode.notFound, retry: false, params: ['path'] },
  COMPOSE_FILE_INVALID: { exit: exitCode.usage, retry: false, params: ['path', 'detail'] },
  COMPOSE_PROJECT_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['project'] },

  DATABASE_NOT_RUNNING: { exit: exitCode.refused, retry: true, params: ['service'] },
  DATABASE_NO_DUMP: { exit: exitCode.refused, retry: false, params: ['engine'] },
  DATABASE_FILES_NESTED: { exit: exitCode.refused, retry: false, params: ['service', 'source'] },
  DATABASE_TWICE: { exit: exitCode.refused, retry: false, params: ['database', 'source'] },

  STACK_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['stack'] },
  STACK_EXISTS: { exit: exitCode.refused, retry: false, params: ['stack'] },
  STACK_BUSY: { exit: exitCode.stackBusy, retry: true, params: ['stack', 'job', 'kind', 'since'] },
  STACK_NAME_INVALID: { exit: exitCode.usage, retry: false, params: ['name'] },
  STACK_HALF_EXCHANGED: { exit: exitCode.refused, retry: true, params: ['stack', 'job'] },
  STACK_KEEPS_DATA: { exit: exitCode.refused, retry: false, params: ['stack', 'job'] },
  STACK_FOLDERS_NESTED: { exit: exitCode.refused, retry: false, params: ['path', 'outer'] },
  STACK_EMPTY: { exit: exitCode.refused, retry: false, params: ['stack'] },

  REPLICA_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['replica'] },
  REPLICA_EXISTS: { exit: exitCode.refused, retry: false, params: ['replica'] },
  REPLICA_USED: { exit: exitCode.refused, retry: false, params: ['place', 'replica', 'stack'] },
  REPLICA_FOREIGN: { exit: exitCode.refused, retry: false, params: ['place', 'stack', 'other'] },
  REPLICA_PASSWORD_MISSING: { exit: exitCode.refused, retry: false, params: ['place'] },
  REPLICA_FETCH_FIRST: { exit: exitCode.refused, retry: false, params: ['backup', 'replica'] },
  REPLICATION_FAILED: { exit: exitCode.partial, retry: true, params: ['replica', 'cause'] },

  POLICY_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['policy'] },
  POLICY_EXISTS: { exit: exitCode.refused, retry: false, params: ['policy'] },
  POLICY_INVALID: { exit: exitCode.usage, retry: false, params: ['detail'] },
  CRON_INVALID: { exit: exitCode.usage, retry: false, params: ['cron', 'detail'] },
  TIME_ZONE_INVALID: { exit: exitCode.usage, retry: false, params: ['zone'] },
  RUN_MISSED_NOT_RUNNING: { exit: exitCode.failed, retry: false, params: [] },
  RUN_MISSED_ASLEEP: { exit: exitCode.failed, retry: false, params: [] },
  RUN_MISSED_PAUSED: { exit: exitCode.failed, retry: false, params: [] },
  RUN_OVERTAKEN: { exit: exitCode.failed, retry: false, params: [] },
  RUN_QUEUED: { exit: exitCode.stackBusy, retry: true, params: ['limit'] },

  SOURCE_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['source', 'stack'] },
  LEFT_OUT_UNKNOWN: { exit: exitCode.notFound, retry: false, params: ['source', 'stack', 'sources'] },
  LEFT_OUT_ALL: { exit: exitCode.refused, retry: false, params: ['stack'] },
  SOURCE_MISSING: { exit: exitCode.notFound, retry: false, params: ['path'] },
  SOURCE_UNREADABLE: { exit: exitCode.failed, retry: false, params: ['path', 'detail'] },
  SOURCE_CHANGED: { exit: exitCode.failed, retry: true, params: ['path'] },
  SQLITE_UNREADABLE: { exit: exitCode.failed, retry: false, params: ['path', 'detail'] },

  SPACE_INSUFFICIENT: { exit: exitCode.noSpace, retry: false, params: ['path', 'needed', 'free'] },
  SPACE_EXHAUSTED: { exit: exitCode.noSpace, retry: false, params: ['path'] },
  STORAGE_UNWRITABLE: { exit: exitCode.refused, retry: false, params: ['path', 'detail'] },
  STORAGE_UNKNOWN: { exit: exitCode.refused, retry: false, params: ['stack'] },
  FILE_FAILED: { exit: exitCode.failed, retry: true, params: ['path', 'detail'] },
  FILE_EXISTS: { exit: exitCode.refused, retry: false, params: ['path'] },

  SERVICE_STOP_FAILED: { exit: exitCode.failed, retry: true, params: ['service', 'detail'] },
  SERVICE_NOT_BACK: { exit: exitCode.failed, retry: true, params: ['services', 'detail'] },
  SERVICES_RAN_DURING_COPY: { exit: exitCode.integrity, retry: true, params: ['services'] },
  VOLUME_IN_USE: { exit: exitCode.refused, retry: true, params: ['volume', 'containers'] },
  HELPER_IMAGE_MISSING: { exit: exitCode.refused, retry: false, params: ['tools'] },
  HELPER_FAILED: { exit: exitCode.failed, retry: true, params: ['what', 'detail'] },
  IMAGES_INCOMPLETE: { exit: exitCode.integrity, retry: true, params: ['detail'] },

  DATABASE_REFUSED: { exit: exitCode.refused, retry: false, params: ['service', 'detail'] },
  DATABASES_NOT_SEEN: { exit: exitCode.refused, retry: false, params: ['service'] },
  DATABASE_DUMP_FAILED: { exit: exitCode.failed, retry: true, params: ['database', 'detail'] },
  DATABASE_RESTORE_FAILED: { exit: exitCode.failed, retry: false, params: ['database', 'detail'] },
  DATABASE_SWAP_FAILED: { exit: exitCode.failed, retry: true, params: ['database', 'detail'] },
  DATABASE_VERSION_REFUSED: { exit: exitCode.refused, retry: false, params: ['database', 'from', 'to'] },

  BACKUP_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['backup'] },
  BACKUP_AMBIGUOUS: { exit: exitCode.usage, retry: false, params: ['backup'] },
  BACKUP_NOT_COMPLETE: { exit: exitCode.refused, retry: false, params: ['backup', 'status'] },
  BACKUP_FILES_MISSING: { exit: exitCode.notFound, retry: false, params: ['backup', 'path'] },
  BACKUP_IN_USE: { exit: exitCode.refused, retry: true, params: ['backup', 'job'] },
  PRUNE_AFTER_FAILURE: { exit: exitCode.refused, retry: false, params: ['stack', 'backup'] },
  PRUNE_STOPPED: { exit: exitCode.failed, retry: true, params: ['backup', 'deleted', 'left', 'detail'] },
  LEVEL_OUT_OF_RANGE: { exit: exitCode.usage, retry: false, params: ['format', 'level', 'lowest', 'highest'] },
  NOTE_TOO_LONG: { exit: exitCode.usage, retry: false, params: ['length', 'longest'] },
  NOTE_UNPRINTABLE: { exit: exitCode.usage, retry: false, params: ['character'] },

  PACK_NOT_A_PACK: { exit: exitCode.usage, retry: false, params: ['path'] },
  PACK_INCOMPLETE: { exit: exitCode.integrity, retry: false, params: ['pack', 'detail'] },
  PACK_CORRUPT: { exit: exitCode.integrity, retry: false, params: ['pack', 'part', 'detail'] },
  PACK_HOSTILE: { exit: exitCode.integrity, retry: false, params: ['part', 'entry', 'detail'] },
  PACK_MANIFEST_INVALID: { exit: exitCode.integrity, retry: false, params: ['pack', 'detail'] },
  PACK_FUTURE_VERSION: { exit: exitCode.refused, retry: false, params: ['pack', 'version'] },
  PACK_FOREIGN: { exit: exitCode.refused, retry: false, params: ['pack', 'stack', 'other'] },
  PACK_NAME_TAKEN: { exit: exitCode.refused, retry: false, params: ['path'] },
  ARCHIVE_UNRECOGNISED: { exit: exitCode.usage, retry: false, params: ['path', 'detail'] },

  REPLICA_UNREACHABLE: { exit: exitCode.replicaUnreachable, retry: true, params: ['host', 'port', 'detail'] },
  REPLICA_TIMED_OUT: { exit: exitCode.replicaUnreachable, retry: true, params: ['host', 'seconds'] },
  REPLICA_LOST: { exit: exitCode.replicaUnreachable, retry: true, params: ['host', 'detail'] },
  REPLICA_LOGON_REFUSED: { exit: exitCode.refused, retry: false, params: ['host', 'user', 'detail'] },
  REPLICA_GUEST_REFUSED: { exit: exitCode.refused, retry: false, params: ['host', 'user'] },
  REPLICA_DIALECT_TOO_OLD: { exit: exitCode.refused, retry: false, params: ['host', 'detail'] },
  REPLICA_SIGNING_MISSING: { exit: exitCode.refused, retry: false, params: ['host'] },
  REPLICA_ENCRYPTION_MISSING: { exit: exitCode.refused, retry: false, params: ['host'] },
  REPLICA_TAMPERED: { exit: exitCode.integrity, retry: true, params: ['detail'] },
  REPLICA_SHARE_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['share'] },
  REPLICA_PATH_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['path'] },
  REPLICA_PATH_TAKEN: { exit: exitCode.refused, retry: false, params: ['path'] },
  REPLICA_PATH_INVALID: { exit: exitCode.usage, retry: false, params: ['path'] },
  REPLICA_DENIED: { exit: exitCode.refused, retry: false, params: ['path'] },
  REPLICA_READ_ONLY: { exit: exitCode.refused, retry: false, params: ['path'] },
  REPLICA_FULL: { exit: exitCode.noSpace, retry: false, params: ['path'] },
  REPLICA_SAME_DISK: { exit: exitCode.refused, retry: false, params: ['path', 'storage'] },
  REPLICA_IN_STORAGE: { exit: exitCode.refused, retry: false, params: ['path', 'storage'] },
  REPLICA_NOT_MOUNTED: { exit: exitCode.replicaUnreachable, retry: false, params: ['path', 'found'] },
  REPLICA_MARK_MISSING: { exit: exitCode.replicaUnreachable, retry: false, params: ['place', 'file'] },
  REPLICA_MARK_INVALID: { exit: exitCode.refused, retry: false, params: ['place', 'file', 'detail'] },
  REPLICA_OTHER: { exit: exitCode.refused, retry: false, params: ['place', 'expected', 'found'] },
  REPLICA_SPACE_INSUFFICIENT: { exit: exitCode.noSpace, retry: false, params: ['place', 'needed', 'free'] },
  REPLICA_READ_BACK_WRONG: { exit: exitCode.integrity, retry: true, params: ['place', 'part', 'detail'] },
  REPLICA_COPY_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['pack', 'place'] },
  REPLICA_COPY_INCOMPLETE: { exit: exitCode.integrity, retry: false, params: ['pack', 'place', 'detail'] },
  REPLICA_COPY_CORRUPT: { exit: exitCode.integrity, retry: false, params: ['pack', 'place', 'part', 'detail'] },
  REPLICA_CALL_FAILED: { exit: exitCode.failed, retry: true, params: ['path', 'detail'] },

  PLAN_INVALID: { exit: exitCode.usage, retry: false, params: ['path', 'detail'] },
  PLAN_STALE: { exit: exitCode.refused, retry: false, params: ['changes'] },
  CONFIRMATION_REQUIRED: { exit: exitCode.refused, retry: false, params: ['stack'] },
  VERSION_MAJOR_DIFFERS: { exit: exitCode.refused, retry: false, params: ['stack', 'from', 'to'] },
  ROLLBACK_UNDONE: { exit: exitCode.failed, retry: false, params: ['stack', 'detail'] },
  ROLLBACK_STUCK: { exit: exitCode.failed, retry: false, params: ['stack', 'path', 'detail'] },
  UNDO_NOTHING_KEPT: { exit: exitCode.notFound, retry: false, params: ['job'] },
  UNDO_NOT_LATEST: { exit: exitCode.refused, retry: false, params: ['job', 'newer'] },

  UPGRADE_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['job'] },
  UPGRADE_OPEN: { exit: exitCode.refused, retry: false, params: ['stack', 'job'] },
  UPGRADE_NOT_WAITING: { exit: exitCode.refused, retry: false, params: ['job', 'upgradeState'] },
  UPGRADE_PATIENCE_INVALID: { exit: exitCode.usage, retry: false, params: ['value', 'most'] },
  UPGRADE_COMMAND_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['command', 'detail'] },
  UPGRADE_COMPOSE_MISSING: { exit: exitCode.notFound, retry: false, params: ['stack'] },
  UPGRADE_COMPOSE_UNKNOWN: { exit: exitCode.refused, retry: false, params: ['stack'] },
  UPGRADE_ENV_FILE: { exit: exitCode.refused, retry: false, params: ['stack', 'path'] },
  UPGRADE_IMAGE_GONE: { exit: exitCode.refused, retry: false, params: ['images'] },
  UPGRADE_COMMAND_FAILED: { exit: exitCode.failed, retry: false, params: ['command', 'detail'] },
  UPGRADE_COMMAND_ALIVE: { exit: exitCode.failed, retry: false, params: ['command'] },
  UPGRADE_UNHEALTHY: { exit: exitCode.failed, retry: false, params: ['detail'] },
  UPGRADE_NOT_CONFIRMED: { exit: exitCode.failed, retry: false, params: ['minutes'] },
  UPGRADE_DECLINED: { exit: exitCode.failed, retry: false, params: [] },
  UPGRADE_UNDONE: { exit: exitCode.failed, retry: false, params: ['stack', 'cause'] },
  UPGRADE_NOT_BACK: { exit: exitCode.failed, retry: false, params: ['stack', 'job', 'cause', 'manual'] },

  CALL_INVALID: { exit: exitCode.usage, retry: false, params: ['call', 'detail'] },
  CALL_FORBIDDEN: { exit: exitCode.refused, retry: false, params: ['call'] },
  CONFIRMATION_EXPIRED: { exit: exitCode.refused, retry: false, params: [] },
  PATH_NOT_CHOSEN: { exit: exitCode.refused, retry: false, params: [] },

  NOTIFY_NOT_SET: { exit: exitCode.notFound, retry: false, params: ['channel'] },
  NOTIFY_PLAIN: { exit: exitCode.refused, retry: false, params: ['address'] },
  NOTIFY_PASSWORD_MISSING: { exit: exitCode.usage, retry: false, params: ['user'] },
  NOTIFY_UNREACHABLE: { exit: exitCode.failed, retry: true, params: ['address', 'detail'] },
  NOTIFY_UNTRUSTED: { exit: exitCode.refused, retry: false, params: ['address', 'detail'] },
  NOTIFY_LOGON_REFUSED: { exit: exitCode.refused, retry: false, params: ['address', 'reply'] },
  NOTIFY_REFUSED: { exit: exitCode.failed, retry: true, params: ['address', 'reply'] },
  NOTIFY_PARTLY: { exit: exitCode.partial, retry: false, params: ['address', 'reply'] },
  NOTIFY_REDIRECTED: { exit: exitCode.refused, retry: false, params: ['address', 'reply'] },
  NOTIFY_TIMEOUT: { exit: exitCode.failed, retry: true, params: ['address', 'seconds'] },
  SECRET_GONE: { exit: exitCode.failed, retry: false, params: ['channel'] },
  SECRETS_UNUSABLE: { exit: exitCode.failed, retry: false, params: ['detail'] },

  JOB_NOT_FOUND: { exit: exitCode.notFound, retry: false, params: ['job'] },
  JOB_NOT_OPEN: { exit: exitCode.refused, retry: false, params: ['job', 'status'] },
  JOB_CANCELLED: { exit: exitCode.cancelled, retry: false, params: [] },
  JOB_INTERRUPTED: { exit: exitCode.failed, retry: true, params: [] },
  CLEANUP_FAILED: { exit: exitCode.failed, retry: false, params: ['detail'] },
  CATALOG_UNUSABLE: { exit: exitCode.failed, retry: false, params: ['path', 'detail'] },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** The values that a code's sentences are filled with: exactly those that the table names. */
export type ErrorParams<Code extends ErrorCode> = Code extends ErrorCode
  ? { readonly [Name in (typeof errorTable)[Code]['params'][number]]: string | number }
  : never;

/** An error as it is stored in the catalog and sent to a shell: data only, words come later. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly params: Readonly<Record<string, string | number>>;
}
