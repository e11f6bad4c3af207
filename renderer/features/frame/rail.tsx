import { Activity, House, ListChecks, Plus, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Destination } from '../../../shared/ipc/events.ts';
import { useJobs } from '../../stores/jobs.ts';
import { type Place, useNavigation } from '../../stores/navigation.ts';
import { useStacks } from '../../stores/stacks.ts';
import { IconButton } from '../../ui/button.tsx';
import { Light } from '../../ui/light.tsx';
import { useNow } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { lightName, stackLight } from '../../../shared/stack/stack-light.ts';
import { useAdding } from '../add/adding.ts';
import { Mark } from './mark.tsx';

interface ItemProps {
  readonly to: Destination;
  readonly current: boolean;
  readonly icon: ReactNode;
  readonly label: string;
  readonly count?: number;
}

function Item({ to, current, icon, label, count = 0 }: ItemProps): ReactNode {
  const go = useNavigation(({ go }) => go);
  const here = current ? { 'aria-current': 'page' as const } : {};
  return (
    <Button {...here} className="rail-item" onPress={() => go(to)}>
      {icon}
      <span className="rail-label" title={label}>
        {label}
      </span>
      {count === 0 ? null : <span className="secondary">{count}</span>}
    </Button>
  );
}

function isAt(place: Place, page: Place['page']): boolean {
  return place.page === page;
}

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The way to everything: the overview, each stack with its light, jobs, health, settings. */
export function Rail(): ReactNode {
  const { text } = useWords();
  const place = useNavigation(({ place }) => place);
  const jobsOpen = useNavigation(({ jobs }) => jobs.open);
  const stacks = useStacks(({ list }) => list) ?? [];
  const running = useJobs(({ list }) => list.filter(({ endedAt }) => endedAt === null).length);
  const add = useAdding(({ open }) => open);
  const now = useNow();
  return (
    <nav className="rail" aria-label="Lifeboat">
      <div className="rail-name">
        <Mark />
        Lifeboat
      </div>
      <Item
        to={{ page: 'overview' }}
        current={isAt(place, 'overview')}
        icon={<House {...icon} />}
        label={text('panel.frame.overview')}
      />
      <div className="rail-heading">
        <h2 className="rail-heading-text">{text('panel.frame.stacks')}</h2>
        <IconButton label={text('panel.frame.addStack')} onPress={add}>
          <Plus {...icon} />
        </IconButton>
      </div>
      {stacks.map((stack) => (
        <Item
          key={stack.id}
          to={{ page: 'stack', stackId: stack.id }}
          current={place.page === 'stack' && place.stackId === stack.id}
          icon={<Light state={stackLight(stack, now)} label={text(`panel.light.${lightName(stack, now)}`)} />}
          label={stack.name}
        />
      ))}
      <div className="rail-end">
        <Item
          to={{ page: 'jobs', jobId: null }}
          current={jobsOpen}
          icon={<ListChecks {...icon} />}
          label={text('panel.frame.jobs')}
          count={running}
        />
        <Item
          to={{ page: 'health' }}
          current={isAt(place, 'health')}
          icon={<Activity {...icon} />}
          label={text('panel.frame.health')}
        />
        <Item
          to={{ page: 'settings' }}
          current={isAt(place, 'settings')}
          icon={<Settings {...icon} />}
          label={text('panel.frame.settings')}
        />
      </div>
    </nav>
  );
}
