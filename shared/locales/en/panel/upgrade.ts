/** *Protect an upgrade* and its banner. */
export const upgrade = {
  protect: 'Protect an upgrade',
  title: 'Protect an upgrade of {{stack}}?',
  body: {
    compose:
      'Lifeboat makes a point: data, compose files, .env and the images that run. Then you do the upgrade in your terminal. Unless you keep the new version in time, everything goes back to the point by itself.',
    folder:
      'Lifeboat makes a point of the data. Then you do the upgrade. Unless you keep the new version in time, the data goes back to the point by itself. Whether the application runs, Lifeboat cannot see here.',
  },
  version: 'Version that runs now',
  versionHint: 'Optional; it becomes part of the backup’s name.',
  confirmMinutes: 'Time for the upgrade (minutes)',
  confirmHint: 'And once more for your word, when it is healthy.',
  healthMinutes: 'Time to become healthy (minutes)',
  healthHint: 'Counts from “Check health”.',
  notMinutes: 'Whole minutes from 1 to {{most}}.',
  images: 'Keep the layers of the images too',
  imagesHint: 'Needed when the upgrade deletes old images.',
  notNow: 'Not now',
  begin: 'Make the point',
  banner: 'Guarded upgrade',
  doing: {
    byHand: 'The point is made. Do your upgrade now, then check the health.',
    byCommand: 'The upgrade command is at work in a terminal.',
    checking: 'Waiting until the new version is healthy; otherwise everything goes back.',
    confirming: 'The new version is healthy. Keep it?',
    goingBack: 'Everything goes back to before the upgrade.',
  },
  undone: 'The upgrade was undone.',
  left: '{{left}} left, then everything goes back by itself.',
  check: 'Check health',
  keep: 'Keep the new version',
  back: 'Roll back now',
  backTitle: 'Bring {{stack}} back to before the upgrade?',
  backBody: {
    compose:
      'The containers of the new version are stopped. Data, compose files, .env and image names come back, and the old version runs again.',
    folder: 'The data comes back as it was before the upgrade.',
  },
  backKeeps: 'What the new version wrote is kept until you release it.',
  point: 'Point before the last upgrade:',
  pointOf: 'Point before the last upgrade, version {{version}}:',
  toPoint: 'Roll back to it',
} as const;
