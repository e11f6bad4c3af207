import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = '/srv/apps';

interface OperatorFolder extends AsyncDisposable {
  /** For LIFEBOAT_HOME. */
  readonly home: string;
  /** Where the applications live, each in a folder of its own. */
  readonly apps: string;
  /** The engine, for DOCKER_HOST. */
  readonly host: string;
}

/**
 * Such paths as an operator has; the pictures show them. `engine` is a Unix socket's address. Refuses where somebody's
 * own files are already.
 */
export async function operatorFolder(engine: string): Promise<OperatorFolder> {
  try {
    await mkdir(root);
  } catch (error) {
    const why = 'the scenes are set up there and removed again: look at what it holds, and move it away';
    throw new Error(`screens: ${root} cannot be made; ${why}`, { cause: error });
  }
  const socket = join(root, 'docker.sock');
  await symlink(fileURLToPath(engine.replace(/^unix:/u, 'file:')), socket);
  return {
    home: join(root, 'lifeboat'),
    apps: root,
    host: `unix://${socket}`,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
