import { workerData } from 'node:worker_threads';
import { TarScanner } from '../archive/tar-scanner.ts';
import { syncTree } from './sync-tree.ts';
import { TreeWriter, type WriteRules } from './tree-writer.ts';
import { answerQuestions } from './worker-answers.ts';

/** A piece of the tar, or null after the last one. */
export type ExtractQuestion = Uint8Array | null;

const rules = workerData as WriteRules;
const writer = new TreeWriter(rules);
const scanner = new TarScanner(writer, rules.part);

answerQuestions<ExtractQuestion>((piece) => {
  if (piece !== null) {
    scanner.push(piece);
    return null;
  }
  scanner.end();
  const report = writer.finish();
  syncTree(rules.into);
  return report;
});
