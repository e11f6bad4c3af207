import { AppError } from '../errors.ts';

const longestName = 100;

/** Checks a stack's name as an operator gives it. STACK_NAME_INVALID when it is empty, long, or has control characters. */
export function checkStackName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName || /\p{Cc}/u.test(trimmed) || trimmed === 'latest')
    throw new AppError('STACK_NAME_INVALID', { name });
  return trimmed;
}

/** Folder name for a stack: `[a-z0-9._-]`; `-2`, `-3` … when another stack has it. */
export function stackSlug(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/gu, '-')
    .replaceAll(/^[-._]+|[-._]+$/gu, '');
  const base = plain === '' ? 'stack' : plain;
  let slug = base;
  for (let n = 2; taken.includes(slug); n++) slug = `${base}-${n}`;
  return slug;
}
