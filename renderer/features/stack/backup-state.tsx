import type { ReactNode } from 'react';
import type { BackupView } from '../../../shared/model/view.ts';
import { Light, type LightState } from '../../ui/light.tsx';
import { useWords } from '../../words.tsx';
import { type BackupState, backupState } from './backup-rows.ts';

const lights: Readonly<Record<BackupState, LightState>> = {
  verified: 'good',
  unverified: 'attention',
  running: 'none',
  cancelled: 'none',
  missing: 'alarm',
  damaged: 'alarm',
  failed: 'alarm',
};

interface BackupStateTextProps {
  readonly backup: BackupView;
  /** Without the reason, where that is told in full. */
  readonly short?: boolean;
}

/** What a backup is worth, and why if it is worth less than it should be. */
export function BackupStateText({ backup, short = false }: BackupStateTextProps): ReactNode {
  const { text, error } = useWords();
  const kind = backupState(backup);
  const state = text(`panel.stack.state.${kind}`);
  const hasReason = !short && backup.error !== null && (kind === 'failed' || kind === 'damaged');
  const said = hasReason ? text('panel.stack.stateBecause', { state, reason: error(backup.error).message }) : state;
  return (
    <span className="state-words" title={said}>
      <Light state={lights[kind]} label="" />
      <span className="one-line">{said}</span>
    </span>
  );
}
