import cronstrue from 'cronstrue';
// Puts its language into cronstrue, and exports nothing.
import 'cronstrue/locales/zh_CN.js';
import type { Translator } from '../i18n.ts';
import type { Language } from '../language.ts';
import { formatList } from '../units.ts';
import { type SimpleSchedule, simpleSchedule } from './simple-schedule.ts';

const locales = { en: 'en', 'zh-CN': 'zh_CN' } as const satisfies Record<Language, string>;

/** A cron expression in words, for the middle of a sentence; the expression itself where there are no words for it. */
export function cronWords(cron: string, translator: Pick<Translator, 'language' | 'text'>): string {
  const simple = simpleSchedule(cron);
  return simple === null ? otherWords(cron, translator.language) : simpleWords(simple, translator);
}

function simpleWords(schedule: SimpleSchedule, { language, text }: Pick<Translator, 'language' | 'text'>): string {
  const { at } = schedule;
  if (schedule.every === 'day') return text('cron.day', { at });
  if (schedule.every === 'month')
    return schedule.day === 'last' ? text('cron.monthEnd', { at }) : text('cron.month', { day: schedule.day, at });
  const { days } = schedule;
  if (days.length === 7) return text('cron.day', { at });
  if (days.join('') === '12345') return text('cron.workdays', { at });
  // A week begins on Monday for most who read this.
  const inOrder = days.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  return text('cron.week', {
    days: formatList(
      inOrder.map((day) => text(`cron.weekday.${day}`)),
      language,
    ),
    at,
  });
}

function otherWords(cron: string, language: Language): string {
  try {
    const said = cronstrue.toString(cron, {
      locale: locales[language],
      use24HourTimeFormat: true,
      // Where both are restricted node-cron asks for both.
      logicalAndDayFields: true,
    });
    return language === 'en' ? said.charAt(0).toLowerCase() + said.slice(1) : chinese(said);
  } catch {
    return cron;
  }
}

/** Full-width punctuation, and one space between a word and a number, as everywhere. */
function chinese(said: string): string {
  return said
    .replaceAll(', ', '，')
    .replaceAll(/(?<=\p{Script=Han})(?=\d)|(?<=\d)(?=\p{Script=Han})/gu, ' ')
    .replaceAll(/ {2,}/gu, ' ');
}
