import { expect, test } from 'vitest';
import { freeBytes } from './server-space.ts';

const title = 'Filesystem     1024-blocks     Used Available Capacity Mounted on\n';

test.for([
  ['GNU', `${title}/dev/vda          263174212 31457280  76546212      30% /data\n`, 76_546_212 * 1024],
  ['a name with spaces', `${title}//nas/my share 100 40 60 40% /data\n`, 60 * 1024],
  ['a full disk', `${title}tmpfs 100 100 0 100% /data\n`, 0],
  ['no df', 'sh: df: not found\n', null],
  ['nothing', '', null],
] as const)('%s', ([, output, free]) => {
  expect(freeBytes(output)).toBe(free);
});
