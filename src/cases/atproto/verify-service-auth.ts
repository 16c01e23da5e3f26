import { formatDidKey, multibaseToBytes, verifySignature } from '@atproto/crypto'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { DidResolver, SigningKey } from '../../foundation/atproto/resolve-did.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'

/** The longest validity of a token: that of a token for one method at a PDS. */
const GOOD_FOR_MS_MAX = HOUR_MS + 5 * MINUTE_MS
/** A token may be made this far in the future, as a report may, because clocks differ. */
const AHEAD_MS_MAX = 5 * MINUTE_MS
const TOKEN_CHARS_MAX = 4_096
/** Tokens of these types are for other purposes, and a PDS signs none of them for a service. */
const OTHER_TYPES: readonly unknown[] = ['at+jwt', 'refresh+jwt', 'dpop+jwt']

/** A caller of a service, whose own repository key signed the request. */
export interface ServiceCaller {
  did: string
  /** The name of this one token. */
  tokenId: string
  /** The time at which the token was made. */
  at: Date
}

interface Expected {
  /** The DID of the service that is called. */
  audience: string
  /** The method that is called. */
  method: string
  now: Date
}

/**
 * Returns the account that signed a token of inter-service authentication for this service and this method. The key
 * stands in the account's DID document. It is read again when the signature doesn't fit a kept document, because accounts
 * change their keys. Throws the refusal.
 */
export async function verifyServiceAuth(
  resolver: DidResolver,
  token: string | undefined,
  expected: Expected,
): Promise<ServiceCaller> {
  const parsed = token === undefined || token.length > TOKEN_CHARS_MAX ? undefined : parseToken(token)
  if (parsed === undefined) throw refused('unreadable')
  const { claims } = parsed
  checkClaims(claims, expected)
  for (const fresh of [false, true]) {
    const signingKey = await findSigningKey(resolver, claims.iss, fresh)
    if (signingKey !== undefined && (await isSigned(parsed, signingKey))) {
      return { did: claims.iss, tokenId: claims.jti, at: madeAt(claims) }
    }
  }
  throw refused('unsigned')
}

/** The time of a token follows from the token alone, so a resend is the same report. Without one it is the earliest. */
const madeAt = ({ iat, exp }: Claims): Date =>
  new Date(iat === undefined ? exp * SECOND_MS - GOOD_FOR_MS_MAX : iat * SECOND_MS)

function checkClaims({ aud, lxm, exp, iat }: Claims, { audience, method, now }: Expected): void {
  if (aud !== audience && aud !== `${audience}#atproto_labeler`) throw refused('elsewhere')
  if (lxm !== method) throw refused('otherMethod')
  const restMs = exp * SECOND_MS - now.getTime()
  if (!(restMs > 0 && restMs <= GOOD_FOR_MS_MAX)) throw refused('expired')
  if (iat !== undefined && iat * SECOND_MS - now.getTime() > AHEAD_MS_MAX) throw refused('ahead')
}

interface Parsed {
  alg: 'ES256K' | 'ES256'
  claims: Claims
  signed: Buffer
  signature: Buffer
}

function parseToken(token: string): Parsed | undefined {
  const parts = token.split('.')
  const [header = '', claims = '', signature = ''] = parts
  const [readHeader, readClaims] = [parsePart(header), parsePart(claims)]
  if (parts.length !== 3 || !Value.Check(Header, readHeader) || !Value.Check(Claims, readClaims)) return undefined
  if (OTHER_TYPES.includes(readHeader.typ)) return undefined
  return {
    ...{ alg: readHeader.alg, claims: readClaims },
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  }
}

function parsePart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** Finds the key of an account. A document that can't be read now is no proof against the caller: they try again. */
async function findSigningKey(resolver: DidResolver, did: string, fresh: boolean): Promise<SigningKey | undefined> {
  try {
    return (await resolver.resolve(did, { fresh }))?.signingKey
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new DeskError('unavailable', message('atproto.unresolved'), { error: 'UpstreamFailure' }, { cause: error })
  }
}

/** A token is compared by its id and never by its bytes, so both forms of an ECDSA signature count. */
async function isSigned({ alg, signed, signature }: Parsed, key: SigningKey): Promise<boolean> {
  try {
    return await verifySignature(toDidKey(key), signed, signature, { jwtAlg: alg, allowMalleableSig: true })
  } catch {
    return false // The key is none, or of another curve than the token names.
  }
}

/** The curves of the key types whose text names none. */
const CURVES: Readonly<Record<string, string>> = {
  EcdsaSecp256k1VerificationKey2019: 'ES256K',
  EcdsaSecp256r1VerificationKey2019: 'ES256',
}

function toDidKey({ type, publicKeyMultibase }: SigningKey): string {
  const curve = CURVES[type]
  return curve === undefined
    ? `did:key:${publicKeyMultibase}`
    : formatDidKey(curve, multibaseToBytes(publicKeyMultibase))
}

const refused = (why: 'unreadable' | 'unsigned' | 'elsewhere' | 'otherMethod' | 'expired' | 'ahead'): DeskError =>
  new DeskError('not_signed_in', message(`atproto.token.${why}`), { error: 'BadJwt' })

const Header = Type.Object({ alg: Type.Enum(['ES256K', 'ES256']), typ: Type.Optional(Type.Unknown()) })
const Seconds = Type.Integer({ minimum: 0, maximum: 2 ** 40 })
const Claims = Type.Object({
  iss: Type.String({ maxLength: 300 }),
  aud: Type.String({ maxLength: 400 }),
  lxm: Type.String({ maxLength: 400 }),
  exp: Seconds,
  iat: Type.Optional(Seconds),
  jti: Type.String({ minLength: 8, maxLength: 200 }),
})
type Claims = Static<typeof Claims>
