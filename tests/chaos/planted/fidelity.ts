import type { Planted } from './planted.ts';

/** Five hundred ordinary files beside the cases. */
export const proveRounds = 1;

/** Faults that the gate `fidelity` finds. */
export const planted: readonly Planted[] = [
  {
    what: 'set-id bits are dropped',
    file: 'electron/core/folders/tree-writer.ts',
    from: 'fchmodSync(open.file, open.entry.mode);',
    to: 'fchmodSync(open.file, open.entry.mode & 0o777);',
  },
  {
    what: 'links belong to root',
    file: 'electron/core/folders/tree-writer.ts',
    from: 'lchownSync(path, entry.uid, entry.gid);',
    to: 'lchownSync(path, 0, 0);',
  },
  {
    what: 'what is left out is not named',
    file: 'electron/core/archive/folder-tar.ts',
    from: 'this.omitted.push(omission);',
    to: 'this.omitted.slice();',
  },
  {
    what: 'what no backup keeps is not told before one',
    file: 'electron/core/operations/backup-preview.ts',
    from: ', ...notesOnLosses(sources)]',
    to: ']',
  },
];
