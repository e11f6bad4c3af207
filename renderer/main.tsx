import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectStores } from './stores/connect.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/ui.css';
import './styles/fields.css';
import './styles/frame.css';
import './styles/overview.css';
import './styles/add.css';
import './styles/stack.css';
import './styles/backup.css';
import './styles/rollback.css';
import './styles/jobs.css';
import './styles/health.css';
import './styles/schedule.css';
import './styles/replica.css';
import './styles/settings.css';
import { WordsProvider } from './words.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no root');
await connectStores();
createRoot(root).render(
  <StrictMode>
    <WordsProvider>
      <App />
    </WordsProvider>
  </StrictMode>,
);
