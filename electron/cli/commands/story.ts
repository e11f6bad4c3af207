import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { performStory } from '../story/perform-story.ts';
import type { Common } from '../verb.ts';

/** What `npm start` runs; not listed in the help. */
export function addStory(program: Command, shell: Shell): void {
  const { text } = shell.words;
  program
    .command('story', { hidden: true })
    .description(text('help.verb.story'))
    .option('--json', text('help.option.json'))
    .action((options: Common) => shell.perform({ ...options, ownProgress: true }, performStory));
}
