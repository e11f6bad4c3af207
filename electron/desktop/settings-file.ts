import { readFileSync } from 'node:fs';
import {
  changedSettings,
  type PanelSettings,
  SettingsChange,
  standardSettings,
} from '../../shared/model/panel-settings.ts';
import { writeDurably } from '../core/durable-file.ts';

/** The panel's settings; what cannot be read is the standard. */
export function readSettings(file: string): PanelSettings {
  try {
    return changedSettings(standardSettings, SettingsChange.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return standardSettings;
  }
}

/** The panel's settings and their file. None holds that was not written. */
export class SettingsFile {
  readonly #file: string;
  #now: PanelSettings;
  #last: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
    this.#now = readSettings(file);
  }

  get now(): PanelSettings {
    return this.#now;
  }

  /** One after the other, each on what the one before has left. FILE_FAILED. */
  async change(change: SettingsChange): Promise<void> {
    const mine = this.#write(this.#last, change);
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  async #write(before: Promise<void>, change: SettingsChange): Promise<void> {
    await before;
    const wanted = changedSettings(this.#now, change);
    await writeSettings(this.#file, wanted);
    this.#now = wanted;
  }
}

async function writeSettings(file: string, settings: PanelSettings): Promise<void> {
  await writeDurably(file, `${JSON.stringify(settings, null, 2)}\n`);
}
