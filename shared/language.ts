export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** Language of a terminal: `LIFEBOAT_LANG`, else the locale variables in POSIX order; English otherwise. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const wish = env['LIFEBOAT_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^zh\b|^zh_/iu.test(wish) ? 'zh-CN' : 'en';
}
