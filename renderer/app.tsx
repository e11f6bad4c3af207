import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Rail } from './features/frame/rail.tsx';
import { AddStackDialog } from './features/add/add-stack-dialog.tsx';
import { BackupDialog } from './features/backup/backup-dialog.tsx';
import { QuitDialog } from './features/frame/quit-dialog.tsx';
import { RecoveryNote } from './features/frame/recovery-note.tsx';
import { ScheduleBanner } from './features/frame/schedule-banner.tsx';
import { HealthPage } from './features/health/health-page.tsx';
import { JobsDrawer } from './features/jobs/jobs-drawer.tsx';
import { OverviewPage } from './features/overview/overview-page.tsx';
import { RollbackDialog } from './features/rollback/rollback-dialog.tsx';
import { SettingsPage } from './features/settings/settings-page.tsx';
import { StackPage } from './features/stack/stack-page.tsx';
import { UpgradeDialog } from './features/upgrade/upgrade-dialog.tsx';
import { type Place, useNavigation } from './stores/navigation.ts';
import { usePanel } from './stores/panel.ts';
import { useFocusOnPage, watchFocus } from './ui/focus.ts';

function Page({ place }: { readonly place: Place }): ReactNode {
  if (place.page === 'stack') return <StackPage key={place.stackId} stackId={place.stackId} tab={place.tab} />;
  return { overview: <OverviewPage />, health: <HealthPage />, settings: <SettingsPage /> }[place.page];
}

/** The frame: the rail at the left, one page, and what lies over every page. */
export function App(): ReactNode {
  const place = useNavigation(({ place }) => place);
  const state = usePanel(({ state }) => state);
  useEffect(watchFocus, []);
  useFocusOnPage(place);
  useEffect(() => {
    if (state === null) return;
    document.documentElement.lang = state.language;
    document.documentElement.dataset['theme'] = state.dark ? 'dark' : 'light';
  }, [state]);
  return (
    <div className="frame">
      <Rail />
      <main className="page" tabIndex={-1}>
        <RecoveryNote />
        <ScheduleBanner />
        <Page place={place} />
      </main>
      <JobsDrawer />
      <AddStackDialog />
      <BackupDialog />
      <RollbackDialog />
      <UpgradeDialog />
      <QuitDialog />
    </div>
  );
}
