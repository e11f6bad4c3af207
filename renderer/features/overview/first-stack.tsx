import { Boxes, FlaskConical, Folder } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { useWords, type Words } from '../../words.tsx';
import { useAdding } from '../add/adding.ts';
import { type Discovery, useDiscovery } from '../add/discovery.ts';

const mostNamed = 3;
const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The overview before the first stack: the ways to one, with what was found on this machine. */
export function FirstStack(): ReactNode {
  const words = useWords();
  const { text } = words;
  const openAt = useAdding(({ openAt }) => openAt);
  const [discovery, lookAgain] = useDiscovery();
  const found = discovery.state === 'found' && discovery.projects.length > 0;
  return (
    <div className="overview">
      <h1>{text('panel.overview.empty.title')}</h1>
      <p className="secondary">{text('panel.overview.empty.body')}</p>
      <ul className="ways">
        <Way
          icon={<Boxes {...icon} />}
          name={text('panel.overview.empty.project')}
          body={foundSentence(discovery, words)}
        >
          {found ? (
            <Button kind="primary" onPress={() => openAt('project')}>
              {text('panel.overview.empty.chooseProject')}
            </Button>
          ) : (
            <Button isDisabled={discovery.state === 'looking'} onPress={lookAgain}>
              {text('panel.add.lookAgain')}
            </Button>
          )}
        </Way>
        <Way
          icon={<Folder {...icon} />}
          name={text('panel.overview.empty.files')}
          body={text('panel.overview.empty.filesBody')}
        >
          <Button onPress={() => openAt('folder')}>{text('panel.overview.empty.chooseFolder')}</Button>
          <Button onPress={() => openAt('compose-file')}>{text('panel.overview.empty.chooseFile')}</Button>
        </Way>
        <Way
          icon={<FlaskConical {...icon} />}
          name={text('panel.overview.empty.sample')}
          body={text('panel.add.wayHint.sample')}
        >
          <Button kind={found ? 'plain' : 'primary'} onPress={() => openAt('sample')}>
            {text('panel.add.act.sample')}
          </Button>
        </Way>
      </ul>
    </div>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly body: string;
  /** The buttons that lead this way. */
  readonly children: ReactNode;
}

function Way({ icon, name, body, children }: WayProps): ReactNode {
  return (
    <li className="way">
      <span className="way-icon secondary">{icon}</span>
      <div className="way-text">
        <h2>{name}</h2>
        <p className="secondary">{body}</p>
      </div>
      <div className="way-acts">{children}</div>
    </li>
  );
}

function foundSentence(discovery: Discovery, { text, list, error }: Words): string {
  if (discovery.state === 'looking') return text('panel.add.looking');
  if (discovery.state === 'failed') return error(discovery.error).message;
  const names = discovery.projects.map(({ project }) => project);
  if (names.length === 0) return text('panel.add.noProjects');
  const projects = list(names.slice(0, mostNamed));
  const count = names.length - mostNamed;
  return count <= 0
    ? text('panel.overview.empty.found', { projects })
    : text('panel.overview.empty.foundMore', { projects, count });
}
