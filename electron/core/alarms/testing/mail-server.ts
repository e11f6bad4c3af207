import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificate, certificateKey } from './certificate.ts';

interface Mail {
  readonly user: string | null;
  readonly secure: boolean;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

/** A mail server that keeps what it gets. */
interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: Mail[];
}

/** Takes `user` with `password`; addresses that begin with `nobody` are refused. Standard: STARTTLS. */
export async function startMailServer(
  options: Pick<SMTPServerOptions, 'secure' | 'disabledCommands' | 'authOptional'> & {
    readonly password?: string;
  } = {},
): Promise<MailServer> {
  const mails: Mail[] = [];
  const { password = 'right', ...rest } = options;
  const server = new SMTPServer({
    cert: certificate,
    key: certificateKey,
    logger: false,
    disableReverseLookup: true,
    ...rest,
    onAuth(auth, _session, done) {
      if (auth.username === 'user' && auth.password === password) done(null, { user: 'user' });
      else done(new Error(`no such user or password: ${auth.password}`));
    },
    onRcptTo({ address }, _session, done) {
      done(address.startsWith('nobody') ? new Error('no such mailbox') : null);
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          user: typeof session.user === 'string' ? session.user : null,
          secure: session.secure,
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  // Clients that do not trust it break off.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
