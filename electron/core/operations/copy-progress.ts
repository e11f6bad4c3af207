import type { Phase } from '../../../shared/model/job.ts';
import type { ProgressMeter } from '../jobs/progress.ts';
import type { ReplicaPhase, TransferProgress } from '../replica/transfer.ts';

const phaseOf: Readonly<Record<ReplicaPhase, Phase | null>> = {
  checking: 'preparing-replica',
  sending: 'replicating',
  'reading-back': 'reading-replica',
  // Takes no time that anybody would see.
  finishing: null,
};

/** Shows how a transfer to or from a target goes as a job's progress: "3/7 volumes/pgdata.tar.zst". */
export function copyProgress(
  progress: Pick<ProgressMeter, 'phase' | 'item' | 'add'>,
  phases: Readonly<Partial<Record<ReplicaPhase, Phase>>> = {},
): TransferProgress {
  return {
    onPhase(phase, totalBytes) {
      const shown = phases[phase] ?? phaseOf[phase];
      if (shown !== null) progress.phase(shown, totalBytes);
    },
    onFile: ({ path, number, of }) => progress.item(`${number}/${of} ${path}`),
    onBytes: (bytes) => progress.add(bytes),
  };
}
