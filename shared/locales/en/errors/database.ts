/** Of databases that are dumped and put back. */
export const databaseErrors = {
  DATABASE_NOT_RUNNING: {
    message: 'The database server of {{service}} does not run. Nothing was changed.',
    action: 'Start {{service}} and try again. A cold backup copies its files and needs no server.',
  },
  DATABASE_NO_DUMP: {
    message: 'Lifeboat cannot dump {{engine}} databases. Nothing was changed.',
    action: 'Use a cold backup: it copies the files. Or leave the database out, in the settings of the stack.',
  },
  DATABASE_FILES_NESTED: {
    message:
      'The database server of {{service}} keeps its files inside {{source}}, beside others, so they cannot be left out of a hot backup. Nothing was changed.',
    action: 'Use a cold backup, or mount the files of {{service}} from a folder or volume of their own.',
  },
  DATABASE_TWICE: {
    message: '{{database}} and {{source}}, which holds its files, cannot be rolled back at once. Nothing was changed.',
    action: 'Choose one of the two.',
  },
  DATABASE_REFUSED: {
    message: 'The database server of {{service}} did not let Lifeboat in: {{detail}}',
    action:
      'Check the password in the service’s environment or secrets file: it must be the one that the server has now. Then try again.',
  },
  DATABASES_NOT_SEEN: {
    message:
      'The database server of {{service}} shows Lifeboat only the databases of one user; others may be there. Nothing was changed.',
    action:
      'Use a cold backup: it copies the files. Or give the service the root password that the server has now, or its user SELECT on *.*.',
  },
  DATABASE_DUMP_FAILED: {
    message: 'The dump of the database {{database}} is not whole: {{detail}}. The backup does not count.',
    action:
      'Try again. If it fails again, look at the log of the database service, or back up with its services stopped.',
  },
  DATABASE_RESTORE_FAILED: {
    message: 'The dump of the database {{database}} could not be loaded: {{detail}}. The live database is as it was.',
    action: 'Remove what the message names (missing role, extension or space), then roll back again.',
  },
  DATABASE_SWAP_FAILED: {
    message: 'The database {{database}} could not be exchanged: {{detail}}',
    action: 'Look at the log of the database service, then run `lifeboat recover`; the old data is kept.',
  },
  DATABASE_VERSION_REFUSED: {
    message: 'The dump of the database {{database}} comes from {{from}}, the server is {{to}}: it may not load.',
    action: 'Start the service with the version that the dump comes from, or a newer one of the same product.',
  },
} as const;
