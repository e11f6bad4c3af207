export const overview = {
  strip: {
    label: 'Running: {{kind}}',
    bytes: '{{done}} of {{total}}',
    left: '{{time}} left',
    cancel: 'Cancel',
    cancelling: 'Cancelling…',
  },
} as const;
