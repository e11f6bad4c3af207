import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every way in which a secret could stand in a file. */
function shapesOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [
    bytes.toString('base64').replaceAll('=', ''),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [bytes, Buffer.from(secret, 'utf16le'), ...texts.map((text) => Buffer.from(text))];
}

/** Whether a text holds a secret in some shape. */
export function isIn(secret: string, text: Buffer): boolean {
  return shapesOf(secret).some((shape) => text.includes(shape));
}

/** Files below a folder that hold a secret in some shape; `but` are names of files that may. */
export async function filesWith(secret: string, folder: string, but: readonly string[] = []): Promise<string[]> {
  const shapes = shapesOf(secret);
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || but.includes(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (shapes.some((shape) => bytes.includes(shape))) found.push(path);
  }
  return found;
}

/** Linux: command lines and environments of all processes that hold a secret now. */
async function processesWith(secret: string): Promise<string[]> {
  const shapes = shapesOf(secret);
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/u.test(pid)) continue;
    for (const file of ['cmdline', 'environ']) {
      const bytes = await readFile(join('/proc', pid, file)).catch(() => Buffer.alloc(0));
      if (shapes.some((shape) => bytes.includes(shape))) found.push(`${pid}/${file}`);
    }
  }
  return found;
}

/** Looks at all processes again and again while `act` runs. Resolves with its result and what was found. */
export async function watchingProcesses<T>(
  secret: string,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly found: readonly string[]; readonly looks: number }> {
  const found = new Set<string>();
  const over = new AbortController();
  let looks = 0;
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const place of await processesWith(secret)) found.add(place);
      looks += 1;
    }
  })();
  try {
    return { result: await act(), found: [...found], looks };
  } finally {
    over.abort();
    await watching;
  }
}
