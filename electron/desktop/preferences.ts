import { join } from 'node:path';
import { app, nativeTheme } from 'electron';
import { createTranslator, type Translator } from '../../shared/i18n.ts';
import { type Language, languageOf } from '../../shared/language.ts';
import type { PanelSettings, SettingsChange } from '../../shared/model/panel-settings.ts';
import { LoginItem } from './login-item.ts';
import { readSettings, SettingsFile } from './settings-file.ts';

/** The words of a home's panel, as its settings say them now. */
export function wordsOf(home: string): Translator {
  return createTranslator(languageOfSetting(readSettings(settingsFileOf(home)).language));
}

/** The operator's settings, in force: language, theme, start at login. */
export class Preferences {
  readonly #file: SettingsFile;
  readonly #loginItem = new LoginItem();
  #words: Translator;

  constructor(home: string) {
    this.#file = new SettingsFile(settingsFileOf(home));
    this.#words = this.#enforce();
  }

  get now(): PanelSettings {
    return this.#file.now;
  }

  get words(): Translator {
    return this.#words;
  }

  /** FILE_FAILED: nothing of it holds that could not be written, or that the desktop could not be told. */
  async change(change: SettingsChange): Promise<void> {
    const { startAtLogin: before } = this.now;
    await this.#file.change(change);
    this.#words = this.#enforce();
    const { startAtLogin } = this.now;
    if (startAtLogin === before) return;
    try {
      await this.#loginItem.set(startAtLogin);
    } catch (error) {
      await this.#file.change({ startAtLogin: before });
      throw error;
    }
  }

  #enforce(): Translator {
    nativeTheme.themeSource = this.now.theme;
    return createTranslator(languageOfSetting(this.now.language));
  }
}

function settingsFileOf(home: string): string {
  return join(home, 'panel.json');
}

/** The desktop's own language where the setting says `system`. */
function languageOfSetting(setting: PanelSettings['language']): Language {
  return setting === 'system' ? languageOf({ LANG: app.getPreferredSystemLanguages()[0]?.replace('-', '_') }) : setting;
}
