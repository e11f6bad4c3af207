import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { useBackups } from '../../stores/backups.ts';
import { Button } from '../../ui/button.tsx';
import { Ago } from '../../ui/time.tsx';
import { useWords } from '../../words.tsx';
import { useRollingBack } from '../rollback/rolling-back.ts';
import { latestPoint } from './upgrade-view.ts';

/** The newest point from before an upgrade, one click from the plan of a rollback to it. Nothing where there is none. */
export function LatestPoint({ stack }: { readonly stack: StackView }): ReactNode {
  const { text } = useWords();
  const backups = useBackups(({ of }) => of[stack.id]);
  const rollBack = useRollingBack(({ open }) => open);
  const point = latestPoint(backups ?? []);
  if (point === null) return null;
  const version = point.appVersion;
  return (
    <p className="latest-point secondary">
      <span>
        {version === null ? text('panel.upgrade.point') : text('panel.upgrade.pointOf', { version })}{' '}
        <Ago time={point.createdAt} />
      </span>
      <Button isDisabled={stack.openJob !== null} onPress={() => rollBack(stack.id, point.id)}>
        {text('panel.upgrade.toPoint')}
      </Button>
    </p>
  );
}
