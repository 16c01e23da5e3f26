import { Type } from 'typebox'
import { DID_PATTERN } from '../../foundation/atproto/at-uri.ts'
import { isLabelKey } from '../../foundation/atproto/label-key.ts'
import { LABELED_ACTIONS } from '../../foundation/atproto/label-value.ts'
import { defineKind } from '../connector-kind.ts'
import { atprotoConnector } from './atproto-connector.ts'
import { openNetwork } from './network/open-network.ts'

const Origin = Type.String({
  pattern: '^https?://[^@\\s/]+$',
  maxLength: 300,
  description: 'must be an origin such as https://pds.example, without a path',
})

/** The directory of did:plc that the network uses. */
const PLC = 'https://plc.directory'
/** Its fingerprint is in changes and the ledger, so a password that could be guessed would be found offline. */
const PASSWORD_CHARS_MIN = 24

const ServiceDid = Type.String({ pattern: DID_PATTERN, description: 'must be the DID of the moderation service' })
const KeyId = Type.String({ pattern: '^key_[0-9]{1,19}$', description: 'must be the id of an API key, such as key_12' })

/** A PDS that the desk administers, or the whole network, which it reads and, as a labeler, labels. */
export const ATPROTO = defineKind({
  kind: 'atproto',
  settings: Type.Object(
    {
      ...{ pds: Type.Optional(Origin), appview: Type.Optional(Origin), plc: Type.Optional(Origin) },
      ...{ labeler: Type.Optional(ServiceDid), reportKey: Type.Optional(KeyId) },
      labelActions: Type.Optional(Type.Array(Type.Enum(LABELED_ACTIONS), { uniqueItems: true })),
    },
    { additionalProperties: false },
  ),
  secrets: {
    PASSWORD: {
      isRequired: false,
      parse: (text) => (text.length >= PASSWORD_CHARS_MIN ? text : undefined),
      wanted: `the administrator's password of the PDS, at least ${PASSWORD_CHARS_MIN} characters`,
    },
    LABELER_KEY: {
      isRequired: false,
      parse: (text) => (isLabelKey(text) ? text : undefined),
      wanted: 'the private secp256k1 key of the service, in 64 hex digits, or one of P-256 with "p256:" before them',
    },
  },
  together: { settings: ['labeler', 'reportKey'], secrets: ['LABELER_KEY'] },
  address: ({ pds, plc }) => pds ?? plc ?? PLC,
  open: (
    { pds, appview, plc = PLC, labeler, labelActions: actions = [] },
    { PASSWORD },
    { allowPrivate, now, labels: store },
  ) =>
    atprotoConnector(
      openNetwork({ pds, password: PASSWORD, appView: appview, plc, allowPrivate, now }),
      labeler === undefined ? undefined : { store, actions },
    ),
  labeler: ({ labeler: did, reportKey: keyId, plc = PLC, labelActions: actions = [] }, { LABELER_KEY: signingKey }) => {
    if (did === undefined || keyId === undefined || signingKey === undefined) return undefined
    return { did, keyId, signingKey, plc, actions }
  },
})
