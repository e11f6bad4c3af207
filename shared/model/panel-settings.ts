import { z } from 'zod';

/** What an operator sets in the panel itself. `system` follows the desktop. */
export const PanelSettings = z.strictObject({
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark']),
  startAtLogin: z.boolean(),
  /** Closing the window leaves Lifeboat in the tray. */
  closeToTray: z.boolean(),
  /** A notification when a job ends while the window is hidden. */
  notifications: z.boolean(),
});
export type PanelSettings = Readonly<z.infer<typeof PanelSettings>>;

/** What changes; `undefined` changes nothing. */
export const SettingsChange = PanelSettings.partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

export function changedSettings(settings: PanelSettings, change: SettingsChange): PanelSettings {
  return {
    language: change.language ?? settings.language,
    theme: change.theme ?? settings.theme,
    startAtLogin: change.startAtLogin ?? settings.startAtLogin,
    closeToTray: change.closeToTray ?? settings.closeToTray,
    notifications: change.notifications ?? settings.notifications,
  };
}

export const standardSettings: PanelSettings = {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  closeToTray: true,
  notifications: true,
};
