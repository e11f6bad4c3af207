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
} as const;
