/** What an operator is told of without asking, in the panel, by the desktop, a webhook or e-mail. */
export const alarms = {
  /** May use `stack`, `reason` (the sentence of an error), `kind` (of a job) and the fault's own `params`. */
  fault: {
    overdue: '{{stack}} has had no good backup for more than {{hours}} h.',
    'run-failed': 'The backup of {{stack}} planned for {{planned}} ({{policy}}) failed: {{reason}}',
    'run-missed': 'No backup of {{stack}} for {{planned}} ({{policy}}). {{reason}}',
    'verify-failed': 'The pack {{backup}} of {{stack}} failed its verification: {{reason}}',
    'storage-gone': 'The storage of {{stack}} cannot be used: {{reason}}',
    'services-down': 'Stopped for a job and not started again yet: {{services}} of {{stack}}.',
    'half-exchanged': 'A rollback of {{stack}} or its undo stopped half way: its data may be a mixture.',
    'replica-gone': 'The replica {{replica}} of {{stack}} takes no copies: {{reason}}',
    'upgrade-stuck': 'The upgrade of {{stack}} is not undone. {{reason}}',
    'upgrade-undone': 'The upgrade of {{stack}} was undone, and {{stack}} is as before it. {{reason}}',
    'upgrade-waiting':
      'The new version of {{stack}} is healthy and waits for your word until {{until}}. Unless it is kept, everything goes back.',
    interrupted: 'A {{kind}} of {{stack}} was interrupted, and recovery ran.',
  },
  subject: {
    alarm: 'Lifeboat: alarm for {{stacks}}',
    attention: 'Lifeboat: look at {{stacks}}',
    over: 'Lifeboat: an alarm is over for {{stacks}}',
    success: 'Lifeboat: {{stacks}} backed up',
    test: 'Lifeboat: test message',
  },
  line: {
    fault: '{{sentence}} (since {{since}})',
    over: 'Over: {{sentence}}',
    success: 'The backup of {{stack}} planned for {{planned}} ({{policy}}) is complete and verified.',
    test: 'This is the test message that was asked for. It says nothing about any stack.',
    sender: 'Sent by Lifeboat on {{host}}.',
  },
} as const;
