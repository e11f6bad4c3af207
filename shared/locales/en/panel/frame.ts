export const frame = {
  overview: 'Overview',
  stacks: 'Stacks',
  addStack: 'Add a stack',
  jobs: 'Jobs',
  health: 'Health',
  settings: 'Settings',
} as const;

export const light = {
  good: 'Good',
  attention: 'Wants attention',
  alarm: 'No good backup',
  overdue: 'No recent good backup',
  none: 'No backup yet',
} as const;

export const ui = {
  code: 'Code',
  cause: '{{what}}: {{of}}',
  periodic: 'periodic verification',
  queue: 'a copy that had waited',
  byHand: 'policy {{policy}}, run by hand',
} as const;

export const recovery = {
  title: 'A run of Lifeboat ended in the middle of its work. What can be put right by itself was put right.',
  started: 'Started again: {{services}}.',
  owed: 'Could not be started yet: {{services}}. Look at Health.',
  interrupted: '{{stack}}: the {{kind}} was broken off. Nothing half was kept.',
  undone: '{{stack}}: the {{kind}} was taken back; the data from before is live.',
  finished: '{{stack}}: the {{kind}} was brought to its end.',
  'needs-attention': '{{stack}}: the {{kind}} needs you. Look at Health.',
  read: 'I have read this',
} as const;

export const quit = {
  title: 'Quit while the {{kind}} of {{stack}} runs?',
  body: 'Whatever you choose: services that were stopped run again before Lifeboat ends.',
  bodyNoServices: 'Whatever you choose: Lifeboat ends when what it was doing is at its end or cleaned up.',
  bodyUpgrade:
    'The upgrade goes on waiting for your word. While neither a panel nor a daemon runs, nothing goes back by itself: the next start does it, when the time is over.',
  leave: 'Quit and leave it waiting',
  stay: 'Stay',
  cancel: 'Cancel the {{kind}} and quit',
  wait: 'Quit when the {{kind}} has ended',
} as const;
