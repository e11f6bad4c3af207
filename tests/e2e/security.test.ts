// Electron's security checklist, as far as it can be seen from outside, on the running panel.
// https://www.electronjs.org/docs/latest/tutorial/security
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Panel, openPanel } from '../support/panel.ts';
import { tempHome } from '../support/temp-home.ts';

const origin = 'app://lifeboat';

describe('what a hijacked page of the panel could do', () => {
  let panel: Panel;
  let home: string;
  const resources = new AsyncDisposableStack();
  beforeAll(async () => {
    home = resources.use(await tempHome()).path;
    panel = resources.use(await openPanel({ home }));
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  const inPage = (script: string): Promise<unknown> => panel.page.evaluate<unknown>(script);

  /** What main's own network stack gets for a path, which no page can ask for. */
  const get = (
    url: string,
    method = 'GET',
  ): Promise<{ status: number; headers: Record<string, string>; text: string }> =>
    panel.app.evaluate(
      async ({ net }, asked) => {
        const answer = await net.fetch(asked.url, { method: asked.method });
        return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
      },
      { url, method },
    );

  test('the page is ours, in a sandboxed, isolated window without Node', async () => {
    expect(panel.page.url()).toBe(`${origin}/index.html`);
    const preferences = await panel.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }): Readonly<Record<string, unknown>> => {
        // Electron's declarations do not have it.
        const read: unknown = Reflect.get(webContents, 'getLastWebPreferences');
        if (typeof read !== 'function') return {};
        const found: unknown = Reflect.apply(read, webContents, []);
        return { ...(typeof found === 'object' ? found : {}) };
      }),
    );
    expect(preferences).toHaveLength(1);
    expect(preferences[0]).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
    for (const [name, dangerous] of [
      ['nodeIntegrationInSubFrames', true],
      ['nodeIntegrationInWorker', true],
      ['allowRunningInsecureContent', true],
      ['experimentalFeatures', true],
    ] as const) {
      expect(preferences[0]?.[name], name).not.toBe(dangerous);
    }
    expect(preferences[0]?.['enableBlinkFeatures'] ?? '').toBe('');
  });

  test('a page has two functions and nothing of Node or Electron', async () => {
    expect(await inPage('Object.entries(window.lifeboat).map(([name, value]) => `${name}:${typeof value}`)')).toEqual([
      'call:function',
      'on:function',
    ]);
    const names = ['require', 'process', 'Buffer', 'global', 'module', '__dirname', 'electron', 'ipcRenderer'];
    expect(await inPage(`${JSON.stringify(names)}.filter((name) => name in window)`)).toEqual([]);
  });

  test.for([
    ['/index.html', 'GET', 200],
    ['/nonesuch.html', 'GET', 404],
    ['/nonesuch.js', 'GET', 404],
    ['/', 'GET', 404],
    ['/index.html', 'POST', 404],
    ['/../preload/preload.cjs', 'GET', 404],
    ['/..%2fpreload%2fpreload.cjs', 'GET', 404],
    ['/%2e%2e/%2e%2e/package.json', 'GET', 404],
    ['/..\\..\\package.json', 'GET', 404],
    ['//etc/passwd', 'GET', 404],
    ['/%00index.html', 'GET', 404],
    ['/assets', 'GET', 404],
  ] as const)('app:// %s by %s answers %i, with every header', async ([path, method, status]) => {
    const answer = await get(`${origin}${path}`, method);
    expect(answer.status).toBe(status);
    const policy = answer.headers['content-security-policy'] ?? '';
    expect(policy.split('; ').toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'none'",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  test('another host of the scheme has nothing', async () => {
    expect((await get('app://other/index.html')).status).toBe(404);
  });

  test('no code from text, no inline script, no style from outside', async () => {
    // Later, because what a debugger evaluates itself is free of the policy.
    const evaluated = await inPage(`new Promise((resolve) => setTimeout(() => {
      try { resolve(window.eval('"ran"')); } catch (error) { resolve(error.name); }
    }))`);
    expect(evaluated).toBe('EvalError');
    const ran = await inPage(`(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.ranInline = true';
      document.head.append(script);
      const image = document.createElement('img');
      image.setAttribute('onerror', 'window.ranInline = true');
      image.src = 'nonesuch.png';
      document.body.append(image);
      await new Promise((resolve) => setTimeout(resolve, 300));
      image.remove();
      script.remove();
      return window.ranInline === true;
    })()`);
    expect(ran).toBe(false);
  });

  test('nothing reaches the network or the disk', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('here');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const outside = `127.0.0.1:${port}`;
    const tries = {
      fetch: `fetch('http://${outside}/')`,
      file: `fetch('file:///etc/passwd')`,
      own: `fetch('${origin}/index.html')`,
      image: `new Promise((good, bad) => { const i = new Image(); i.onload = good; i.onerror = bad; i.src = 'http://${outside}/i.png'; })`,
      socket: `new Promise((good, bad) => { const s = new WebSocket('ws://${outside}/'); s.onopen = good; s.onerror = bad; })`,
      beacon: `navigator.sendBeacon('http://${outside}/') ? new Promise((_, bad) => setTimeout(bad, 300)) : Promise.reject()`,
      worker: `new Promise((good, bad) => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); w.onmessage = good; w.onerror = bad; })`,
      script: `import('http://${outside}/x.js')`,
    };
    for (const [name, attempt] of Object.entries(tries)) {
      const done = await inPage(`Promise.resolve().then(() => ${attempt}).then(() => true, () => false)`);
      expect(done, name).toBe(false);
    }
    // Past the policy of the page too: the session itself lets nothing out.
    const past = await panel.app.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => true,
          () => false,
        ),
      `http://${outside}/`,
    );
    expect(past).toBe(false);
    expect(asked).toBe(0);
    server.close();
  });

  test('it navigates nowhere and opens nothing', async () => {
    for (const url of ['https://example.org/', 'file:///etc/passwd', `${origin}/nonesuch.html`, 'data:text/html,x']) {
      await inPage(`void (location.href = ${JSON.stringify(url)})`);
      await panel.page.waitForTimeout(150);
      expect(panel.page.url(), url).toBe(`${origin}/index.html`);
      expect(await inPage(`window.open(${JSON.stringify(url)}) === null`), url).toBe(true);
    }
    expect(await panel.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await panel.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('it is given no permission', async () => {
    const states = await inPage(`Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage']
        .map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'denied')))`);
    expect(new Set(Array.isArray(states) ? states : [states])).toEqual(new Set(['denied']));
    const camera = 'navigator.mediaDevices.getUserMedia({ video: true }).then(() => true, () => false)';
    expect(await inPage(camera)).toBe(false);
    expect(await inPage(`navigator.clipboard.readText().then(() => true, () => false)`)).toBe(false);
  });

  test('calls are heard from the panel’s own top frame alone', async () => {
    const call = `window.lifeboat.call('panel.state')`;
    expect(await inPage(`${call}.then(({ ok }) => ok)`)).toBe(true);

    const framed = await inPage(`(async () => {
      const frame = document.createElement('iframe');
      frame.src = '${origin}/index.html';
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 500));
      let bridge;
      try { bridge = typeof frame.contentWindow.lifeboat; } catch { bridge = 'unreachable'; }
      frame.remove();
      return bridge;
    })()`);
    expect(framed).not.toBe('object');
    expect(await inPage(`document.createElement('webview').constructor.name`)).toBe('HTMLElement');
  });

  test('a second window on the same page, with the same preload, is refused', async () => {
    const reply = await panel.app.evaluate(
      async ({ BrowserWindow }, { url, preload }) => {
        const second = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        await second.loadURL(url);
        const answer: unknown = await second.webContents.executeJavaScript(`window.lifeboat.call('panel.state')`);
        second.destroy();
        return answer;
      },
      { url: `${origin}/index.html`, preload: join(import.meta.dirname, '../../out/preload/preload.cjs') },
    );
    expect(reply).toEqual({ ok: false, error: { code: 'CALL_FORBIDDEN', params: { call: 'panel.state' } } });
  });

  test('a sub-frame that got the bridge after all is refused', async () => {
    // The policy forbids every frame. Without it, in a window of its own: the check of the sender must hold alone.
    const reply = await panel.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
      const [window] = BrowserWindow.getAllWindows();
      const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
      const handler: unknown = handlers instanceof Map ? handlers.get('lifeboat:call') : undefined;
      if (window === undefined || typeof handler !== 'function') return 'no handler is registered';
      const sender = window.webContents;
      const own = sender.mainFrame;
      const ask = async (senderFrame: unknown, from: unknown = sender): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(handler, null, [{ sender: from, senderFrame }, 'jobs.list']);
        return answer;
      };
      return Promise.all([ask({ origin: own.origin }), ask(null), ask(own, {}), ask(own)]);
    });
    const refused = { ok: false, error: { code: 'CALL_FORBIDDEN', params: { call: 'jobs.list' } } };
    expect(reply).toEqual([refused, refused, refused, { ok: true, value: [] }]);
  });
});
