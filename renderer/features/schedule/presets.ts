import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import type { StackDefinition } from '../../../shared/model/stack.ts';
import { policyPresets } from '../../../shared/schedule/policy-presets.ts';
import type { Words } from '../../words.tsx';

export const presets = ['nightly', 'weekly', 'own'] as const;
/** What the editor of a new policy begins with. */
export type Preset = (typeof presets)[number];

/** Those that make sense for a kind of stack: a folder has no images. */
export function presetsOf(kind: StackDefinition['kind']): readonly Preset[] {
  return presets.filter((preset) => kind === 'compose' || preset !== 'weekly');
}

/** A draft with a name that the stack's other policies do not have. */
export function draftOfPreset(preset: Preset, taken: readonly string[], { text }: Pick<Words, 'text'>): PolicyDraft {
  const draft = policyPresets[preset === 'own' ? 'nightly' : preset];
  const name = text(`panel.schedule.presetName.${preset}`);
  return { ...draft, name: freeName(name, taken), retention: { ...draft.retention } };
}

function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let n = 2;
  while (taken.includes(`${name} ${n}`)) n += 1;
  return `${name} ${n}`;
}
