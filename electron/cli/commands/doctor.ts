import type { Command } from 'commander';
import { exitCode } from '../../../shared/exit-codes.ts';
import type { Finding } from '../../../shared/model/report.ts';
import type { Shell } from '../shell.ts';
import { facts } from '../table.ts';
import { type Common, verb } from '../verb.ts';
import { visible } from '../visible.ts';
import type { Words } from '../words.ts';

const marks = { good: '●', attention: '▲', alarm: '■' } as const;

export function addDoctor(program: Command, shell: Shell): void {
  const { text } = shell.words;
  verb(program, shell, 'doctor', text('help.verb.doctor')).action((options: Common) =>
    shell.perform(options, async ({ engine, words }) => {
      const findings = await engine.doctor();
      const state = worst(findings);
      return {
        json: { state, findings: findings.map((finding) => ({ ...finding, message: words.finding(finding) })) },
        lines: [...findingLines(findings, words), '', words.paint[state](text(`cli.doctor.${state}`))],
        exit: state === 'alarm' ? exitCode.failed : exitCode.done,
      };
    }),
  );
}

function findingLines(findings: readonly Finding[], words: Words): string[] {
  return facts(
    findings.map((finding) => [
      `${words.paint[finding.state](marks[finding.state])} ${words.text(`words.check.${finding.check}`)}`,
      visible(words.finding(finding)),
    ]),
    (name) => name,
  );
}

function worst(findings: readonly Finding[]): Finding['state'] {
  if (findings.some((finding) => finding.state === 'alarm')) return 'alarm';
  return findings.some((finding) => finding.state === 'attention') ? 'attention' : 'good';
}
