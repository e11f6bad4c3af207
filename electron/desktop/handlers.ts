import type { Handlers } from '../../shared/ipc/contract.ts';
import type { Desk } from './desk.ts';
import { backupHandlers } from './handlers/backups.ts';
import { notificationHandlers } from './handlers/notifications.ts';
import { panelHandlers } from './handlers/panel.ts';
import { replicaHandlers } from './handlers/replicas.ts';
import { rollbackHandlers } from './handlers/rollback.ts';
import { scheduleHandlers } from './handlers/schedule.ts';
import { stackHandlers } from './handlers/stacks.ts';
import { upgradeHandlers } from './handlers/upgrades.ts';

/** All calls of the window. */
export function handlersOf(desk: Desk): Handlers {
  return {
    ...panelHandlers(desk),
    ...stackHandlers(desk),
    ...backupHandlers(desk),
    ...rollbackHandlers(desk),
    ...upgradeHandlers(desk),
    ...replicaHandlers(desk),
    ...scheduleHandlers(desk),
    ...notificationHandlers(desk),
  };
}
