import type { ReactNode } from 'react';
import type { Job, JobStep } from '../../../shared/model/job.ts';
import { Light } from '../../ui/light.tsx';
import { useWords, type Words } from '../../words.tsx';
import { tookMs } from './job-facts.ts';
import { stepError, stepLight, stepSubject, stepWord } from './step-facts.ts';

interface JobStepsProps {
  readonly job: Job;
  readonly steps: readonly JobStep[];
}

function outcomeOf({ outcome }: JobStep, { endedAt }: Job, { text }: Words): string {
  if (outcome === null && endedAt === null) return text('panel.jobs.stepNow');
  return text(`words.stepOutcome.${outcome ?? 'open'}`);
}

function Step({ job, step }: { readonly job: Job; readonly step: JobStep }): ReactNode {
  const words = useWords();
  const word = stepWord(step.name);
  const subject = stepSubject(step);
  const error = stepError(step);
  const took = tookMs(step);
  return (
    <tr>
      <td className="step-what">
        {word === null ? step.name : words.text(`panel.jobs.step.${word}`)}
        {subject === null ? null : <span className="step-subject mono secondary">{subject}</span>}
        {error === null ? null : <span className="step-subject small">{words.error(error).message}</span>}
      </td>
      <td>
        <span className="step-outcome">
          <Light state={stepLight(step, job)} label="" />
          {outcomeOf(step, job, words)}
        </span>
      </td>
      <td className="step-took" title={step.startedAt}>
        {took === null ? '' : words.duration(took)}
      </td>
    </tr>
  );
}

/** What a job did, step by step, with the time that each took. */
export function JobSteps({ job, steps }: JobStepsProps): ReactNode {
  const { text } = useWords();
  if (steps.length === 0) return <p className="secondary">{text('panel.jobs.noSteps')}</p>;
  return (
    <table className="steps selectable">
      <thead>
        <tr>
          <th scope="col">{text('panel.jobs.stepsTitle')}</th>
          <th scope="col">{text('panel.jobs.outcomeColumn')}</th>
          <th scope="col" className="step-took">
            {text('panel.jobs.took')}
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <Step key={step.n} job={job} step={step} />
        ))}
      </tbody>
    </table>
  );
}
