import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { Translator } from '../../shared/i18n.ts';
import type { Purpose } from './chosen-paths.ts';

const properties: Readonly<Record<Purpose, NonNullable<OpenDialogOptions['properties']>>> = {
  'compose-file': ['openFile'],
  sqlite: ['openFile'],
  import: ['openFile', 'openDirectory'],
  folder: ['openDirectory'],
  export: ['openDirectory', 'createDirectory'],
  storage: ['openDirectory', 'createDirectory'],
  replica: ['openDirectory', 'createDirectory'],
};

/** The system's own dialog; null when the operator left it. */
export async function choosePath(window: BrowserWindow, words: Translator, purpose: Purpose): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: words.text(`desktop.choose.${purpose}`),
    properties: properties[purpose],
  });
  return filePaths[0] ?? null;
}

/** A box over the window, for what the window itself did not ask for. Nothing waits for it. */
export function tellRefused(window: BrowserWindow, message: string, detail: string): void {
  dialog.showMessageBox(window, { type: 'warning', message, detail }).catch(() => undefined);
}
