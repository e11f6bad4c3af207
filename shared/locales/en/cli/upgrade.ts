/** What the terminal says about guarded upgrades. */
export const upgrade = {
  none: 'No upgrade was guarded yet.',
  noLayers:
    'The layers of the images are not in the point (--images): do not delete the old images before the upgrade is confirmed.',
  waits:
    'The new version of {{stack}} is healthy. It waits for your word for {{left}} more; then everything goes back by itself.',
  elsewhere: 'From anywhere: lifeboat upgrade-confirm {{job}}, or lifeboat upgrade-rollback {{job}}',
  kept: 'The new version of {{stack}} is kept.',
  later: 'Its data from before: lifeboat rollback latest --type pre-upgrade',
  back: '{{stack}} is as before the upgrade.',
  orphan:
    'An upgrade of {{stack}} waits for your word ({{left}} left), and the process that followed it is gone: lifeboat upgrade-confirm {{job}}, or lifeboat upgrade-rollback {{job}}. When the time is over, a panel or a daemon that runs goes back by itself.',
} as const;
