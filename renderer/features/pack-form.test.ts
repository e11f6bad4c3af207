import { expect, it } from 'vitest';
import { inFormat, levelsOf } from './pack-form.ts';

it('does not carry a level over to a format that may refuse it', () => {
  expect(inFormat('gzip')).toEqual({ format: 'gzip', level: 6 });
  expect(levelsOf('gzip')).toContain(inFormat('gzip').level);
});
