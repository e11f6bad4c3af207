/** A compose file that somebody made to harm, or to be read as something that it is not. */
export interface ComposeCase {
  readonly name: string;
  readonly text: string | (() => string);
  /** `refused`: COMPOSE_FILE_INVALID. `read`: what it says is taken as text and nothing comes of it. */
  readonly verdict: 'refused' | 'read';
}

const service = (body: string): string => `services:\n  a:\n    image: x\n    ${body}\n`;
const refused = (name: string, text: ComposeCase['text']): ComposeCase => ({ name, text, verdict: 'refused' });
const read = (name: string, text: ComposeCase['text']): ComposeCase => ({ name, text, verdict: 'read' });

const letters = 'abcdefghij'.split('');

/** The shapes of the study that Lifeboat's own reader meets. */
export const composeCases: readonly ComposeCase[] = [
  refused('a billion laughs', () =>
    ['a: &a [x, x, x, x, x, x, x, x, x]']
      .concat(letters.slice(1).map((name, at) => `${name}: &${name} [${`*${letters[at] ?? ''}, `.repeat(9)}]`))
      .join('\n'),
  ),
  refused('quadratic merges', () => `x: &x {}\ny:\n${'  - <<: *x\n'.repeat(40_000)}`),
  refused('20,000 levels of lists', () => `x: ${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  refused('20,000 levels of maps', () => `x: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`),
  refused('a scalar of 100 MB', () => `x: "${'x'.repeat(100_000_000)}"`),
  refused('a key twice', 'services:\n  a: {}\n  a: {}\n'),
  refused('two documents', 'services: {}\n---\nservices: {}\n'),
  refused('a list for services', 'services: [a, b]\n'),
  refused('a number for a service', 'services: { a: 7 }\n'),
  refused('text', 'hello\n'),
  refused('bytes of an image', () => Buffer.from(Array.from({ length: 500 }, (_, at) => at % 256)).toString('latin1')),
  refused('tabs', 'services:\n\ta: {}\n'),
  refused('an alias to nothing', 'services: { a: *none }\n'),
  refused('an alias to itself', 'services: &a { a: *a }\n'),
  refused('a variable within a name of a variable', service('command: "${A${B}}"')),
  refused('a variable without an end', service('command: "${A"')),
  refused('a variable that is demanded', service('command: "${A:?no}"')),
  refused('volumes as a word', service('volumes: /:/host')),
  read('nothing', ''),
  read('a command in a default', service('command: "${VAR:-$$(touch /tmp/evil)}"')),
  read(
    'a merge over volumes',
    'x: &x { volumes: ["/:/host"] }\nservices:\n  a: { <<: *x, image: x, volumes: ["d:/d"] }\n',
  ),
  read('a tag for a function', service('command: !!js/function "function () { throw 1 }"')),
  read('a tag for an object of Python', service('command: !!python/object/apply:os.system ["touch /tmp/evil"]')),
  read('reset and override', service('ports: !reset []')),
  read(
    'an include upwards',
    'include: ["../../../etc/passwd", "oci://example/x", "https://example/x.git"]\nservices: {}\n',
  ),
  read('an include of an absolute path', 'include: [{ path: /etc/shadow }]\nservices: {}\n'),
  read('a service that extends itself', service('extends: { file: compose.yaml, service: a }')),
  read('the shadow file as environment', service('env_file: /etc/shadow')),
  read('the root as a mount', service('volumes: ["/:/host", "/proc:/p", "/var/run/docker.sock:/s"]')),
  read('mounts upwards', service('volumes: ["../../..:/x", "~:/home"]')),
  read(
    'a volume that is really a folder',
    'services: {}\nvolumes: { v: { driver_opts: { type: none, o: bind, device: /etc } } }\n',
  ),
  read('a privileged service', service('privileged: true\n    pid: host\n    cap_add: [ALL]')),
  read('a name with characters of a shell', 'services: { "a; touch /tmp/evil": { image: "$$(touch /tmp/evil)" } }\n'),
  read(
    'a key __proto__',
    'services: { __proto__: { image: x }, constructor: { image: x } }\n__proto__: { polluted: 1 }\n',
  ),
  read(
    '5,000 services',
    () => `services:\n${Array.from({ length: 5000 }, (_, at) => `  s${at}: { image: x }\n`).join('')}`,
  ),
  read('80,000 keys', () => Array.from({ length: 80_000 }, (_, at) => `x${at}: 0\n`).join('')),
  refused(
    '80,000 keys, one of them twice',
    () => `${Array.from({ length: 80_000 }, (_, at) => `x${at}: 0\n`).join('')}x7: 1\n`,
  ),
  read('ports in base sixty', service('ports: [22:22, 80:80]')),
  read('a value of half a megabyte', () => service(`command: "${'x'.repeat(500_000)}"`)),
  read('a NUL in a value', service('command: "a\\0b"')),
  read('a file that begins with a BOM', `\uFEFF${service('command: x')}`),
];
