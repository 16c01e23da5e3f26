import { Type } from 'typebox'
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
const PASSWORD_CHARS_MIN = 8

/** A PDS that the desk administers, or the whole network, which it only reads and labels. */
export const ATPROTO = defineKind({
  kind: 'atproto',
  settings: Type.Object(
    { pds: Type.Optional(Origin), appview: Type.Optional(Origin), plc: Type.Optional(Origin) },
    { additionalProperties: false },
  ),
  secrets: {
    PASSWORD: {
      isRequired: false,
      parse: (text) => (text.length >= PASSWORD_CHARS_MIN ? text : undefined),
      wanted: `the administrator's password of the PDS, at least ${PASSWORD_CHARS_MIN} characters`,
    },
  },
  address: ({ pds, plc }) => pds ?? plc ?? PLC,
  open: ({ pds, appview, plc = PLC }, { PASSWORD }, { allowPrivate, now }) =>
    atprotoConnector(openNetwork({ pds, password: PASSWORD, appView: appview, plc, allowPrivate, now })),
})
