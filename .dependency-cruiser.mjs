// The arrow of docs/ARCHITECTURE.md, held by a tool. Type imports count like any other.

import { Visitor } from '@swc/core/Visitor.js';

// The visitor that dependency-cruiser walks with has no branch for `using` declarations and would throw.
const visitStatement = Reflect.get(Visitor.prototype, 'visitStatement');
Visitor.prototype.visitStatement = function visit(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

const test = '\\.test\\.ts$';

/** Nothing outside `home` may import the package. */
const only = (name, home) => ({
  name: `${name}-stays-in-its-folder`,
  severity: 'error',
  from: { path: '^(shared|electron|renderer)/', pathNot: [home, test] },
  to: { path: `(^|/)node_modules/(@types/)?${name}/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(shared|electron|renderer|tests)/', pathNot: [test, '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|tests|build)/' },
    },
    {
      name: 'shared-runs-anywhere',
      severity: 'error',
      from: { path: '^shared/', pathNot: test },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '(^|/)node_modules/(zod|i18next|cronstrue)/' },
    },
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: '^(electron/(cli|desktop)|renderer|tests|build)/' },
    },
    {
      name: 'shells-do-not-know-each-other',
      severity: 'error',
      from: { path: '^electron/(cli|desktop)/' },
      to: { path: '^(electron/(cli|desktop)|renderer|tests|build)/', pathNot: '^electron/$1/' },
    },
    {
      name: 'renderer-imports-only-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|tests|build)/' },
    },
    {
      name: 'renderer-never-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-development-package-in-the-product',
      severity: 'error',
      // What tests share lies in `testing/`, which is not packaged.
      from: { path: '^(shared|electron|renderer)/', pathNot: [test, '/testing/'] },
      // Electron is the runtime itself, and the packager wants it there.
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/(@types|electron)/' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: test },
      to: { path: '^tests/' },
    },
    only('electron', '^electron/desktop/'),
    only('dockerode', '^electron/core/docker/'),
    only('better-sqlite3', '^electron/core/(catalog|folders)/'),
    only('node-cron', '^electron/core/schedule/cron\\.ts$'),
    only('pino', '^electron/core/log\\.ts$'),
    only('tar', '^electron/core/archive/'),
    only('nodemailer', '^electron/core/alarms/'),
    only('@napi-rs/keyring', '^electron/core/secrets/'),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    builtInModules: { add: ['node:sqlite'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
