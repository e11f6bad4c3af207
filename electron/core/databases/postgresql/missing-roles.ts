const identifier = /(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)/u.source;
const makes = new RegExp(`^CREATE ROLE (?<role>${identifier});$`, 'u');
const changes = new RegExp(`^ALTER ROLE (?<role>${identifier}) (?:WITH|SET) .*;$`, 'u');
const joins = new RegExp(`^GRANT ${identifier} TO (?<role>${identifier})(?: WITH .*?)?(?: GRANTED BY .*)?;$`, 'u');

/** Of what pg_dumpall says, the statements for roles that are not known; `known` are names as SQL writes them. */
export function statementsFor(
  globals: string,
  known: ReadonlySet<string>,
): { readonly roles: readonly string[]; readonly sql: string } {
  const lines = globals.split('\n');
  const roles = lines.map((line) => roleOf(line, makes)).filter((role) => role !== undefined && !known.has(role));
  const missing = new Set(roles);
  // Who granted a membership may be missing too, and says nothing that is needed.
  const mine = lines.filter((line) => missing.has(roleOf(line, makes, changes, joins)));
  return {
    roles: roles.filter((role) => role !== undefined),
    sql: mine.map((line) => `${line.replace(/^(GRANT .*?)(?: GRANTED BY .*)?;$/u, '$1;')}\n`).join(''),
  };
}

function roleOf(line: string, ...shapes: readonly RegExp[]): string | undefined {
  return shapes.map((shape) => shape.exec(line)?.groups?.['role']).find((role) => role !== undefined);
}
