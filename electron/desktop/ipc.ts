import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { callChannel } from '../../shared/ipc/channels.ts';
import type { Handlers } from '../../shared/ipc/contract.ts';
import type { Reply } from '../../shared/ipc/reply.ts';
import { origin } from './app-protocol.ts';
import { answerCall } from './router.ts';
import type { PanelWindow } from './window.ts';

/** Whether a call comes from the panel's own page: its window, its top frame, its origin. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, window: PanelWindow): boolean {
  return (
    sender === window.browser.webContents &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === origin
  );
}

/** Answers the window's calls, on the one channel there is. */
export function listenToWindow(window: PanelWindow, handlers: Handlers): void {
  ipcMain.handle(callChannel, async (event, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (isOurs(event, window)) return answerCall(handlers, name, input);
    return { ok: false, error: { code: 'CALL_FORBIDDEN', params: { call: typeof name === 'string' ? name : '?' } } };
  });
}
