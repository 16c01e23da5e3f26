import { Type } from 'typebox'
import { openLabelKey } from '../../foundation/atproto/label-key.ts'
import type { Labeler } from '../../foundation/connector/labeler.ts'

const DID_KEY = 'did:key:'

export const DidDocumentAnswer = Type.Object({
  '@context': Type.Array(Type.String(), { description: 'The vocabularies of the document.' }),
  id: Type.String({ description: 'The DID of this service.' }),
  verificationMethod: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The name of the key.' }),
      type: Type.String({ description: 'Always Multikey.' }),
      controller: Type.String({ description: 'The DID of this service.' }),
      publicKeyMultibase: Type.String({ description: 'The public key of the service.' }),
    }),
    { description: 'The key of the service.' },
  ),
  service: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The name of the service.' }),
      type: Type.String({ description: 'Always AtprotoLabeler.' }),
      serviceEndpoint: Type.String({ description: 'The address of the service.' }),
    }),
    { description: 'The address at which reports are received.' },
  ),
})

/** Returns the document of a service whose DID is of the method did:web. */
export async function describeService({ did, signingKey }: Pick<Labeler, 'did' | 'signingKey'>, origin: string) {
  const publicKeyMultibase = (await openLabelKey(signingKey)).did().slice(DID_KEY.length)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{ id: `${did}#atproto_label`, type: 'Multikey', controller: did, publicKeyMultibase }],
    service: [{ id: '#atproto_labeler', type: 'AtprotoLabeler', serviceEndpoint: origin }],
  }
}
