import type { ReactNode } from 'react';
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useSchedule } from '../../stores/schedule.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import type { Act } from '../stack/use-act.ts';
import { pauseChoices, pauseEnd } from '../../../shared/schedule/pause-end.ts';

/** Pauses the schedules of all stacks, for as long as the operator chooses. */
export function PauseMenu({ act }: { readonly act: Act }): ReactNode {
  const { text } = useWords();
  const pause = useSchedule(({ pause }) => pause);
  return (
    <MenuTrigger>
      <Button isPending={act.busy}>{text('panel.schedule.pausing.open')}</Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="listbox"
          onAction={(id) => {
            const choice = pauseChoices.find((candidate) => candidate === id);
            if (choice !== undefined) act.run(async () => pause(pauseEnd(choice, Date.now())));
          }}
        >
          <MenuSection>
            <Header className="listbox-head">{text('panel.schedule.pausing.hint')}</Header>
            {pauseChoices.map((choice) => (
              <MenuItem key={choice} id={choice} className="listbox-item">
                {text(`panel.schedule.pausing.${choice}`)}
              </MenuItem>
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
