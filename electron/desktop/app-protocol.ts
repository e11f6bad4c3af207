import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { protocol } from 'electron';

const scheme = 'app';
/** The only place that pages of the panel come from. */
export const origin = `${scheme}://lifeboat`;
/** The panel's page. */
export const pageUrl = `${origin}/index.html`;

const folder = join(import.meta.dirname, '../../out/renderer');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Before Electron is ready: the scheme behaves like https, so that the page has an origin of its own. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** Serves the files that were built, found once: no request's path ever becomes a path on disk. */
export function serveRenderer(): void {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length).replaceAll('\\', '/'), path] as const;
      }),
  );
  protocol.handle(scheme, ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const path = host === 'lifeboat' && method === 'GET' ? files.get(pathname) : undefined;
    const type = path === undefined ? undefined : types[extname(path)];
    if (path === undefined || type === undefined) return new Response('not here', { status: 404, headers });
    return new Response(new Uint8Array(readFileSync(path)), { headers: { ...headers, 'content-type': type } });
  });
}
