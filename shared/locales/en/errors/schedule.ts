/** What the schedules' errors say; a part of `errors`. */
export const scheduleErrors = {
  REPLICA_NOT_FOUND: {
    message: 'There is no replica target {{replica}}.',
    action: 'Choose one that is there (`lifeboat replica list`).',
  },
  POLICY_NOT_FOUND: {
    message: 'There is no policy {{policy}}.',
    action: 'Choose one that is there (`lifeboat policy list`).',
  },
  POLICY_EXISTS: {
    message: 'This stack already has a policy called {{policy}}. Nothing was changed.',
    action: 'Give it another name, or change the one that is there.',
  },
  POLICY_INVALID: {
    message: 'This policy cannot be: {{detail}}. Nothing was changed.',
    action: 'Correct it and save again.',
  },
  CRON_INVALID: {
    message: '“{{cron}}” is not a schedule: {{detail}}. Nothing was changed.',
    action: 'Write five fields: minute, hour, day of month, month, day of week; `0 4 * * *` is every day at 04:00.',
  },
  TIME_ZONE_INVALID: {
    message: 'There is no time zone “{{zone}}”. Nothing was changed.',
    action: 'Give a name of the IANA list, such as Europe/Berlin or Asia/Shanghai.',
  },
  RUN_MISSED_NOT_RUNNING: {
    message: 'It was missed: Lifeboat did not run at that time.',
    action: 'Back up now. Let Lifeboat start at login, or run `lifeboat daemon` as a service.',
  },
  RUN_MISSED_ASLEEP: {
    message: 'It was missed: the computer slept at that time.',
    action: 'Back up now. Plan it for an hour at which the computer is awake.',
  },
  RUN_MISSED_PAUSED: {
    message: 'It was missed: the schedules were paused.',
    action: 'Resume the schedules (`lifeboat schedule resume`), and back up now if you need one.',
  },
  RUN_OVERTAKEN: {
    message: 'It was missed: before it could begin, the next one of this policy was due.',
    action: 'If this comes back, plan it less often.',
  },
  RUN_QUEUED: {
    message: 'It waits: as many scheduled backups as may run at once ({{limit}}) are at work.',
    action: 'It begins when one of them has ended. LIFEBOAT_BACKUP_MAX_PARALLEL says how many may run at once.',
  },
  PRUNE_AFTER_FAILURE: {
    message: 'The newest backup of {{stack}}, {{backup}}, is not good. Nothing was deleted.',
    action:
      'Look why (`lifeboat show {{backup}}`), then verify it or back up again. Old backups are deleted only after a good one.',
  },
  PRUNE_STOPPED: {
    message: '{{backup}} could not be deleted: {{detail}}. Deleted before it: {{deleted}}. Still to delete: {{left}}.',
    action: 'Put right what the reason names, then prune again: it goes on where it stopped.',
  },
} as const;
