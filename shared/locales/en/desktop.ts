/** What the panel's main process says outside of its window: tray, notifications, the system's dialogs. */
export const desktop = {
  choose: {
    'compose-file': 'Choose the compose file',
    folder: 'Choose a folder to protect',
    sqlite: 'Choose a SQLite file',
    export: 'Choose where to export to',
    storage: 'Choose where backups are kept',
    import: 'Choose an exported backup',
  },
  notify: { title: '{{stack}}: {{kind}} {{status}}' },
  start: { failed: 'Lifeboat cannot open' },
  tray: { open: 'Open Lifeboat', backUp: 'Back up {{stack}} now', quit: 'Quit', refused: 'The backup did not begin' },
} as const;
