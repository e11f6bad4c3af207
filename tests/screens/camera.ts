import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Panel } from '../support/panel.ts';

const languages = ['en', 'zh-CN'] as const;
const themes = ['light', 'dark'] as const;

/** Takes one picture per language and theme of what the panel shows now, and leaves it English and light. */
export type Camera = (panel: Panel, screen: string) => Promise<void>;

/** A camera that writes `<screen>.<language>.<theme>.png` into a folder and says so. */
export function cameraInto(folder: string, say: (text: string) => void): Camera {
  return async (panel, screen) => {
    for (const language of languages) {
      for (const theme of themes) {
        await dress(panel, language, theme);
        const picture = await panel.page.screenshot({ animations: 'disabled', caret: 'hide' });
        await writeFile(join(folder, `${screen}.${language}.${theme}.png`), picture);
      }
    }
    await dress(panel, 'en', 'light');
    say(screen);
  };
}

/** Resolves once the page shows itself so. */
export async function dress({ call, page }: Panel, language: 'en' | 'zh-CN', theme: 'light' | 'dark'): Promise<void> {
  await call('panel.set', { language, theme });
  await page.locator(`html[lang="${language}"][data-theme="${theme}"]`).waitFor({ state: 'attached' });
  await page.mouse.move(1119, 1);
  // A text that the new language asks main for, and fonts that are drawn for the first time.
  await page.waitForTimeout(200);
}
