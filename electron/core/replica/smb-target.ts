import { type Clock, systemClock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { type TimeLimits, usualLimits } from './smb/address.ts';
import { SmbConnection } from './smb/connection.ts';
import { dialectNames, dialects } from './smb/dialect.ts';
import { makeOffer, type Negotiated, negotiateBody, readNegotiated } from './smb/negotiate.ts';
import type { Credentials } from './smb/ntlm-keys.ts';
import { orAborted } from './smb/or-aborted.ts';
import { PreauthHash } from './smb/preauth.ts';
import { logOn, type Session } from './smb/session.ts';
import { wirePath } from './smb/share-path.ts';
import { SmbTree } from './smb/tree.ts';
import { validateNegotiate } from './smb/validate-negotiate.ts';
import { SmbTargetConnection } from './smb-target-connection.ts';
import type { ReplicaTarget, TargetConnection, TargetIdentity } from './target.ts';

/** A folder on a Windows share. */
export interface SmbPlace extends Credentials {
  readonly host: string;
  readonly port: number;
  readonly share: string;
  /** Below the share, names joined by `/`; '' for the share itself. It must be there. */
  readonly folder: string;
  /** Whether SMB 2.1 and 3.0 are good enough where the server has nothing newer. */
  readonly allowsOlder: boolean;
}

/** A Windows share as a target, by our own SMB client: nothing is mounted and nothing installed. */
export class SmbTarget implements ReplicaTarget {
  readonly #place: SmbPlace;
  readonly #clock: Clock;
  readonly #limits: TimeLimits;

  constructor(place: SmbPlace, clock: Clock = systemClock, limits: TimeLimits = usualLimits) {
    this.#place = place;
    this.#clock = clock;
    this.#limits = limits;
  }

  async open(signal: AbortSignal): Promise<TargetConnection> {
    const { host, port, folder } = this.#place;
    wirePath(folder);
    const connection = await SmbConnection.open({ host, port, limits: this.#limits }, signal);
    try {
      const { tree, identity } = await this.#enter(connection, signal);
      const opened = new SmbTargetConnection(tree, identity, folder);
      const root = await opened.stat('', signal);
      if (root?.kind !== 'folder') throw new AppError('REPLICA_PATH_NOT_FOUND', { path: identity.place });
      return opened;
    } catch (error) {
      connection.fail(error instanceof Error ? error : new Error('not opened', { cause: error }));
      throw error;
    }
  }

  async #enter(
    connection: SmbConnection,
    signal: AbortSignal,
  ): Promise<{ readonly tree: SmbTree; readonly identity: TargetIdentity }> {
    const { host, share, folder, allowsOlder } = this.#place;
    const offer = makeOffer(allowsOlder);
    const preauth = new PreauthHash();
    const posted = await connection.post({ command: 'NEGOTIATE', body: negotiateBody(offer) }, signal);
    preauth.add(posted.message);
    const reply = await orAborted(posted.reply, signal);
    preauth.add(reply.message.bytes);
    const negotiated = readNegotiated(reply, offer, host);
    connection.isMultiCredit = negotiated.isMultiCredit;
    const session = await logOn({
      connection,
      negotiated,
      preauth,
      credentials: this.#place,
      clock: this.#clock,
      signal,
    });
    const { transferBytes } = negotiated;
    const isEncrypted = session.protection.sealer !== null;
    const tree = await SmbTree.connect(connection, { share, transferBytes, isEncrypted }, signal);
    if (negotiated.dialect !== dialects.smb311) await validateNegotiate(tree, offer, negotiated, signal);
    return { tree, identity: identityOf(tree.place(folder), negotiated, session) };
  }
}

function identityOf(place: string, { dialect }: Negotiated, { protection, machine }: Session): TargetIdentity {
  return {
    place,
    machine,
    protection: {
      protocol: dialectNames.get(dialect) ?? 'SMB',
      signing: protection.signer.algorithm,
      encryption: protection.sealer?.cipher.name ?? null,
    },
  };
}
