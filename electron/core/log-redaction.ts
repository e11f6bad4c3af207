const secretKey =
  /pass(?:word|wd|phrase)?$|secret|token|credential|authorization|cookie|(?:api|private|access)[-_]?key/iu;
const secretInUrl = /(?<=\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gu;
const secretAssignment = /(?<=\b\w*(?:PASSWORD|PASSWD|SECRET|TOKEN|API_KEY|ACCESS_KEY)\w*=)\S+/giu;
const hidden = '[hidden]';

/**
 * A copy of `value`, as plain data, that may be logged: what lies under a secret's name is hidden, and so
 * are passwords in URLs and in `NAME=value` texts. Errors keep code, parameters, stack and causes.
 */
export function redact(value: unknown): unknown {
  return redactInside(value, new Set());
}

/** The same for a text. */
export function redactText(text: string): string {
  return text.replaceAll(secretInUrl, hidden).replaceAll(secretAssignment, hidden);
}

function redactInside(value: unknown, parents: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (parents.has(value)) return '[circular]';
  const within = new Set([...parents, value]);
  if (Array.isArray(value)) return value.map((item) => redactInside(item, within));
  const entries = Object.entries(value instanceof Error ? errorFields(value) : value);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, secretKey.test(key) ? hidden : redactInside(item, within)]),
  );
}

// `message`, `stack`, `cause`, `error` and `suppressed` are not enumerable.
function errorFields(error: Error): object {
  const { name, message, stack, cause } = error;
  const hiding: { readonly error?: unknown; readonly suppressed?: unknown } =
    error instanceof SuppressedError ? error : {};
  const suppressed = 'suppressed' in hiding ? { error: hiding.error, suppressed: hiding.suppressed } : {};
  return {
    ...Object.fromEntries(Object.entries(error)),
    name,
    message,
    stack,
    ...(cause === undefined ? {} : { cause }),
    ...suppressed,
  };
}
