import { expect, test } from 'vitest';
import { asideNames, isAside } from './aside-names.ts';

test('what a job keeps beside a live database is told from what is only called like it', () => {
  const { fresh, old } = asideNames('0mq1x2y3z4abcd', 'shop');
  expect([fresh, old].map(isAside)).toEqual([true, true]);
  const own = ['lifeboat', 'lifeboat_shop', 'lifeboat_shop_old', `${old}er`, `my_${old}`, old.toUpperCase()];
  expect(own.map(isAside)).toEqual(own.map(() => false));
});
