import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../electron/core/clock.ts';
import { setUpReplica } from '../../../electron/core/replica/identity.ts';
import { markFile } from '../../../electron/core/replica/replica-mark.ts';
import { type TimeLimits, usualLimits } from '../../../electron/core/replica/smb/address.ts';
import { SmbTarget } from '../../../electron/core/replica/smb-target.ts';
import type { CopyBench } from '../../../electron/core/replica/testing/copy-bench.ts';
import { type Samba, sambaSetUps, sambaUser, startSamba } from '../../support/samba.ts';
import { provenCopies, sumsOf, workLeft } from './share-proof.ts';

/** The strictest servers there are: signatures alone, and everything encrypted. */
export const strictSetUps = {
  signed: sambaSetUps.signed,
  encrypted: { ...sambaSetUps.signed, ...sambaSetUps.encrypted },
} as const;

/** A server whose share is set up as the replica of a bench's pack. */
export interface ShareBench extends AsyncDisposable {
  readonly name: keyof typeof strictSetUps;
  readonly samba: Samba;
  readonly targetId: string;
  /** The share through a port of this machine. */
  readonly target: (port: number, limits?: TimeLimits) => SmbTarget;
  /** Empties the share but for its mark. */
  readonly empty: () => Promise<void>;
  /** How many copies have DONE, all of them proven by other programs; the local pack is as it was. Rejects otherwise. */
  readonly copies: () => Promise<number>;
  readonly workLeft: () => Promise<readonly string[]>;
}

/** Starts one. `bench`: whose pack is copied. */
export async function openShare(name: keyof typeof strictSetUps, { pack }: CopyBench): Promise<ShareBench> {
  const samba = await startSamba({ global: strictSetUps[name] });
  try {
    const { signal } = new AbortController();
    await using connection = await targetAt(samba.port).open(signal);
    const maker = { tool: 'test', now: '2026-11-20T04:00:00.000Z' };
    const { targetId } = await setUpReplica(connection, maker, signal);
    const sums = await sumsOf(pack.path);
    const packs = new Map([[pack.manifest.name, sums]]);
    return {
      name,
      samba,
      targetId,
      target: targetAt,
      empty: async () => {
        for (const entry of await readdir(samba.folder))
          if (entry !== markFile) await rm(join(samba.folder, entry), { recursive: true });
      },
      copies: async () => {
        if ((await sumsOf(pack.path)).join('\n') !== sums.join('\n')) throw new Error('the local pack has changed');
        return (await provenCopies(samba, '', packs)).length;
      },
      workLeft: () => workLeft(samba, ''),
      [Symbol.asyncDispose]: () => samba[Symbol.asyncDispose](),
    };
  } catch (error) {
    await samba[Symbol.asyncDispose]();
    throw error;
  }
}

function targetAt(port: number, limits = usualLimits): SmbTarget {
  const where = { host: '127.0.0.1', port, share: 'share', folder: '' };
  return new SmbTarget({ ...where, ...sambaUser, allowsOlder: false }, systemClock, limits);
}
