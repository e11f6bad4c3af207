import type { Job } from '../model/job.ts';
import type { PanelState } from './contract.ts';

/** Where the tray and notifications can send the window. */
export type Destination =
  | { readonly page: 'overview' | 'health' | 'settings' }
  | { readonly page: 'stack'; readonly stackId: string }
  | { readonly page: 'jobs'; readonly jobId: string | null };

/** What main tells the window without being asked. A job carries its own revision; a late one is dropped. */
export type PanelEvent =
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'state'; readonly state: PanelState }
  | { readonly type: 'go'; readonly to: Destination }
  /** The window is asked to close for good while this job runs; the operator decides. */
  | { readonly type: 'quit-asked'; readonly job: Job };
