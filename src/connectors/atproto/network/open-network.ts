import { DidResolver } from '../../../foundation/atproto/resolve-did.ts'
import { ConnectorError } from '../../../foundation/connector/connector.ts'
import { guardedFetch } from '../../../foundation/outgoing/guarded-fetch.ts'
import type { XrpcService } from './call-xrpc.ts'
import { type ProfileView, readProfileView } from './profile-view.ts'
import { shareReads } from './share-reads.ts'

interface NetworkOptions {
  /** The PDS that this desk administers. Undefined: every account of the network, each at its own PDS. */
  pds?: string | undefined
  /** The password of the administrator of that PDS. */
  password?: string | undefined
  /** The AppView that counts followers. Undefined: an account has no reach. */
  appView?: string | undefined
  /** The directory of did:plc. */
  plc: string
  allowPrivate: readonly string[]
  now: () => Date
}

/** The services of the network that the connector calls. */
export interface Network {
  /** Finds the PDS of an account. Undefined: the account names none. */
  findPds(did: string): Promise<XrpcService | undefined>
  /** The PDS that the desk administers, with its password. */
  administered: XrpcService | undefined
  appView: XrpcService | undefined
  /**
   * Reads the profile of an account at the AppView. An act asks for it twice at once, for the facts and for the reach
   * beside the state. Undefined: there is no AppView.
   */
  readProfileView: ((did: string) => Promise<ProfileView | undefined>) | undefined
  now: () => Date
}

/**
 * Opens the services of the network. The operator writes the addresses of its own services. Those of other PDSs stand in
 * documents that their users write, so they never lead into a private network or to this machine.
 */
export function openNetwork({ pds, password, appView, plc, allowPrivate, now }: NetworkOptions): Network {
  const own = guardedFetch({ allowPrivate })
  const others = guardedFetch({ allowPrivate, ownMachine: false })
  const documents = new DidResolver({ plc, directory: own, others })
  const basic = password === undefined ? undefined : Buffer.from(`admin:${password}`).toString('base64')
  const administered =
    pds === undefined
      ? undefined
      : { url: pds, fetch: own, ...(basic !== undefined && { authorization: `Basic ${basic}` }) }
  const view = appView === undefined ? undefined : { url: appView, fetch: own }
  return {
    administered,
    now,
    appView: view,
    readProfileView: view && shareReads((did) => readProfileView(view, did)),
    findPds: async (did) => {
      if (administered !== undefined) return administered
      const document = await documents.resolve(did)
      return document?.pds === undefined ? undefined : { url: document.pds, fetch: others }
    },
  }
}

/** Returns the administered PDS. Without one the desk reads and takes nothing down. */
export function requireAdministered({ administered }: Network): XrpcService {
  if (administered?.authorization !== undefined) return administered
  throw new ConnectorError('refused', 'this desk administers no PDS: it only reads accounts and receives reports')
}
