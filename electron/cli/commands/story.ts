import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import type { Common } from '../verb.ts';

/** What `npm start` runs; not listed in the help. */
export function addStory(program: Command, shell: Shell): void {
  const { text } = shell.words;
  program
    .command('story', { hidden: true })
    .description(text('help.verb.story'))
    .option('--json', text('help.option.json'))
    .action((options: Common) =>
      shell.perform({ ...options, ownProgress: true }, async (session) => {
        // Loaded when it is told: no other verb needs what it is made of.
        const { performStory } = await import('../story/perform-story.ts');
        return performStory(session);
      }),
    );
}
