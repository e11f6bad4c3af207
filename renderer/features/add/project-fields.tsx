import type { ReactNode } from 'react';
import type { DiscoveredProject } from '../../../shared/model/stack.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Choice } from '../../ui/field.tsx';
import { Note } from '../../ui/note.tsx';
import { useWords, type Words } from '../../words.tsx';
import { useDiscovery } from './discovery.ts';

interface ProjectFieldsProps {
  readonly project: string | null;
  readonly onChange: (project: string) => void;
}

/** The Compose projects that were found here, to select one. Without Docker, a calm word about that. */
export function ProjectFields({ project, onChange }: ProjectFieldsProps): ReactNode {
  const words = useWords();
  const { text } = words;
  const [discovery, lookAgain] = useDiscovery();
  const again = (
    <div>
      <Button onPress={lookAgain}>{text('panel.add.lookAgain')}</Button>
    </div>
  );
  if (discovery.state === 'looking') return <Loading label={text('panel.add.looking')} />;
  if (discovery.state === 'failed')
    return (
      <Note state="none">
        <p>{text('panel.add.notFound')}</p>
        <p>{words.error(discovery.error).message}</p>
        {again}
      </Note>
    );
  if (discovery.projects.length === 0)
    return (
      <Note state="none">
        <p>{text('panel.add.noProjects')}</p>
        {again}
      </Note>
    );
  return (
    <div className="add-projects">
      <Choice
        label={text('panel.add.projects')}
        value={project ?? ''}
        options={discovery.projects.map((found) => ({
          value: found.project,
          label: found.project,
          hint: projectHint(found, words),
        }))}
        onChange={onChange}
      />
    </div>
  );
}

function projectHint({ services, running, workingDirectory, files }: DiscoveredProject, { text }: Words): string {
  const place = workingDirectory ?? files[0];
  const state = text('panel.add.services', { running, services });
  return place === undefined ? state : `${state} · ${place}`;
}
