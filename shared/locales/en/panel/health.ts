export const health = {
  again: 'Examine again',
  examining: 'Examining',
  examined: 'Examined {{when}}',
  findings: 'Findings',
  state: { good: 'Good', attention: 'Wants attention', alarm: 'Alarm' },
  good_one: 'The one thing that was examined holds.',
  good_other: 'All {{count}} things that were examined hold.',
  attention_one: 'No alarm. One thing wants attention.',
  attention_other: 'No alarm. {{count}} things want attention.',
  alarm_one: 'One thing is wrong. Backups or services are not safe until it is put right.',
  alarm_other: '{{count}} things are wrong. Backups or services are not safe until they are put right.',
} as const;
