import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { type CoopTypes, OWN_NAMES } from '../../foundation/coop/coop-item.ts'
import { Address, defineKind } from '../connector-kind.ts'
import { coopConnector } from './coop-connector.ts'

const RSA_BITS_MIN = 2_048
const HEADER_CHARS_MAX = 1_024

const TypeId = Type.String({ minLength: 1, maxLength: 64, description: 'must be the id of a type' })
const FieldName = Type.String({ minLength: 1, maxLength: 128, description: 'must be the name of a field' })
const strict = { additionalProperties: false }

/** A path of the platform, so that a callback goes to the address to which two people agreed. */
const Path = Type.String({
  pattern: '^/[^/\\\\\\s][^\\s]*$',
  maxLength: 300,
  description: 'must be a path of the platform, such as /coop/actions/hide',
})
const action = { id: Type.String({ minLength: 1, maxLength: 128 }), path: Path }
const Reversible = Type.Optional(Type.Object({ ...action, undo: Type.Object(action, strict) }, strict))

const Settings = Type.Object(
  {
    url: Address,
    accounts: Type.Array(TypeId, { minItems: 1, maxItems: 20, description: 'must list the types that are users' }),
    items: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), TypeId, { maxProperties: 100 })),
    fields: Type.Optional(
      Type.Object(Object.fromEntries(Object.keys(OWN_NAMES).map((name) => [name, Type.Optional(FieldName)])), strict),
    ),
    actions: Type.Optional(
      Type.Object(
        {
          ...{ hide: Reversible, suspend: Reversible, lock: Reversible, limit: Reversible },
          warn: Type.Optional(Type.Object(action, strict)),
        },
        strict,
      ),
    ),
  },
  strict,
)

const typesOf = ({ accounts, items = {}, fields = {} }: Static<typeof Settings>): CoopTypes => ({
  ...{ accounts, items },
  fields: { ...OWN_NAMES, ...fields },
})

/** Reads a private RSA key in PEM. Undefined: it is none, or too short. */
function readKey(text: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(text)
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    return key.asymmetricKeyType === 'rsa' && bits >= RSA_BITS_MIN ? key : undefined
  } catch {
    return undefined
  }
}

/** A platform that was integrated with Coop: it sends reports, items and appeals, and receives action callbacks. */
export const COOP = defineKind({
  kind: 'coop',
  settings: Settings,
  secrets: {
    SIGNING_KEY: {
      isRequired: true,
      parse: (text) => (readKey(text) === undefined ? undefined : text),
      wanted: `a private RSA key of at least ${RSA_BITS_MIN} bits in PEM`,
    },
    AUTHORIZATION: {
      isRequired: false,
      parse: (text) => (/^[\x20-\x7e]+$/.test(text) && text.length <= HEADER_CHARS_MAX ? text : undefined),
      wanted: 'the value of the Authorization header that the platform expects',
    },
  },
  address: ({ url }) => url,
  open: (settings, { SIGNING_KEY: pem = '', AUTHORIZATION: authorization }, context) => {
    const key = readKey(pem)
    if (key === undefined) throw new TypeError('the signing key of a platform was not checked')
    const { warn, ...actions } = settings.actions ?? {}
    return coopConnector({ url: settings.url, types: typesOf(settings), actions, warn, key, authorization, ...context })
  },
  coop: typesOf,
})
