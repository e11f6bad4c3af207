import type { CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import type { Words } from './words.ts';

const known = [
  'unknownOption',
  'unknownCommand',
  'missingArgument',
  'optionMissingArgument',
  'missingMandatoryOptionValue',
  'excessArguments',
  'conflictingOption',
] as const;

/**
 * The parser's complaint as USAGE_INVALID in the operator's language. Its messages are English with
 * names in single quotes (commander 15); only the names are taken from them.
 */
export function usageError(error: CommanderError, words: Words): AppError<'USAGE_INVALID'> {
  return new AppError('USAGE_INVALID', { detail: sentence(error, words) }, { cause: error });
}

function sentence(error: CommanderError, words: Words): string {
  const reason = error.code.replace('commander.', '');
  const quoted = [...error.message.matchAll(/'([^']*)'/gu)].map((match) => match[1] ?? '');
  if (reason === 'invalidArgument') {
    const [name = '', value = ''] = quoted;
    const choices = /Allowed choices are (?<list>.*)\.$/u.exec(error.message)?.groups?.['list'];
    const said = words.text('help.usage.invalidArgument', { name, value });
    return choices === undefined ? said : said + gap(words) + words.text('help.usage.allowed', { choices });
  }
  if (reason === 'help') return words.text('help.usage.noCommand');
  const kind = known.find((one) => one === reason);
  if (kind === undefined) return words.text('help.usage.other', { detail: error.message });
  if (kind === 'excessArguments') return words.text('help.usage.excessArguments');
  const suggestion = /Did you mean (?:one of )?(?<name>[^?]*)\?/u.exec(error.message)?.groups?.['name'];
  const said = words.text(`help.usage.${kind}`, {
    name: kind === 'conflictingOption' ? words.list(quoted) : (quoted[0] ?? ''),
  });
  return suggestion === undefined
    ? said
    : said + gap(words) + words.text('help.usage.suggestion', { name: suggestion });
}

function gap(words: Words): string {
  return words.translator.language === 'en' ? ' ' : '';
}
