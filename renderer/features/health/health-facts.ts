import type { Finding } from '../../../shared/model/report.ts';

type State = Finding['state'];

const badness: Readonly<Record<State, number>> = { alarm: 0, attention: 1, good: 2 };

/** Worst first; among equals, as they were found. */
export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => badness[a.state] - badness[b.state]);
}

/** The worst state there is, and how many findings have it. Nothing found is not good: null. */
export function verdictOf(
  findings: readonly Pick<Finding, 'state'>[],
): { readonly state: State; readonly count: number } | null {
  const states: readonly State[] = ['alarm', 'attention', 'good'];
  const state = states.find((candidate) => findings.some((finding) => finding.state === candidate));
  return state === undefined ? null : { state, count: findings.filter((finding) => finding.state === state).length };
}

/** What a finding is about, unless its sentence says so already. */
export function subjectBeside({ subject }: Pick<Finding, 'subject'>, sentence: string): string | null {
  return subject === null || sentence.includes(subject) ? null : subject;
}

/** A sentence in pieces: what stands between backticks is something to type. */
export function sentencePieces(sentence: string): readonly { readonly text: string; readonly code: boolean }[] {
  return sentence
    .split('`')
    .map((text, at) => ({ text, code: at % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
