import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useNavigation } from '../../stores/navigation.ts';
import { IconButton } from '../../ui/button.tsx';
import { useFocusReturn } from '../../ui/focus.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { useWords } from '../../words.tsx';
import { JobDetails } from './job-details.tsx';
import { JobList } from './job-list.tsx';
import { useFreshJobs } from './use-fresh-jobs.ts';

function open(jobId: string | null): void {
  useNavigation.getState().go({ page: 'jobs', jobId });
}

interface ContentProps {
  readonly jobId: string | null;
  readonly onClose: () => void;
}

function Content({ jobId, onClose }: ContentProps): ReactNode {
  const { text } = useWords();
  useFocusReturn();
  const error = useFreshJobs();
  const [lastId, setLastId] = useState<string | null>(null);
  return (
    <>
      <div className="drawer-head">
        <Heading slot="title" className="drawer-title">
          {text('panel.jobs.title')}
        </Heading>
        <IconButton label={text('panel.jobs.close')} onPress={onClose}>
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <div className="drawer-body">
        {error === null ? null : <ErrorNote error={error} />}
        {jobId === null ? (
          <JobList lastId={lastId} onOpen={open} />
        ) : (
          <JobDetails
            key={jobId}
            jobId={jobId}
            onBack={() => {
              setLastId(jobId);
              open(null);
            }}
          />
        )}
      </div>
    </>
  );
}

/** All jobs, from the right over every page. Escape and a click beside it close it; the focus goes back. */
export function JobsDrawer(): ReactNode {
  const { jobs, closeJobs } = useNavigation();
  return (
    <ModalOverlay
      isOpen={jobs.open}
      isDismissable
      onOpenChange={(open) => {
        if (!open) closeJobs();
      }}
      className="drawer-veil"
    >
      <Modal className="drawer">
        <Dialog className="drawer-dialog">
          <Content jobId={jobs.jobId} onClose={closeJobs} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
