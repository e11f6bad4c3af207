/** A variable that the text itself demands (`${NAME:?message}`) and nobody gave. */
export class MissingVariable extends Error {}

export type Variables = Readonly<Record<string, string | undefined>>;

const name = /^[A-Za-z_][A-Za-z0-9_]*/u;

/**
 * Fills `$NAME`, `${NAME}` and the forms `:-` `-` `:?` `?` `:+` `+` as Compose does; `$$` is one dollar.
 * A variable that nobody gave is empty. Nothing is ever run.
 */
export function interpolate(text: string, variables: Variables): string {
  let out = '';
  let at = 0;
  for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', at)) {
    out += text.slice(at, dollar);
    const rest = text.slice(dollar + 1);
    const plain = name.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      out += '$';
      at = dollar + 2;
    } else if (plain !== undefined) {
      out += variables[plain] ?? '';
      at = dollar + 1 + plain.length;
    } else if (rest.startsWith('{')) {
      const end = closingBrace(text, dollar + 2);
      out += expand(text.slice(dollar + 2, end), variables);
      at = end + 1;
    } else {
      throw new Error(`invalid interpolation: ${text.slice(dollar, dollar + 40)}`);
    }
  }
  return out + text.slice(at);
}

function expand(inner: string, variables: Variables): string {
  const variable = name.exec(inner)?.[0];
  const [, operator, word] = /^(:?[-?+])?(.*)$/su.exec(inner.slice(variable?.length ?? 0)) ?? [];
  if (variable === undefined || (operator === undefined && word !== ''))
    throw new Error(`invalid interpolation: \${${inner.slice(0, 40)}}`);
  const value = variables[variable];
  const given = operator?.startsWith(':') === true ? value !== undefined && value !== '' : value !== undefined;
  if (operator === undefined) return value ?? '';
  if (operator.endsWith('+')) return given ? interpolate(word ?? '', variables) : '';
  if (given) return value ?? '';
  if (operator.endsWith('-')) return interpolate(word ?? '', variables);
  throw new MissingVariable(`${variable} is not set: ${interpolate(word ?? '', variables)}`);
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{' && text[at - 1] === '$') depth++;
    if (text[at] === '}') depth--;
    if (depth === 0) return at;
  }
  throw new Error(`invalid interpolation: ${text.slice(from - 2, from + 38)}`);
}

/** The variables of a `.env` file; later lines see earlier ones. Lines that say nothing are passed over. */
export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/u, '').split(/\r?\n/u)) {
    const match = /^\s*(?:export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(?<value>.*)$/u.exec(line);
    const { key, value } = match?.groups ?? {};
    if (key !== undefined && value !== undefined) variables[key] = dotenvValue(value, variables);
  }
  return variables;
}

function dotenvValue(value: string, variables: Variables): string {
  const single = /^'(?<text>[^']*)'/u.exec(value)?.groups?.['text'];
  if (single !== undefined) return single;
  const double = /^"(?<text>(?:[^"\\]|\\.)*)"/u.exec(value)?.groups?.['text'];
  const text =
    double?.replaceAll('\\n', '\n').replaceAll(/\\(["\\$])/gu, '$1') ?? value.replace(/(?:^|\s+)#.*$/u, '').trimEnd();
  try {
    return interpolate(text, variables);
  } catch {
    // A lone dollar is common in passwords, and Compose keeps it.
    return text;
  }
}
