import { stat } from 'node:fs/promises';
import type { Finding } from '../../../../shared/model/report.ts';
import { channelsOf } from '../../alarms/channels.ts';
import { notificationSettings } from '../../alarms/notification-settings.ts';
import { lastDelivery } from '../../alarms/notification-view.ts';
import type { EngineContext } from '../../engine-context.ts';
import { secretsFile } from '../../secrets/key-file.ts';

/** What became of the last message of every channel. */
export async function examineNotifications(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const { catalog } = context;
  const findings = channelsOf(context, notificationSettings(catalog)).flatMap(({ name, address }): Finding[] => {
    const last = lastDelivery(catalog, name);
    const common = { check: 'notifications', subject: address } as const;
    if (last === null) return [];
    const { state, at, error } = last;
    if (state === 'delivered') return [{ ...common, state: 'good', params: { detail: `${address}: ${at}` } }];
    if (error === null) return [];
    const detail = [error.code, error.params['reply'] ?? error.params['detail'] ?? ''].join(' ').trim();
    return [{ ...common, state: state === 'waiting' ? 'attention' : 'alarm', params: { detail } }];
  });
  return findings.length > 0
    ? findings
    : [{ check: 'notifications', state: 'good', subject: null, params: { detail: '' } }];
}

/** Whether secrets lie in a file, and whether others can read it. */
export async function examineSecrets({ home }: EngineContext): Promise<Finding[]> {
  const subject = secretsFile(home);
  const file = await stat(subject).catch(() => null);
  if (file === null) return [{ check: 'secrets', state: 'good', subject: null, params: {} }];
  // Windows has no such bits; the file is in the user's own folder.
  const isOpen = process.platform !== 'win32' && (file.mode & 0o077) !== 0;
  return [
    {
      check: 'secrets',
      state: isOpen ? 'alarm' : 'attention',
      subject,
      params: isOpen ? { detail: (file.mode & 0o777).toString(8) } : {},
    },
  ];
}
