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

export async function writeSettings(file: string, settings: PanelSettings): Promise<void> {
  await writeDurably(file, `${JSON.stringify(settings, null, 2)}\n`);
}
