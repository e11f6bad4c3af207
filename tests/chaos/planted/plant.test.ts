import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { proofs } from './proofs.ts';
import { plant } from './plant.ts';

const root = join(import.meta.dirname, '../../..');

describe('plant', () => {
  const fault = { what: 'w', file: 'a.ts', from: 'old', to: 'new' };

  it('replaces what stands there once', () => {
    expect(plant('an old one', fault)).toBe('an new one');
  });

  it.each(['nothing', 'old and old'])('refuses %j', (text) => {
    expect(() => plant(text, fault)).toThrow(/cannot be planted/u);
  });
});

// The code moves on; a fault that can no longer be planted would prove nothing.
test.each(Object.entries(proofs))(
  'every fault of %s can be planted, and there are at least three',
  async (_, proof) => {
    expect(proof.planted.length).toBeGreaterThanOrEqual(3);
    for (const fault of proof.planted) {
      const text = await readFile(join(root, fault.file), 'utf8');
      expect(plant(text, fault)).not.toBe(text);
    }
  },
);
