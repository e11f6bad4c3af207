import type { ReactNode } from 'react';
import type { StackView } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words.tsx';
import { type Preset, presetsOf } from './presets.ts';

interface FirstProps {
  readonly stack: StackView;
  /** Opens the editor with it. */
  readonly onChoose: (preset: Preset) => void;
}

/** A stack without a policy: what most want, and the way to something else. */
export function FirstPolicy({ stack, onChoose }: FirstProps): ReactNode {
  const { text } = useWords();
  return (
    <div className="schedule-part">
      <p>{text('panel.schedule.none')}</p>
      <ul className="ways">
        {presetsOf(stack.definition.kind).map((preset) => (
          <li key={preset} className="way">
            <span className="way-text secondary">{text(`panel.schedule.preset.${preset}Hint`)}</span>
            <div className="way-acts">
              <Button onPress={() => onChoose(preset)}>{text(`panel.schedule.preset.${preset}`)}</Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
