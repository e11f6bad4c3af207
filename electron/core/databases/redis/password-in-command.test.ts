import { expect, test } from 'vitest';
import { passwordInCommand } from './password-in-command.ts';

test.for([
  [['redis-server', '--requirepass', 'a b', '--appendonly', 'yes'], 'a b'],
  [['sh', '-c', 'redis-server --requirepass secret --save 60 1'], 'secret'],
  [['sh', '-c', "exec redis-server --requirepass 'a b'"], 'a b'],
  [['sh', '-c', 'redis-server --requirepass "$REDIS_PASSWORD"'], null],
  [['redis-server', '/etc/redis.conf'], null],
  [['redis-server', '--requirepass'], null],
  [[], null],
] as const)('%j', ([command, password]) => {
  expect(passwordInCommand(command)).toBe(password);
});
