import { randomUUID, sign as signBytes } from 'node:crypto'
import type { SignedCall } from '@countersign/platform-kit'
import { signCall, signRestore } from '../../src/app/conformance/sign.ts'
import type { Answering, Broken, Served } from './serve-platform.ts'

type Members = Record<string, unknown>
interface Call extends Members {
  type?: string
  instruction?: Members
  authorisation?: string
  instructions?: Call[]
}

/** A call as a broken platform sees it: it overlooks one fault, as if the call had come without it. */
type Overlook = (call: Call, claims: Members, served: Served) => void

const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url')

/** Signs the call's body anew, so that a platform accepts it for any headers that came with it. */
export function signAnew({ keys }: Served, body: string): SignedCall {
  return { headers: signCall(keys.secrets[0], randomUUID(), Date.now(), body), body }
}

function parseCall(body: string): Call | undefined {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function readClaims(token: string | undefined): Members {
  const [, payload = ''] = token?.split('.') ?? []
  return payload === '' ? {} : JSON.parse(Buffer.from(payload, 'base64url').toString())
}

/** Breaks a platform: it changes each call by what it overlooks, and signs it as a correct desk would have. */
export const overlooking = (overlook: Overlook): Broken => ({
  answer:
    (answer: Answering, served): Answering =>
    (sent) => {
      const call = parseCall(sent.body)
      if (call === undefined) return answer(sent)
      for (const one of call.instructions ?? [call]) {
        const claims = readClaims(one.authorisation)
        overlook(one, claims, served)
        if (one.instruction) one.authorisation = signClaims(claims, served)
      }
      return answer(signAnew(served, JSON.stringify(call)))
    },
})

function signClaims(claims: Members, { keys }: Served): string {
  const signed = [{ alg: 'EdDSA' }, claims].map((part) => base64(JSON.stringify(part))).join('.')
  return `${signed}.${base64(signBytes(null, Buffer.from(signed), keys.deskKey))}`
}

/** Gives a call for a restore the signatures of two people. */
export const signedByTwo: Overlook = (call, _claims, { keys }) => {
  if (call.type !== 'subject.restore') return
  const { subject, epoch } = call as { subject?: { kind: 'account'; id: string }; epoch?: number }
  if (subject === undefined || epoch === undefined) return
  const time = { now: () => Date.now(), freshId: () => randomUUID() }
  Object.assign(call, {
    signatures: [keys.people.ana, keys.people.ben].map((by) => signRestore(time, by, subject, epoch)),
  })
}
