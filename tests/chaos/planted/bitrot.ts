import type { Planted } from './planted.ts';

/** Enough damages that each fault below is met. */
export const proveRounds = 6;

/** Faults that the gate `bitrot` finds. */
export const planted: readonly Planted[] = [
  {
    what: 'texts of a pack are not held against SHA256SUMS',
    file: 'electron/core/archive/verify-pack.ts',
    from: 'if (sums.get(file) === sum) continue;',
    to: 'if (sums.has(file)) continue;',
  },
  {
    what: 'configuration files are not held against the manifest',
    file: 'electron/core/archive/verify-pack.ts',
    from: '!== file.sha256) throw',
    to: "=== '') throw",
  },
  {
    what: 'DONE may name another manifest',
    file: 'electron/core/archive/pack-reader.ts',
    from: 'if (manifestSha256 !== done.data.manifestSha256)',
    to: "if (done.data.manifestSha256 === '')",
  },
  {
    what: 'a text of another size is not named',
    file: 'electron/core/archive/pack-reader.ts',
    from: 'throw incomplete(await miscounted(path));',
    to: "throw incomplete('its files are not those that DONE counts');",
  },
];
