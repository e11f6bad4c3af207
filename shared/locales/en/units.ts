export const units = {
  milliseconds: '{{n}} ms',
  seconds: '{{n}} s',
  minutes: '{{n}} min',
  hours: '{{n}} h',
  days: '{{n}} d',
  separator: ' ',
  listSeparator: ', ',
  now: 'just now',
} as const;
