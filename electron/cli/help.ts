import type { Argument, Command, HelpConfiguration, Option } from 'commander';
import type { Words } from './words.ts';

/** What the parser's help says in words of its own, in the operator's language. */
export function helpIn(words: Words): HelpConfiguration {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': words.text('help.title.usage'),
    'Arguments:': words.text('help.title.arguments'),
    'Options:': words.text('help.title.options'),
    'Commands:': words.text('help.title.commands'),
    'Global Options:': words.text('help.title.globalOptions'),
  };
  const chinese = words.translator.language === 'zh-CN';
  const [open, close, colon, comma] = chinese ? ['（', '）', '：', '、'] : [' (', ')', ': ', ', '];
  const withFacts = (description: string, facts: readonly string[]) =>
    facts.length === 0 ? description : `${description}${open}${facts.join(chinese ? '；' : '; ')}${close}`;

  return {
    styleTitle: (title: string) => words.paint.strong(titles[title] ?? title),
    subcommandTerm: (command: Command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    optionDescription(option: Option) {
      const facts = [];
      if (option.argChoices !== undefined)
        facts.push(words.text('help.choices') + colon + option.argChoices.join(comma));
      if (typeof option.defaultValue === 'string') facts.push(words.text('help.default') + colon + option.defaultValue);
      return withFacts(option.description, facts);
    },
    argumentDescription: (argument: Argument) => argument.description,
  };
}

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}
