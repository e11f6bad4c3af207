import { join } from 'node:path';
import { Menu, nativeImage, type NativeImage, Tray } from 'electron';
import type { Begun } from '../../shared/ipc/contract.ts';
import type { Translator } from '../../shared/i18n.ts';
import type { Fault } from '../../shared/model/fault.ts';
import type { Job } from '../../shared/model/job.ts';
import { systemClock } from '../core/clock.ts';
import type { Engine, RunningJob } from '../core/engine-api.ts';
import { type TrayState, trayStateOf } from './tray-state.ts';
import type { PanelWindow } from './window.ts';

interface TrayDeps {
  readonly engine: Engine;
  readonly window: PanelWindow;
  readonly words: () => Translator;
  readonly begin: (running: RunningJob<unknown>) => Begun;
  readonly quit: () => void;
  /** Hears why a backup that was asked for here was not begun. */
  readonly refused: (error: unknown) => void;
}

interface PanelTray extends Disposable {
  /** Anew after the language or the stacks have changed. */
  renew(): void;
}

// Faults come and go without an event of this process: time passes, a share goes, the command line works.
const lookMs = 60_000;

const toolTipLines = 3;

const icons = join(import.meta.dirname, '../../resources/icons');

function imageOf(state: TrayState): NativeImage {
  const name = process.platform === 'darwin' ? `tray-${state}Template.png` : `tray-${state}.png`;
  return nativeImage.createFromPath(join(icons, name));
}

/** The icon in the tray: what goes on, and the way to the window, a backup, and the end. */
export function createTray({ engine, window, words, begin, quit, refused }: TrayDeps): PanelTray {
  const tray = new Tray(imageOf('idle'));
  const jobs = new Map<string, Job>();
  let faults: readonly Fault[] = [];
  tray.on('click', () => window.show());

  const backUp = (stack: string): void => {
    // The menu may be older than what the command line has done since: a job there, a stack that is gone.
    try {
      begin(engine.backup({ stack }));
    } catch (error) {
      refused(error);
      renew();
    }
  };

  const refresh = async (): Promise<void> => {
    const { text } = words();
    const stacks = await engine.stacks();
    tray.setImage(imageOf(trayStateOf([...jobs.values()], faults)));
    const sentences = faults.map((fault) => words().fault(fault, systemClock()));
    tray.setToolTip(['Lifeboat', ...sentences.slice(0, toolTipLines)].join('\n'));
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: text('desktop.tray.open'), click: () => window.show() },
        { type: 'separator' },
        ...stacks.map((stack) => ({
          label: text('desktop.tray.backUp', { stack: stack.name }),
          enabled: stack.openJob === null,
          click: () => backUp(stack.id),
        })),
        { type: 'separator' },
        { label: text('desktop.tray.quit'), click: quit },
      ]),
    );
  };
  const renew = (): void => {
    refresh().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
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
  const looks = setInterval(look, lookMs);
  renew();
  look();
  return { renew, [Symbol.dispose]: () => clearInterval(looks) };
}
