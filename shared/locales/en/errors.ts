import { databaseErrors } from './errors/database.ts';
import { replicaErrors } from './errors/replica.ts';
import { scheduleErrors } from './errors/schedule.ts';
import { upgradeErrors } from './errors/upgrade.ts';

/**
 * One entry per error code: what happened and what it means for the data, then what to do.
 * `message` names every parameter of its code; `action` may.
 */
export const errors = {
  INTERNAL: {
    message: 'Something went wrong inside Lifeboat: {{detail}}',
    action: 'Look at Health (`lifeboat doctor`), and report it together with the log file if it happens again.',
  },
  USAGE_INVALID: { message: '{{detail}}', action: 'Add --help to the command to see what it takes.' },
  PATH_UNSAFE: {
    message: 'The path {{path}} leads outside the place it belongs to. Nothing was changed.',
    action: 'Give a path without `..` that stays inside its folder.',
  },
  STALLED: {
    message: 'No sign of life for {{seconds}} s while waiting for: {{what}}.',
    action: 'Check the disk and the Docker engine, then try again.',
  },

  DOCKER_UNREACHABLE: {
    message: 'Docker does not answer at {{endpoint}}: {{detail}}. Nothing was changed.',
    action: 'Start Docker, or set DOCKER_HOST to the engine you mean.',
  },
  DOCKER_LOST: {
    message: 'The connection to Docker at {{endpoint}} broke: {{detail}}',
    action:
      'Bring Docker back: an open panel or daemon then starts what was running before; without one, run `lifeboat recover`.',
  },
  DOCKER_CALL_FAILED: {
    message: 'Docker refused “{{call}}”: {{detail}}',
    action: 'Look at the reason that Docker gave, put it right and try again.',
  },
  DOCKER_ENDPOINT_INSECURE: {
    message:
      '{{endpoint}} is plain TCP without TLS: anybody on the network could take over that machine. Nothing was sent.',
    action: 'Use ssh:// or TLS (DOCKER_TLS_VERIFY and DOCKER_CERT_PATH).',
  },
  DOCKER_ENDPOINT_INVALID: {
    message: '{{endpoint}} is not an address of a Docker engine: {{detail}}',
    action: 'Set DOCKER_HOST to something like unix:///var/run/docker.sock or ssh://user@host.',
  },
  DOCKER_CONTEXT_NOT_FOUND: {
    message: 'There is no Docker context named {{context}}.',
    action: 'See `docker context ls`, and set DOCKER_CONTEXT to one of them.',
  },

  COMPOSE_FILE_MISSING: {
    message: 'The compose file {{path}} is not there. Nothing was changed.',
    action: 'Put it back, or add the stack again with the path where it is now.',
  },
  COMPOSE_FILE_INVALID: {
    message: 'The compose file {{path}} cannot be used: {{detail}}',
    action: 'Correct the file and check it with `docker compose config`.',
  },
  COMPOSE_PROJECT_NOT_FOUND: {
    message: 'No container here belongs to a compose project named {{project}}.',
    action: 'Choose a project that is here (`lifeboat stacks` lists them), or add the stack by its compose file.',
  },

  STACK_NOT_FOUND: {
    message: 'There is no stack named {{stack}}.',
    action: 'Choose one that is there: `lifeboat stacks` lists them, and so does the panel.',
  },
  STACK_EXISTS: {
    message: 'A stack named {{stack}} is there already. Nothing was changed.',
    action: 'Choose another name.',
  },
  STACK_BUSY: {
    message: '{{stack}} is busy: {{kind}} job {{job}}, begun {{since}}. Nothing was changed.',
    action: 'Wait for it to end, or cancel it (`lifeboat cancel {{job}}`).',
  },
  STACK_HALF_EXCHANGED: {
    message:
      'A rollback of {{stack}} (job {{job}}) stopped half way, and its data may be a mixture. Nothing was changed.',
    action:
      'Restart Lifeboat or run `lifeboat recover` first. When that does not help, look at Health (`lifeboat doctor`).',
  },
  STACK_KEEPS_DATA: {
    message: '{{stack}} still keeps the data from before rollback {{job}}. Nothing was changed.',
    action:
      'End that first: undo the rollback to put it back (`lifeboat undo {{job}}`), or release the data to delete it (`lifeboat release {{job}}`).',
  },
  STACK_NAME_INVALID: {
    message: '“{{name}}” cannot be the name of a stack.',
    action: 'Use 1 to 64 characters, among them at least one letter or digit, and no control characters.',
  },
  STACK_FOLDERS_NESTED: {
    message: '{{path}} is part of {{outer}}, and one rollback cannot exchange both. Nothing was changed.',
    action: 'Leave it out: it is backed up with {{outer}}.',
  },
  STACK_EMPTY: {
    message: '{{stack}} has nothing to back up: no volume, folder or database was found, or all of it is left out.',
    action:
      'See what is found: Coverage in the panel shows it, and so does `lifeboat backup {{stack}} --dry-run`. Then choose more sources, or leave out less.',
  },

  ...scheduleErrors,
  ...upgradeErrors,

  SOURCE_NOT_FOUND: {
    message: '{{stack}} has no source {{source}}. Nothing was changed.',
    action:
      'Choose one of its sources: Coverage in the panel shows them, and so does `lifeboat backup {{stack}} --dry-run`.',
  },
  LEFT_OUT_UNKNOWN: {
    message: '{{stack}} has no source {{source}} to leave out. It has: {{sources}}. Nothing was changed.',
    action: 'Choose one of these, as it is written here.',
  },
  LEFT_OUT_ALL: {
    message: 'With this, nothing of {{stack}} would be backed up. Nothing was changed.',
    action: 'Leave at least one source in. A stack that needs no backup at all can be removed from Lifeboat.',
  },
  SOURCE_MISSING: {
    message: '{{path}} is not there, so it cannot be backed up.',
    action: 'Put it back, or back up the other sources alone.',
  },
  SOURCE_UNREADABLE: {
    message: '{{path}} cannot be read: {{detail}}. The backup does not count.',
    action: 'Run as a user who may read it, or exclude it.',
  },
  SOURCE_CHANGED: {
    message: '{{path}} changed while it was copied. The backup does not count.',
    action: 'Stop what writes to it, or use a cold backup, and try again.',
  },
  SQLITE_UNREADABLE: {
    message: '{{path}} cannot be read as a SQLite database: {{detail}}',
    action: 'Check the file with `PRAGMA integrity_check`, or roll back to a backup in which it was whole.',
  },

  SPACE_INSUFFICIENT: {
    message: 'Not enough space at {{path}}: {{needed}} needed, {{free}} free. Nothing was changed.',
    action: 'Make room there, delete old backups, or move the storage (`lifeboat migrate-storage`).',
  },
  SPACE_EXHAUSTED: {
    message: 'The disk of {{path}} became full while it was written. What was incomplete does not count.',
    action: 'Make room there and try again.',
  },
  STORAGE_UNWRITABLE: {
    message: 'The storage folder {{path}} cannot be written: {{detail}}. Nothing was changed.',
    action: 'Check that the disk is mounted and that you may write there.',
  },
  STORAGE_UNKNOWN: {
    message: 'Lifeboat does not know where to keep the backups of {{stack}}. Nothing was changed.',
    action:
      'Name a folder for them: in the dialog that adds the stack, or with `lifeboat migrate-storage DIR --stack {{stack}}`.',
  },
  FILE_FAILED: {
    message: 'Working on {{path}} failed: {{detail}}',
    action: 'Check the disk and the rights on that path, then try again.',
  },
  FILE_EXISTS: {
    message: '{{path}} is there already. It was not touched.',
    action: 'Choose another name. In a terminal, --overwrite replaces it.',
  },

  SERVICE_STOP_FAILED: {
    message: '{{service}} does not stop: {{detail}}. What was stopped before it was started again.',
    action: 'Look at the log of {{service}}. A hot backup needs no stop.',
  },
  SERVICE_NOT_BACK: {
    message: 'Not running again: {{services}}. {{detail}}',
    action: 'Look at their logs (`docker logs`), then restart Lifeboat or run `lifeboat recover`.',
  },
  SERVICES_RAN_DURING_COPY: {
    message: '{{services}} ran while the data was copied, so the copy may be torn. The backup does not count.',
    action: 'Find out what started them (a restart policy, a watchdog, a person), then try again.',
  },
  VOLUME_IN_USE: {
    message: 'The volume {{volume}} is in use by {{containers}}. Nothing was replaced.',
    action: 'Stop these containers and try again.',
  },
  HELPER_IMAGE_MISSING: {
    message: 'No image here has the tools {{tools}} that replacing data inside a volume needs. Nothing was changed.',
    action: 'Pull a small one: `docker pull busybox`.',
  },
  HELPER_FAILED: {
    message: 'A helper container failed ({{what}}): {{detail}}',
    action: 'Try again. If it fails again, Health (`lifeboat doctor`) says what is wrong with Docker.',
  },
  IMAGES_INCOMPLETE: {
    message: 'Docker did not save the images whole: {{detail}}. The backup does not count.',
    action: 'Pull the images again, or back up without images.',
  },

  BACKUP_NOT_FOUND: {
    message: 'There is no backup {{backup}}.',
    action: 'Choose one that is there (`lifeboat list`).',
  },
  BACKUP_AMBIGUOUS: {
    message: '{{backup}} means more than one backup.',
    action: 'Name its stack too, or give the id of the backup.',
  },
  BACKUP_NOT_COMPLETE: {
    message: 'The backup {{backup}} is not complete ({{status}}), so it cannot be used. Nothing was changed.',
    action: 'Choose one that is complete (`lifeboat list`).',
  },
  BACKUP_FILES_MISSING: {
    message: 'The files of {{backup}} are not at {{path}}. Nothing was changed.',
    action: 'Connect the disk that holds them. If they were moved, run `lifeboat reindex` in a terminal.',
  },
  BACKUP_IN_USE: {
    message: 'The rollback to {{backup}} (job {{job}}) still keeps data. Nothing was changed.',
    action:
      'Undo that rollback (`lifeboat undo {{job}}`) or keep its result, then release its kept data (`lifeboat release {{job}}`).',
  },
  LEVEL_OUT_OF_RANGE: {
    message: 'Level {{level}} is outside what {{format}} takes: {{lowest}} to {{highest}}.',
    action: 'Choose a level in that range, or the standard one.',
  },
  NOTE_TOO_LONG: {
    message: 'The note has {{length}} characters; a note has at most {{longest}}.',
    action: 'Shorten it.',
  },
  NOTE_UNPRINTABLE: {
    message: 'The note has a character that cannot be shown: {{character}}.',
    action: 'Take it out. A note is plain text; it may have several lines, but no tabs or other control characters.',
  },

  PACK_NOT_A_PACK: {
    message: '{{path}} is not a pack of Lifeboat.',
    action: 'Name the folder that holds manifest.json and DONE.',
  },
  PACK_INCOMPLETE: {
    message: 'The pack {{pack}} is not complete: {{detail}}. Nothing was taken from it.',
    action: 'Use another backup. If this one was copied here, copy it again.',
  },
  PACK_CORRUPT: {
    message: 'The pack {{pack}} is damaged in {{part}}: {{detail}}. Nothing was taken from it.',
    action: 'Use another backup, and check the disk it lies on.',
  },
  PACK_HOSTILE: {
    message: '{{part}} holds an entry that must not be unpacked ({{entry}}): {{detail}}. Nothing was taken from it.',
    action: 'Use another backup, and find out where this one came from.',
  },
  PACK_MANIFEST_INVALID: {
    message: 'The manifest of {{pack}} cannot be understood: {{detail}}. Nothing was taken from it.',
    action: 'Use another backup.',
  },
  PACK_FUTURE_VERSION: {
    message: '{{pack}} was made by a newer Lifeboat (format {{version}}). Nothing was changed.',
    action: 'Use that version of Lifeboat, or a newer one.',
  },
  PACK_FOREIGN: {
    message: '{{pack}} belongs to {{other}}, not to {{stack}}. Nothing was changed.',
    action: 'Import it into the stack it belongs to. If it lies in the place of another pack, put that one back.',
  },
  PACK_NAME_TAKEN: {
    message: '{{path}} is there already. It was not touched.',
    action: 'Choose another folder, or move away what is there.',
  },
  ARCHIVE_UNRECOGNISED: {
    message: '{{path}} cannot be imported: {{detail}}. Nothing was changed.',
    action: 'Give a pack’s folder, a single-file export (.tar), or a backup_*.tar.gz.',
  },

  ...databaseErrors,
  ...replicaErrors,

  PLAN_INVALID: {
    message: '{{path}} is not a plan: {{detail}}. Nothing was changed.',
    action: 'Make a new one (`lifeboat plan BACKUP --out FILE`).',
  },
  PLAN_STALE: {
    message: 'The plan does not fit any more: {{changes}}. Nothing was changed.',
    action: 'Make a new plan and look at it before you apply it.',
  },
  CALL_INVALID: {
    message: 'The window asked for {{call}} in a way that is not understood: {{detail}}. Nothing was done.',
    action: 'This is a fault in Lifeboat. Restart it; if it comes back, report it with the log.',
  },
  CALL_FORBIDDEN: {
    message: 'Something other than the window of Lifeboat asked for {{call}}. Nothing was done.',
    action: 'Restart Lifeboat. If it comes back, report it with the log.',
  },
  CONFIRMATION_EXPIRED: {
    message:
      'What was confirmed is not waiting any more: it was done already, or ten minutes have passed. Nothing was done now.',
    action: 'Open the dialog again and confirm what it shows.',
  },
  PATH_NOT_CHOSEN: {
    message: 'The file or folder was not chosen in a dialog of this session. Nothing was done.',
    action: 'Choose it again.',
  },
  CONFIRMATION_REQUIRED: {
    message: 'This would change {{stack}}, and nobody confirmed it. Nothing was changed.',
    action: 'If you are sure, type the name of the stack exactly as it is written. In a terminal, add --yes.',
  },
  VERSION_MAJOR_DIFFERS: {
    message:
      '{{stack}} runs version {{from}} and the backup is of version {{to}}: another major version. Nothing was changed.',
    action:
      'Make sure that the data fits the application, then accept the other major version. In a terminal, add --accept-major-version.',
  },
  ROLLBACK_UNDONE: {
    message: 'The rollback of {{stack}} was undone: {{detail}}. The data from before is live again.',
    action: 'Put the reason right before you try again. If the stack has services, their logs may say more.',
  },
  ROLLBACK_STUCK: {
    message:
      'The rollback of {{stack}} stopped half way: {{detail}}. The data from before is kept at {{path}}; what was stopped stays stopped until it is put back.',
    action: 'Change nothing there. Put the cause right, then restart Lifeboat or run `lifeboat recover`.',
  },
  UNDO_NOTHING_KEPT: {
    message: 'Nothing is kept of job {{job}}, so it cannot be undone.',
    action: 'Roll back to the backup that was made before it (`lifeboat list`).',
  },
  UNDO_NOT_LATEST: {
    message: 'Job {{newer}} came after {{job}}. Nothing was changed.',
    action: 'Undo {{newer}} first.',
  },

  NOTIFY_NOT_SET: {
    message: 'No {{channel}} is set, so nothing was sent.',
    action: 'Set it in Settings (or `lifeboat notify`), then test it.',
  },
  NOTIFY_PLAIN: {
    message: 'Messages to {{address}} could be read and changed by anybody on the way. Nothing was done.',
    action: 'Use https (for e-mail STARTTLS or TLS), or allow it for this address (`--allow-plain`).',
  },
  NOTIFY_PASSWORD_MISSING: {
    message: 'There is no password for {{user}}. Nothing was saved.',
    action: 'Give the password, or leave the user empty when the server wants no log-on.',
  },
  NOTIFY_UNREACHABLE: {
    message: '{{address}} cannot be reached: {{detail}}',
    action: 'Check the address, the network and the firewall, then test again.',
  },
  NOTIFY_UNTRUSTED: {
    message: 'The certificate of {{address}} is not trusted, so nothing was sent: {{detail}}',
    action: 'Give the server a certificate that this machine trusts for that name.',
  },
  NOTIFY_LOGON_REFUSED: {
    message: '{{address}} refused the user or the password: {{reply}}',
    action: 'Correct the user and the password. Many providers want a password made for this one purpose.',
  },
  NOTIFY_REFUSED: {
    message: '{{address}} was reached and refused the message: {{reply}}',
    action: 'Look at the answer of the server; the addresses or the path may be wrong.',
  },
  NOTIFY_PARTLY: {
    message: '{{address}} took the message, but not for {{reply}}.',
    action: 'Correct these recipients. The others have the message, so it is not sent again.',
  },
  NOTIFY_REDIRECTED: {
    message: '{{address}} wants to send the message elsewhere ({{reply}}); redirects are not followed.',
    action: 'Set the final address.',
  },
  NOTIFY_TIMEOUT: {
    message: '{{address}} did not answer within {{seconds}} s.',
    action: 'Check the address, the port and whether the encryption fits the port, then test again.',
  },
  SECRET_GONE: {
    message: 'The secret for {{channel}} is not where it was kept, so nothing was sent.',
    action: 'Enter it again. A daemon without a desktop session cannot read the keychain: LIFEBOAT_SECRETS=key-file.',
  },
  SECRETS_UNUSABLE: {
    message: 'The place that keeps secrets cannot be used: {{detail}}',
    action:
      'Unlock the keychain, or look at secrets.json in Lifeboat’s folder; entering the secret again makes it anew.',
  },

  JOB_NOT_FOUND: { message: 'There is no job {{job}}.', action: 'Choose one that is there (`lifeboat jobs`).' },
  JOB_NOT_OPEN: {
    message: 'Job {{job}} has ended already ({{status}}).',
    action: 'See what it did in its details (`lifeboat job {{job}}`).',
  },
  JOB_CANCELLED: {
    message: 'Cancelled. What was running before runs again, and incomplete data does not count.',
    action: 'Start it again when you are ready.',
  },
  JOB_INTERRUPTED: {
    message: 'The process that ran this job ended before the job did.',
    action:
      'Start it again. Services that were stopped for it are started when Lifeboat starts the next time, or by the next `lifeboat` command.',
  },
  CLEANUP_FAILED: {
    message: 'Cleaning up afterwards failed: {{detail}}',
    action: 'Restart Lifeboat or run `lifeboat recover`, then look at Health (`lifeboat doctor`).',
  },
  CATALOG_UNUSABLE: {
    message: 'The catalog {{path}} cannot be used: {{detail}}. Your packs are not touched by this.',
    action: 'Move the file away, then run `lifeboat reindex` in a terminal: the catalog is built again from the packs.',
  },
} as const;
