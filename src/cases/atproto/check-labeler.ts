import { DidResolver } from '../../foundation/atproto/resolve-did.ts'
import type { Labeler } from '../../foundation/connector/labeler.ts'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { describeService } from './did-document.ts'

const DID_KEY = 'did:key:'

/** The public key of labels and the address of a labeler. */
interface LabelerEntry {
  key: string
  endpoint: string
}

/** The comparison of a labeler with its DID document. */
export interface CheckedLabeler {
  did: string
  wanted: LabelerEntry
  /** The entry of the document. Null: there is no document, or it lacks this part. */
  found: { key: string | null; endpoint: string | null }
  fits: boolean
}

/** Compares the key and the address of this desk with those in the DID document of its labeler. */
export async function checkLabeler(labeler: Omit<Labeler, 'platform'>, origin: string): Promise<CheckedLabeler> {
  const { did, plc, allowPrivate } = labeler
  const { verificationMethod } = await describeService(labeler, origin)
  const wanted = { key: `${DID_KEY}${verificationMethod[0]?.publicKeyMultibase}`, endpoint: origin }
  const resolver = new DidResolver({
    plc,
    directory: guardedFetch({ allowPrivate }),
    others: guardedFetch({ allowPrivate, ownMachine: false }),
  })
  const { key, endpoint } = (await resolver.resolve(did))?.labeler ?? {}
  const found = { key: key === undefined ? null : `${DID_KEY}${key}`, endpoint: endpoint ?? null }
  return { did, wanted, found, fits: found.key === wanted.key && found.endpoint === wanted.endpoint }
}

/** Returns the entries that the operation of a did:plc adds beside the present ones. */
export const toPlcEntries = ({ key, endpoint }: LabelerEntry) => ({
  verificationMethods: { atproto_label: key },
  services: { atproto_labeler: { type: 'AtprotoLabeler', endpoint } },
})
