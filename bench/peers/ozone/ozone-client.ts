import { randomUUID } from 'node:crypto'
import { Secp256k1Keypair } from '@atproto/crypto'
import { read } from '../../desk-client.ts'
import { bearerLine, HttpConnection } from '../../http-connection.ts'
import type { Account, Ozone } from './start-network.ts'

const EMIT = 'tools.ozone.moderation.emitEvent'
const TOKEN_SECONDS = 1_800

/** A moderator at Ozone, who calls it without a proxy of a PDS between. */
export interface OzoneClient {
  takeDown(account: Account): Promise<void>
  restore(account: Account): Promise<void>
  close(): void
}

export async function openOzoneClient({ url, did, moderator }: Ozone): Promise<OzoneClient> {
  const connection = await HttpConnection.open(url)
  const keypair = await Secp256k1Keypair.import(moderator.key)
  const token = await makeServiceToken(keypair, { iss: moderator.did, aud: did, lxm: EMIT })
  const emit = async (event: string, account: Account) => {
    const subject = subjectOf(account)
    const body = { event: { $type: `tools.ozone.moderation.defs#${event}` }, subject, createdBy: moderator.did }
    read(await connection.send('POST', `/xrpc/${EMIT}`, bearerLine(token), JSON.stringify(body)), 200, event)
  }
  return {
    takeDown: (account) => emit('modEventTakedown', account),
    restore: (account) => emit('modEventReverseTakedown', account),
    close: () => connection.close(),
  }
}

/** The subject of a report or an act, as the lexicons have it. */
export const subjectOf = ({ did }: Account): object => ({ $type: 'com.atproto.admin.defs#repoRef', did })

/** Makes a token of inter-service authentication. */
export async function makeServiceToken(
  keypair: Secp256k1Keypair,
  claims: { iss: string; aud: string; lxm: string },
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1_000)
  const payload = { ...claims, iat: seconds, exp: seconds + TOKEN_SECONDS, jti: randomUUID() }
  const parts = [{ typ: 'JWT', alg: keypair.jwtAlg }, payload]
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${Buffer.from(await keypair.sign(Buffer.from(signed))).toString('base64url')}`
}
