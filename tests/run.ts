// `npm test`: every check and every test, in the order of their cost. The last line is for CI.
// For daily work: `npm test -- --only lint --only unit`, `npm test -- --only integration some/file`.
import { parseArgs } from 'node:util';
import { add, closingLine, none, type Outcome } from './run/outcome.ts';
import { staticChecks } from './run/static-checks.ts';
import { runSuite, suites } from './run/suites.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true } },
});
const names = [...staticChecks, ...suites].map(({ name }) => name);
const unknown = values.only?.find((name) => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`no check is called ${unknown}: ${names.join(', ')}\n`);
  process.exit(2);
}
const wanted = ({ name }: { readonly name: string }): boolean => values.only?.includes(name) ?? true;
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

let total: Outcome = none;
for (const check of staticChecks.filter(wanted)) {
  const started = performance.now();
  const fault = await check.run();
  say(`${fault === '' ? 'ok    ' : 'FAILED'}  ${check.name}  (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (fault !== '') say(fault);
  total = add(total, fault === '' ? { ...none, passed: 1 } : { ...none, failed: 1 });
}
for (const suite of suites.filter(wanted)) {
  const obstacle = await suite.obstacle();
  if (obstacle === null) {
    total = add(total, await runSuite(suite, positionals, (text) => say(`${suite.name}: ${text}`)));
  } else if (process.env['CI'] === 'true') {
    say(`FAILED  ${suite.name} cannot run: ${obstacle}`);
    total = add(total, { ...none, failed: 1 });
  } else {
    say(`skipped ${suite.name}: ${obstacle}`);
    total = add(total, { ...none, skipped: 1 });
  }
}
say(closingLine(total));
process.exit(total.failed === 0 && total.passed + total.skipped > 0 ? 0 : 1);
