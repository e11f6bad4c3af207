import { parentKey } from '../archive/tar-path.ts';

/** One entry of a listing. `key`: path relative to the root, one character per byte. Parents stand before children. */
export interface Listed {
  readonly key: string;
  readonly directory: boolean;
}

/** The renames of a swap, each named by the path that keeps its place relative to the root. */
export interface SwapMoves {
  /** `new/…` → `left/…`: staged entries whose place belongs to something kept. */
  readonly aside: readonly string[];
  /** root → `old/…` */
  readonly out: readonly string[];
  /** `new/…` → root */
  readonly in: readonly string[];
  /** Directories of the root that stay, because something below them is kept. */
  readonly stay: readonly string[];
}

interface Node {
  readonly key: string;
  readonly directory: boolean;
  readonly children: Node[];
}

function treeOf(listing: readonly Listed[]): Node {
  const root: Node = { key: '.', directory: true, children: [] };
  const nodes = new Map<string, Node>([['.', root]]);
  for (const { key, directory } of listing) {
    const node: Node = { key, directory, children: [] };
    nodes.set(key, node);
    nodes.get(parentKey(key))?.children.push(node);
  }
  return root;
}

function keepsBelow(node: Node, isKept: (key: string) => boolean): boolean {
  return node.children.some((child) => isKept(child.key) || keepsBelow(child, isKept));
}

function keptBelow(node: Node, isKept: (key: string) => boolean): string[] {
  return node.children.flatMap((child) => (isKept(child.key) ? [child.key] : keptBelow(child, isKept)));
}

/**
 * The fewest renames that exchange the live entries of a root for the staged ones and touch nothing that
 * is kept: a directory moves whole unless something below it is kept, and then its other children move.
 * Listings need to reach only as deep as kept paths can be.
 */
export function planSwap(
  live: readonly Listed[],
  staged: readonly Listed[],
  isKept: (key: string) => boolean,
): SwapMoves {
  const out: string[] = [];
  const stay: string[] = [];
  const clear = (directory: Node): void => {
    for (const child of directory.children) {
      if (isKept(child.key)) continue;
      if (keepsBelow(child, isKept)) {
        stay.push(child.key);
        clear(child);
      } else {
        out.push(child.key);
      }
    }
  };
  clear(treeOf(live));

  const staying = new Set(stay);
  const aside: string[] = [];
  const into: string[] = [];
  const fill = (directory: Node): void => {
    for (const child of directory.children) {
      if (isKept(child.key)) aside.push(child.key);
      else if (!staying.has(child.key)) {
        aside.push(...keptBelow(child, isKept));
        into.push(child.key);
      } else if (child.directory) fill(child);
      else aside.push(child.key);
    }
  };
  fill(treeOf(staged));
  return { aside, out, in: into, stay };
}

/** What of a swap's record matters for the way back. */
export interface SwappedBefore {
  readonly out: readonly string[];
  readonly stay: readonly string[];
}

/**
 * What has to leave the root before the old data can come back: everything that is live and neither kept
 * nor old data that is in its place (again, or still). `oldHolds` says whether `old/…` still has a path.
 *
 * An entry that was moved out as a whole leaves as a whole, also when the application has meanwhile put
 * something below it that an exclusion matches: its place is needed.
 */
export function planClearing(
  live: readonly Listed[],
  before: SwappedBefore,
  oldHolds: (key: string) => boolean,
  isKept: (key: string) => boolean,
): string[] {
  const wentOut = new Set(before.out);
  const stayed = new Set(before.stay);
  const leaving: string[] = [];
  const clear = (directory: Node): void => {
    for (const child of directory.children) {
      if (wentOut.has(child.key)) {
        if (oldHolds(child.key)) leaving.push(child.key);
      } else if (isKept(child.key)) continue;
      else if (child.directory && (stayed.has(child.key) || keepsBelow(child, isKept))) clear(child);
      else leaving.push(child.key);
    }
  };
  clear(treeOf(live));
  return leaving;
}
