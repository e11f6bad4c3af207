import { createInstance } from 'i18next';
import type { ErrorCode, ErrorReport } from './errors.ts';
import type { Language } from './language.ts';
import { en } from './locales/en.ts';
import type { KeysOf, Placeholders, TextAt } from './locales/shape.ts';
import { zhCN } from './locales/zh-CN.ts';
import type { Fault } from './model/fault.ts';
import type { Finding } from './model/report.ts';
import { formatBytes, formatRelative } from './units.ts';

export type MessageKey = KeysOf<typeof en>;
type Value = string | number;

/** The values that a sentence needs: none, or exactly its placeholders. */
type ValuesOf<Key extends MessageKey> = [Placeholders<TextAt<typeof en, Key>>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholders<TextAt<typeof en, Key>>, Value>>];

interface ErrorText {
  readonly code: ErrorCode;
  readonly message: string;
  readonly action: string;
}

export interface Translator {
  readonly language: Language;
  readonly text: <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>) => string;
  /** What happened and what to do about it. `now` is what "since" is told against. */
  readonly error: (report: ErrorReport, now: number) => ErrorText;
  readonly finding: (finding: Finding) => string;
  /** One sentence. `now` as for `error`. */
  readonly fault: (fault: Fault, now: number) => string;
}

/** Parameters that hold bytes, in errors and findings alike. */
const byteParams = new Set(['needed', 'free', 'bytes']);

/** The one place where i18next is set up. Values are put in as they are: escaping is the shell's. */
export function createTranslator(language: Language): Translator {
  const instance = createInstance(
    {
      lng: language,
      fallbackLng: 'en',
      resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
      interpolation: { escapeValue: false },
      missingInterpolationHandler: () => '',
      initAsync: false,
    },
    (error: unknown) => {
      if (error instanceof Error) throw error;
    },
  );
  const say = (key: string, values: Readonly<Record<string, Value>> = {}) => instance.t(key, { ...values });

  // The sentence of another error, whose parameters stand beside those of this one.
  const putCause = (values: Record<string, Value>): void => {
    const { cause } = values;
    if (typeof cause === 'string') values['cause'] = say(`errors.${cause}.message`, { ...values, defaultValue: cause });
  };

  const putUpgradeState = (values: Record<string, Value>): void => {
    const { upgradeState } = values;
    if (typeof upgradeState === 'string')
      values['upgradeState'] = say(`words.upgradeState.${upgradeState}`, { defaultValue: upgradeState });
  };

  const errorText: Translator['error'] = (report, now) => {
    const values = readable(report.params, (time) => formatRelative(time, now, language));
    const kind = values['kind'];
    if (typeof kind === 'string') values['kind'] = say(`words.jobKind.${kind}`, { defaultValue: kind });
    const status = values['status'];
    if (typeof status === 'string') values['status'] = say(`words.status.${status}`, { defaultValue: status });
    const channel = values['channel'];
    if (typeof channel === 'string') values['channel'] = say(`words.channel.${channel}`, { defaultValue: channel });
    putUpgradeState(values);
    putCause(values);
    return {
      code: report.code,
      message: say(`errors.${report.code}.message`, values),
      action: say(`errors.${report.code}.action`, values),
    };
  };

  return {
    language,
    text: (key, ...values) => say(key, values[0]),
    error: errorText,
    finding(finding) {
      const values = readable(finding.params, String);
      putUpgradeState(values);
      putCause(values);
      return say(`doctor.${finding.check}.${finding.state}`, { subject: finding.subject ?? '', ...values }).trim();
    },
    fault({ kind, stack, params, reason }, now) {
      const { kind: jobKind } = params;
      return say(`alarms.fault.${kind}`, {
        ...params,
        stack: stack ?? 'Lifeboat',
        reason: reason === null ? '' : errorText(reason, now).message,
        ...(jobKind === undefined ? {} : { kind: say(`words.jobKind.${jobKind}`) }),
      }).trim();
    },
  };
}

function readable(params: Readonly<Record<string, Value>>, since: (time: string) => string): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === 'number' && byteParams.has(name)) return [name, formatBytes(value)];
      if (typeof value === 'string' && name === 'since') return [name, since(value)];
      return [name, value];
    }),
  );
}
