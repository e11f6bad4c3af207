import type { EmailSettings } from '../../../shared/model/notification.ts';
import { AppError, detailOf, isAppError } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';
import { type Channel, isLoopback } from './channel.ts';
import { connectionFailure } from './send-failure.ts';

// The server was reached, and did not want: the sender, a recipient, the message, encryption.
const refusals = new Set(['EENVELOPE', 'EMESSAGE', 'EPROTOCOL', 'ETLS']);

interface Parts {
  readonly settings: EmailSettings;
  /** Of `settings.user`. SECRET_GONE when it is not there. */
  readonly password: () => Promise<string>;
}

/** NOTIFY_PLAIN when messages and password could be read on their way and nobody has allowed it. */
export function assertEmailSafe(settings: EmailSettings): void {
  if (settings.security === 'none' && !isLoopback(settings.host) && !settings.allowPlain)
    throw new AppError('NOTIFY_PLAIN', { address: addressOf(settings) });
}

function addressOf({ host, port }: EmailSettings): string {
  return `${host}:${port}`;
}

/** Sends messages as plain text by SMTP. Certificates are always checked. */
export function emailChannel({ settings, password }: Parts): Channel {
  const address = addressOf(settings);
  return {
    name: 'email',
    address,
    async send(id, message, signal) {
      assertEmailSafe(settings);
      const { host, port, security, user, from, to } = settings;
      const pass = user === null ? null : await password();
      // Loaded late: most commands send nothing.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        host,
        port,
        secure: security === 'tls',
        requireTLS: security === 'starttls',
        ignoreTLS: security === 'none',
        // Neither files nor addresses are ever attached.
        disableFileAccess: true,
        disableUrlAccess: true,
        ...(user === null || pass === null ? {} : { auth: { user, pass } }),
      });
      try {
        const mail = {
          from,
          to: [...to],
          subject: message.title,
          text: `${message.text}\n`,
          messageId: `<${id}@lifeboat.invalid>`,
          date: new Date(message.at),
          signal,
        };
        const sent = await transport.sendMail(mail);
        if (sent.rejected.length > 0)
          throw new AppError('NOTIFY_REFUSED', { address, reply: sent.rejected.map(String).join(', ') });
      } catch (error) {
        throw signal.aborted ? error : failureOf(error, address, pass);
      } finally {
        transport.close();
      }
    },
  };
}

function failureOf(error: unknown, address: string, password: string | null): AppError {
  if (isAppError(error)) return error;
  const code = errnoOf(error);
  const response = error instanceof Error && 'response' in error ? String(error.response) : detailOf(error);
  // A server may say it back.
  const reply = password === null ? response : response.replaceAll(password, '…');
  if (code === 'EAUTH') return new AppError('NOTIFY_LOGON_REFUSED', { address, reply });
  const failure = connectionFailure(error, address);
  if (failure.code === 'NOTIFY_UNREACHABLE' && refusals.has(code ?? ''))
    return new AppError('NOTIFY_REFUSED', { address, reply });
  return failure;
}
