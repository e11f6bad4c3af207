/** What the errors of guarded upgrades say; a part of `errors`. */
export const upgradeErrors = {
  UPGRADE_NOT_FOUND: {
    message: 'There is no guarded upgrade {{job}}.',
    action: 'Choose one that is there (`lifeboat upgrades`).',
  },
  UPGRADE_OPEN: {
    message: 'An upgrade of {{stack}} is guarded already: {{job}}. Nothing was changed.',
    action: 'Keep it or roll it back first (`lifeboat upgrade-confirm {{job}}`, `lifeboat upgrade-rollback {{job}}`).',
  },
  UPGRADE_NOT_WAITING: {
    message: 'The guarded upgrade {{job}} waits for no word any more: {{upgradeState}}.',
    action: 'See what it did in its details (`lifeboat job {{job}}`).',
  },
  UPGRADE_PATIENCE_INVALID: {
    message: '{{value}} minutes is no time to wait: it must be above 0 and at most {{most}}. Nothing was changed.',
    action: 'Give another number of minutes.',
  },
  UPGRADE_COMMAND_NOT_FOUND: {
    message: 'There is no program {{command}} that could be run in {{detail}}. Nothing was changed.',
    action: 'Correct the command after --. It is run without a shell: for a line of a shell write sh -c "…".',
  },
  UPGRADE_COMPOSE_MISSING: {
    message:
      'Neither docker compose nor docker-compose is here, so the old containers of {{stack}} could not be made again.',
    action: 'Install the compose plugin of Docker, then begin again.',
  },
  UPGRADE_COMPOSE_UNKNOWN: {
    message: 'Lifeboat does not know the compose file of {{stack}}, so it could not go back. Nothing was changed.',
    action: 'Protect the stack by its compose file (`lifeboat stack add --compose FILE`), then begin again.',
  },
  UPGRADE_ENV_FILE: {
    message:
      'The containers of {{stack}} were made with variables from {{path}}, which no backup holds. Nothing was changed.',
    action: 'Move the variables to .env beside the compose file, run `docker compose up -d`, then begin again.',
  },
  UPGRADE_IMAGE_GONE: {
    message:
      'These images are not on this machine any more, and no layers of them are in the point: {{images}}. The old version cannot run without them.',
    action: 'Pull or build them again, then try again. With `--images` a point holds the layers too.',
  },
  UPGRADE_COMMAND_FAILED: {
    message: 'The command failed ({{detail}}): {{command}}',
    action: 'Look at what it said (`lifeboat jobs`, then `lifeboat job JOB --log`).',
  },
  UPGRADE_COMMAND_ALIVE: {
    message: 'The command was ended, but something that it has started still runs: {{command}}',
    action: 'End it, so that it does not change anything while the stack is brought back.',
  },
  UPGRADE_UNHEALTHY: {
    message: 'The new version did not become healthy in time: {{detail}}.',
    action: 'Look at the logs of its containers before you try again.',
  },
  UPGRADE_NOT_CONFIRMED: {
    message: 'Nobody confirmed the upgrade within {{minutes}} minutes.',
    action: 'Begin again, and confirm it in time or give more time (`--confirm`).',
  },
  UPGRADE_DECLINED: {
    message: 'The operator wanted to go back.',
    action: 'Begin again when you are ready.',
  },
  UPGRADE_UNDONE: {
    message:
      '{{cause}} {{stack}} is as before the upgrade: data, configuration and, where it has them, containers were put back and looked at.',
    action:
      'Look at what the upgrade did (`lifeboat jobs`, then `lifeboat job JOB --log`). What the new version wrote is kept until you release it.',
  },
  UPGRADE_NOT_BACK: {
    message:
      '{{stack}} could not be brought back to before its upgrade {{job}}: {{cause}} The containers of the old version are made by: {{manual}}',
    action: 'Put the cause right, then run `lifeboat upgrade-rollback {{job}}`. It goes on where it can.',
  },
} as const;
