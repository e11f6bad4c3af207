/** Errors of places that replicas go to; they are part of `errors`. */
export const replicaErrors = {
  REPLICA_EXISTS: {
    message: 'The stack has a replica {{replica}} already.',
    action: 'Choose another name.',
  },
  REPLICA_USED: {
    message: '{{place}} is already the replica {{replica}} of {{stack}}. Nothing was changed.',
    action: 'Use a folder of its own for every stack and every replica.',
  },
  REPLICA_FOREIGN: {
    message: '{{place}} holds backups of {{other}}, not of {{stack}}. Nothing was changed.',
    action: 'Use a folder of its own for every stack.',
  },
  REPLICA_PASSWORD_MISSING: {
    message: 'There is no password for {{place}}.',
    action: 'Give the password of the share again.',
  },
  REPLICA_FETCH_FIRST: {
    message: 'The files of {{backup}} are not here any more; a verified copy is on the replica {{replica}}.',
    action:
      'Fetch the backup from the replica first, then roll back. In a terminal, add --fetch to `lifeboat rollback`.',
  },
  REPLICATION_FAILED: {
    message: 'The backup is complete, replication to {{replica}} failed: {{cause}}',
    action: 'Put the cause right. The copy waits and is tried again by itself, or with “Copy now”.',
  },
  REPLICA_UNREACHABLE: {
    message: 'Nothing answers at {{host}}, port {{port}}: {{detail}}. The backup here is not affected.',
    action: 'Switch the server on, and check its name, the port and the firewall.',
  },
  REPLICA_TIMED_OUT: {
    message: '{{host}} has been silent for {{seconds}} s. The backup here is not affected.',
    action: 'Check that the server still runs and that the network is up, then try again.',
  },
  REPLICA_LOST: {
    message: 'The connection to {{host}} broke: {{detail}}. The backup here is not affected.',
    action: 'Check the server and the network, then try again.',
  },
  REPLICA_LOGON_REFUSED: {
    message: '{{host}} does not let {{user}} log on: {{detail}}',
    action: 'Check user name, domain and password, and whether the account is locked or its password has expired.',
  },
  REPLICA_GUEST_REFUSED: {
    message:
      '{{host}} did not check the password of {{user}} and would have taken anybody as a guest. Nothing was sent.',
    action: 'Turn guest log-on off on the server, and give the account of a user that exists there.',
  },
  REPLICA_DIALECT_TOO_OLD: {
    message: '{{host}} does not speak SMB 3.1.1: {{detail}}. Nothing was sent.',
    action: 'Turn on SMB 3 on the server or update it.',
  },
  REPLICA_SIGNING_MISSING: {
    message: '{{host}} does not sign what it sends, so nobody could tell whether it was changed on the way.',
    action: 'Turn on SMB signing on the server.',
  },
  REPLICA_ENCRYPTION_MISSING: {
    message: '{{host}} demands encryption but offers none that Lifeboat knows.',
    action: 'Turn on AES-128-GCM for SMB on the server.',
  },
  REPLICA_TAMPERED: {
    message:
      'An answer of the replica’s server is not what SMB allows, or was changed on the way: {{detail}}. It was not used.',
    action: 'Try again. If it happens again, find out what stands between this machine and the server.',
  },
  REPLICA_SHARE_NOT_FOUND: {
    message: 'There is no share {{share}}.',
    action: 'Check the name of the share on the server.',
  },
  REPLICA_PATH_NOT_FOUND: {
    message: '{{path}} is not there on the replica.',
    action: 'Check the name of the folder, or make it on the server.',
  },
  REPLICA_PATH_TAKEN: {
    message: '{{path}} is already there on the replica. Nothing was overwritten.',
    action: 'See what it is, and move it away if nobody needs it.',
  },
  REPLICA_PATH_INVALID: {
    message: '{{path}} is not a name that a Windows share can hold.',
    action: 'Use names without \\ : * ? " < > | and without a dot or a space at the end.',
  },
  REPLICA_DENIED: {
    message: 'The server refuses access to {{path}}.',
    action: 'Give the user the right to read and change this folder.',
  },
  REPLICA_READ_ONLY: {
    message: '{{path}} can be read but not written.',
    action: 'Make the share writable for this user.',
  },
  REPLICA_FULL: {
    message: 'The replica has no space left for {{path}}. The backup here is not affected.',
    action: 'Make room on the server, or raise the quota of this user.',
  },
  REPLICA_SAME_DISK: {
    message:
      '{{path}} is on the same disk as the storage {{storage}}: when that disk dies, both are gone. Nothing was changed.',
    action: 'Choose a folder on another disk, or say that a copy on the same disk will do.',
  },
  REPLICA_IN_STORAGE: {
    message: '{{path}} and the storage {{storage}} lie in one another. Nothing was changed.',
    action: 'Choose a folder outside of the storage.',
  },
  REPLICA_NOT_MOUNTED: {
    message: '{{path}} is not mounted as a Windows share: {{found}}. Nothing was written there.',
    action: 'Mount the share again and check it with `findmnt`.',
  },
  REPLICA_MARK_MISSING: {
    message:
      '{{place}} is not the replica that was set up, or it is not mounted: {{file}} is missing. Nothing was written.',
    action: 'Connect the right disk or share, or set the replica up anew.',
  },
  REPLICA_MARK_INVALID: {
    message: '{{file}} at {{place}} cannot be read as the mark of a replica: {{detail}}. Nothing was written.',
    action: 'Update Lifeboat if a newer version wrote it; else move the file away and set the replica up anew.',
  },
  REPLICA_OTHER: {
    message: '{{place}} is another replica: {{found}} instead of {{expected}}. Nothing was written.',
    action: 'Connect the right disk or share, or set this one up as a replica of its own.',
  },
  REPLICA_SPACE_INSUFFICIENT: {
    message: 'Not enough space at {{place}}: {{needed}} needed, {{free}} free. Nothing was copied.',
    action: 'Make room there, or keep fewer copies.',
  },
  REPLICA_READ_BACK_WRONG: {
    message:
      '{{part}} at {{place}} was written but does not read back as it should: {{detail}}. The copy does not count.',
    action: 'Try again. If it happens again, check the disk, the memory and the network of the replica.',
  },
  REPLICA_COPY_NOT_FOUND: {
    message: 'There is no copy of {{pack}} at {{place}}.',
    action: 'See which copies are there, and choose one of them.',
  },
  REPLICA_COPY_INCOMPLETE: {
    message: 'The copy of {{pack}} at {{place}} is not complete: {{detail}}. It was not used.',
    action: 'Copy the backup again, or choose another copy.',
  },
  REPLICA_COPY_CORRUPT: {
    message: 'The copy of {{pack}} at {{place}} is damaged in {{part}}: {{detail}}. It was not used.',
    action: 'Copy the backup again: the damaged copy is set aside, not deleted. Check the disk of the replica.',
  },
  REPLICA_CALL_FAILED: {
    message: 'The server could not do its part for {{path}}: {{detail}}',
    action: 'Look at the reason that the server gave, put it right and try again.',
  },
} as const;
