import { freeBuffer } from '../archive/spent-buffer.ts';
import { TarScanner } from '../archive/tar-scanner.ts';
import { AppError } from '../errors.ts';
import { TreeWriter, type WriteReport, type WriteRules } from './tree-writer.ts';
import { answerWith, questions } from './worker-answers.ts';

/** First the rules, then the pieces of the tar, then the end, which is answered by the report. */
export type ExtractQuestion = { readonly begin: WriteRules } | { readonly piece: Uint8Array } | { readonly end: true };

interface Extraction {
  readonly scanner: TarScanner;
  readonly writer: TreeWriter;
}

let extraction: Extraction | null = null;

function begin(rules: WriteRules): Extraction {
  const writer = new TreeWriter(rules);
  return { writer, scanner: new TarScanner(writer, rules.part) };
}

function answer(question: ExtractQuestion): WriteReport | null {
  if ('begin' in question) {
    extraction = begin(question.begin);
    return null;
  }
  if (extraction === null) throw new AppError('INTERNAL', { detail: 'an extraction has not begun' });
  if ('piece' in question) {
    extraction.scanner.push(question.piece);
    freeBuffer(question.piece);
    return null;
  }
  extraction.scanner.end();
  return extraction.writer.finish();
}

questions.on('message', (question: ExtractQuestion) => answerWith(() => answer(question)));
