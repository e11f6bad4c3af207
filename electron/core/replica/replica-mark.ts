import { z } from 'zod';

/** The file at the top of a target that says which one it is. */
export const markFile = '.lifeboat-replica.json';

const markFormatVersion = 1;

/** What the mark says. Its `targetId` is what a configured replica is known by, wherever it is mounted. */
export const ReplicaMark = z.strictObject({
  formatVersion: z.literal(markFormatVersion),
  targetId: z.uuid(),
  tool: z.string(),
  createdAt: z.iso.datetime(),
});
export type ReplicaMark = z.infer<typeof ReplicaMark>;

/** A new mark. */
export function newMark(targetId: string, tool: string, createdAt: string): ReplicaMark {
  return { formatVersion: markFormatVersion, targetId, tool, createdAt };
}

/** Reads a mark's text; a text says why it is none. */
export function parseMark(text: string): ReplicaMark | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const version = typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : null;
  if (typeof version === 'number' && version > markFormatVersion) return `a newer version wrote it (format ${version})`;
  const mark = ReplicaMark.safeParse(value);
  return mark.success ? mark.data : 'its form is unknown';
}
