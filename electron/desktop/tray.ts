import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, type NativeImage, Tray } from 'electron';
import type { Translator } from '../../shared/i18n.ts';
import type { Fault } from '../../shared/model/fault.ts';
import type { Job } from '../../shared/model/job.ts';
import { pauseEnd } from '../../shared/schedule/pause-end.ts';
import { stackLight, worstLight } from '../../shared/stack/stack-light.ts';
import type { Clock } from '../core/clock.ts';
import type { Engine } from '../core/engine-api.ts';
import type { Desk } from './desk.ts';
import { type TrayAct, type TrayItem, trayMenu, trayTooltip } from './tray-menu.ts';
import { type TrayState, trayStateOf } from './tray-state.ts';
import type { PanelWindow } from './window.ts';

interface TrayDeps {
  readonly engine: Engine;
  readonly window: PanelWindow;
  readonly words: () => Translator;
  readonly begin: Desk['begin'];
  readonly quit: () => void;
  readonly clock: Clock;
  /** Hears why what was chosen here was not done. */
  readonly refused: (act: TrayAct['kind'], error: unknown) => void;
}

interface PanelTray extends Disposable {
  /** Anew after the language or the stacks have changed. */
  renew(): void;
}

// Faults come and go without an event of this process: time passes, a share goes, the command line works.
const lookMs = 60_000;

const icons = join(import.meta.dirname, '../../resources/icons');

function imageOf(state: TrayState): NativeImage {
  const name = process.platform === 'darwin' ? `tray-${state}Template.png` : `tray-${state}.png`;
  return nativeImage.createFromPath(join(icons, name));
}

/** Electron's form of the menu, a line between its groups. */
function templateOf(
  groups: readonly (readonly TrayItem[])[],
  choose: (act: TrayAct) => void,
): MenuItemConstructorOptions[] {
  const item = ({ label, act, items }: TrayItem): MenuItemConstructorOptions => {
    // One & would underline the letter after it.
    const shown = { label: label.replaceAll('&', '&&') };
    if (items !== undefined) return { ...shown, submenu: items.map(item) };
    return act === null ? { ...shown, enabled: false } : { ...shown, click: () => choose(act) };
  };
  return groups.flatMap((group, n) => [...(n === 0 ? [] : [{ type: 'separator' as const }]), ...group.map(item)]);
}

/** The icon in the tray: what goes on, and the way to the window, a backup, and the end. */
export function createTray({ engine, window, words, begin, quit, clock, refused }: TrayDeps): PanelTray {
  const tray = new Tray(imageOf('idle'));
  const jobs = new Map<string, Job>();
  let faults: readonly Fault[] = [];
  tray.on('click', () => window.show());

  const act = async (chosen: TrayAct): Promise<void> => {
    if (chosen.kind === 'open') window.show();
    else if (chosen.kind === 'quit') quit();
    else if (chosen.kind === 'backUp') await begin(() => engine.backup({ stack: chosen.stack }));
    else if (chosen.kind === 'pause') await engine.pauseSchedule(pauseEnd(chosen.choice, clock()));
    else await engine.resumeSchedule();
  };
  const choose = (chosen: TrayAct): void => {
    // The menu may be older than what the command line has done since: a job there, a stack that is gone.
    act(chosen)
      .catch((error: unknown) => refused(chosen.kind, error))
      .finally(renew);
  };

  let shown = '';
  const refresh = async (): Promise<void> => {
    const facts = { stacks: await engine.stacks(), schedule: await engine.schedule(), faults, now: clock() };
    const worst = worstLight(facts.stacks.map((stack) => stackLight(stack, facts.now)));
    tray.setImage(imageOf(trayStateOf([...jobs.values()], faults, worst)));
    tray.setToolTip(trayTooltip(facts, words()));
    const menu = trayMenu(facts, words());
    const said = JSON.stringify(menu);
    // A menu that is set anew closes under the pointer.
    if (said === shown) return;
    shown = said;
    tray.setContextMenu(Menu.buildFromTemplate(templateOf(menu, choose)));
  };
  const renew = (): void => {
    refresh().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      // What was good a minute ago must not stand there for good.
      if (tray.isDestroyed()) return;
      tray.setToolTip(words().text('panel.overview.summary.unknown'));
      tray.setImage(imageOf('attention'));
    });
  };
  // By itself: a share that does not answer must not hold up what the menu says of jobs.
  const look = (): void => {
    engine.alarms().then(
      (found) => {
        faults = found;
        renew();
        return found;
      },
      (error: unknown) => process.stderr.write(`${String(error)}\n`),
    );
  };
  engine.onJob((job) => {
    const before = jobs.get(job.id);
    jobs.set(job.id, job);
    if (before?.status === job.status) return;
    renew();
    if (job.endedAt !== null) look();
  });
  engine.onAlarm(look);
  const looks = setInterval(() => {
    // What is too old has become so without any event.
    renew();
    look();
  }, lookMs);
  renew();
  look();
  return { renew, [Symbol.dispose]: () => clearInterval(looks) };
}
