/** What the panel's main process says outside of its window: tray, notifications, the system's dialogs. */
export const desktop = {
  choose: {
    'compose-file': 'Choose the compose file',
    folder: 'Choose a folder to protect',
    sqlite: 'Choose a SQLite file',
    export: 'Choose where to export to',
    storage: 'Choose where backups are kept',
    replica: 'Choose where copies go',
    import: 'Choose an exported backup',
  },
  notify: { title: '{{stack}}: {{kind}} {{status}}' },
  start: { failed: 'Lifeboat cannot open' },
  tray: {
    open: 'Open Lifeboat',
    backUp: '{{mark}} Back up {{stack}} now',
    next: 'Next: {{stack}}, {{when}}',
    nobody: 'No process begins the planned runs',
    pause: 'Pause schedules',
    paused: 'Schedules are paused',
    pausedUntil: 'Schedules are paused until {{time}}',
    resume: 'Resume schedules',
    worstMore_one: '{{said}} {{count}} more stack is so.',
    worstMore_other: '{{said}} {{count}} more stacks are so.',
    quit: 'Quit',
    refused: 'The backup did not begin',
    refusedPause: 'The schedules were not changed',
  },
} as const;
