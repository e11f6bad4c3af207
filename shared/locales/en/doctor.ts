/**
 * One sentence per check and state of `Finding`. They may use the finding's `subject` and, in `params`:
 * `detail` (text), `job`, `cause` (an error's code or text), `upgradeState`, `count`, `free`, `needed` and `bytes` (bytes), `endpoint`, `version`.
 */
export const doctor = {
  catalog: {
    good: 'The catalog is whole.',
    attention: 'The catalog wants attention. {{detail}}',
    alarm: 'The catalog cannot be used: {{detail}}. Move it away and run `lifeboat reindex` in a terminal.',
  },
  storage: {
    good: '{{subject}} can be written.',
    attention: '{{subject}} wants attention. {{detail}}',
    alarm: 'No backup can be kept at {{subject}}: {{detail}}',
  },
  docker: {
    good: 'Docker {{version}} answers at {{endpoint}}.',
    attention: 'Docker does not answer at {{endpoint}}; no stack here needs it. {{detail}}',
    alarm: 'Docker does not answer at {{endpoint}}: {{detail}}',
  },
  debts: {
    good: 'Every service that was stopped for a job runs again.',
    attention: 'Services still to be started: {{count}}. A job is at work on them. {{detail}}',
    alarm: 'Services still to be started: {{count}}. Restart Lifeboat or run `lifeboat recover`. {{detail}}',
  },
  jobs: {
    good: 'No job is stuck.',
    attention: 'Jobs that want attention: {{count}}. {{detail}}',
    alarm: 'Jobs without a process: {{count}}. Restart Lifeboat or run `lifeboat recover`. {{detail}}',
  },
  packs: {
    good: 'Every pack is where the catalog says ({{count}}).',
    attention: 'Packs that want attention: {{count}}. {{detail}}',
    alarm: 'Packs that are missing or damaged: {{count}}. {{detail}}',
  },
  space: {
    good: '{{free}} free at {{subject}}.',
    attention: 'Only {{free}} free at {{subject}}; the next backups need about {{needed}}.',
    alarm: 'Not enough space at {{subject}}: {{free}} free, {{needed}} needed.',
  },
  log: {
    good: 'The log can be written.',
    attention: 'The log {{subject}} wants attention. {{detail}}',
    alarm: 'The log {{subject}} cannot be written: {{detail}}',
  },
  runtime: {
    good: 'Runtime: {{version}}.',
    attention: 'Runtime {{version}} wants attention. {{detail}}',
    alarm: 'Runtime {{version}} is too old: {{detail}}',
  },
  'kept-data': {
    good: 'No old data is kept from rollbacks.',
    attention:
      'Old data of {{count}} rollbacks is kept ({{bytes}}). Undo or release (`lifeboat undo`, `lifeboat release`) ends that. {{detail}}',
    alarm: 'Old data of a rollback is not where it should be: {{detail}}',
  },
  notifications: {
    good: 'No message waits to be delivered. {{detail}}',
    attention: 'A message to {{subject}} is not delivered yet and is tried again: {{detail}}',
    alarm: 'The last message to {{subject}} could not be delivered and was given up: {{detail}}',
  },
  secrets: {
    good: 'No secret is kept in a file.',
    attention: 'Secrets are kept in {{subject}}, protected by its file permissions alone.',
    alarm:
      'Others can read the secrets in {{subject}} ({{detail}}). Take their permission away and change the secrets.',
  },
  schedule: {
    good: 'Policies that are on: {{count}}. No stack is overdue.',
    attention:
      'Policies that are on: {{count}}. No scheduler runs, so nothing happens by itself: open the panel, or run `lifeboat daemon` as a service.',
    alarm:
      '{{subject}} has had no good backup for {{hours}} h; its policies allow {{allowed}} h. Back up now, and see why it was not done by itself.',
  },
  pause: {
    good: 'The schedules are not paused.',
    attention: 'All schedules are paused; what is planned meanwhile is missed. End of the pause: {{detail}}',
    alarm: 'All schedules are paused. {{detail}}',
  },
  missed: {
    good: 'No planned backup was missed.',
    attention: 'Planned backups of {{subject}} that were missed since its newest good one: {{count}}. {{detail}}',
    alarm: 'Planned backups of {{subject}} were missed: {{count}}. {{detail}}',
  },
  environment: {
    good: '{{subject}}: in force is {{detail}}.',
    attention: '{{subject}} is set to {{detail}} and not in force. It takes: {{needed}}',
    alarm: '{{subject}} is set to {{detail}}, which cannot be. It takes: {{needed}}',
  },
  replicas: {
    good: 'Replicas that are there, with nothing waiting: {{count}}. {{detail}}',
    attention: '{{subject}} wants attention. Last verified copy: {{lastCopy}}; waiting: {{count}}. {{cause}}',
    alarm:
      'No backup begins without {{subject}}, and it takes no copies. Last verified copy: {{lastCopy}}; waiting: {{count}}. {{cause}}',
  },
  upgrades: {
    good: 'No guarded upgrade waits for a word, and none is stuck.',
    attention:
      'An upgrade of {{subject}} is guarded ({{upgradeState}}, until {{detail}}). Unless it is kept (`lifeboat upgrade-confirm {{job}}`), everything goes back.',
    alarm:
      'The upgrade {{job}} of {{subject}} could not be undone: {{cause}} Put that right, then run `lifeboat upgrade-rollback {{job}}`.',
  },
} as const;
