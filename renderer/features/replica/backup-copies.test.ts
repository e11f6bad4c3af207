import { expect, it } from 'vitest';
import { copyStates } from '../../../shared/model/replica.ts';
import { copyActs, copyLight, marksByBackup, marksOf, targetsWith } from './backup-copies.ts';
import { aCopy, aTarget } from './testing/a-target.ts';

const nas = aTarget({
  id: 'r2',
  name: 'NAS',
  copies: [aCopy({ replicaId: 'r2', state: 'failed' }), aCopy({ replicaId: 'r2', backupId: 'b2', state: 'waiting' })],
});
const usb = aTarget({ copies: [aCopy()] });

it('has a mark for every target, in their order, also where no copy was wanted', () => {
  expect(marksOf([usb, nas], 'b2').map(({ target, copy }) => [target, copy?.state ?? null])).toEqual([
    ['USB disk', null],
    ['NAS', 'waiting'],
  ]);
  expect([...marksByBackup([usb, nas]).keys()]).toEqual(['b1', 'b2']);
  expect(marksByBackup([usb, nas]).get('b1')).toEqual(marksOf([usb, nas], 'b1'));
});

it('can be brought back only from where every byte was read back', () => {
  expect(targetsWith(marksOf([usb, nas], 'b1'))).toEqual(['USB disk']);
  expect(targetsWith(marksOf([usb, nas], 'b2'))).toEqual([]);
});

it('is green for what was read back, and for nothing else', () => {
  expect(copyStates.filter((state) => copyLight({ state }) === 'good')).toEqual(['verified']);
  expect(copyLight(null)).toBe('none');
});

it.each([
  ['waiting', ['copy']],
  ['running', []],
  ['verified', ['verify']],
  ['failed', ['copy']],
  ['missing', ['copy']],
] as const)('a copy that is %s can be: %j', (state, acts) => {
  expect(copyActs({ state })).toEqual(acts);
});
