import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { bytesToMultibase, type P256Keypair, Secp256k1Keypair } from '@atproto/crypto'
import { ROUTES } from '../../src/app/http/routes.ts'
import type { Connector } from '../../src/foundation/connector/connector.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import type { Labeler } from '../../src/foundation/connector/labeler.ts'
import { DESK, type KeyScope } from '../../src/foundation/domain.ts'
import { addKey } from '../../src/people/access/keys.ts'
import { givenPlatform } from './platforms.ts'
import { startTestDesk, TEST_PARTY, type TestDesk, type TestDeskOptions } from './server.ts'
import { freshDatabase } from './fresh-database.ts'

export const CREATE_REPORT = 'com.atproto.moderation.createReport'
export const SERVICE_DID = 'did:web:desk.example'
export const ROSA = `did:plc:${'r'.repeat(24)}`
export const VALE = `did:plc:${'v'.repeat(24)}`
export const SPAM = {
  reasonType: 'com.atproto.moderation.defs#reasonSpam',
  reason: 'Sells tickets that do not exist.',
  subject: { $type: 'com.atproto.admin.defs#repoRef', did: VALE },
}
const MINUTE_SECONDS = 60

type Keypair = Secp256k1Keypair | P256Keypair

/** A PLC directory with the documents that a test puts into it. */
export async function startDirectory(t: TestContext) {
  const keys = new Map<string, { type: string; publicKeyMultibase: string }>()
  let reads = 0
  const server = createServer((request, response) => {
    reads++
    const did = decodeURIComponent((request.url ?? '').slice(1))
    const key = keys.get(did)
    const method = { id: `${did}#atproto`, controller: did, ...key }
    response.writeHead(key === undefined ? 404 : 200).end(JSON.stringify({ id: did, verificationMethod: [method] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads: () => reads,
    put: (did: string, keypair: Keypair) =>
      void keys.set(did, { type: 'Multikey', publicKeyMultibase: keypair.did().slice('did:key:'.length) }),
    /** Puts a document in the form of older directories, with the key alone and its curve in the type. */
    putOld: (did: string, keypair: Keypair) => {
      const publicKeyMultibase = bytesToMultibase(keypair.publicKeyBytes(), 'base58btc')
      const curve = keypair.jwtAlg === 'ES256' ? 'Secp256r1' : 'Secp256k1'
      keys.set(did, { type: `Ecdsa${curve}VerificationKey2019`, publicKeyMultibase })
    },
  }
}

export interface LabelerDesk extends TestDesk {
  labeler: Labeler
  directory: Awaited<ReturnType<typeof startDirectory>>
  /** The key of @rosa, which stands in her document. */
  rosa: Secp256k1Keypair
}

/** A desk that is a moderation service, and a directory with one account. */
export async function startLabelerDesk(
  t: TestContext,
  options: Partial<TestDeskOptions> & {
    scopes?: KeyScope[]
    service?: Partial<Labeler>
    /** Opens the platform of the labeler. Left out: an unreachable one. */
    connect?: (labeler: Labeler, db: Pool) => Connector
  } = {},
): Promise<LabelerDesk> {
  const directory = await startDirectory(t)
  const rosa = await Secp256k1Keypair.create()
  directory.put(ROSA, rosa)
  const database = await freshDatabase(t)
  await givenPlatform(database.pool, 'bluesky')
  const given = { name: 'AT Protocol', scopes: options.scopes ?? (['report'] as const), platform: 'bluesky' }
  const { id: keyId } = await addKey({ db: database.pool }, given, DESK)
  const signing = await Secp256k1Keypair.create({ exportable: true })
  const labeler: Labeler = {
    ...{ platform: 'bluesky', did: SERVICE_DID, keyId, plc: directory.url, allowPrivate: [] },
    signingKey: Buffer.from(await signing.export()).toString('hex'),
    ...options.service,
  }
  const { connect, ...others } = options
  const platform = connect && { platform: connect(labeler, database.pool) }
  const settings = { routes: ROUTES, relyingParty: TEST_PARTY, ...others, ...platform, database, labeler }
  const test = await startTestDesk(t, settings)
  return { ...test, labeler, directory, rosa }
}

/** Makes a token of inter-service authentication, valid but for the claims that the test gives. */
export async function makeToken(
  keypair: Keypair,
  claims: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1_000)
  const payload = {
    ...{ iss: ROSA, aud: SERVICE_DID, lxm: CREATE_REPORT, iat: seconds, exp: seconds + MINUTE_SECONDS },
    ...{ jti: randomUUID(), ...claims },
  }
  const parts = [{ typ: 'JWT', alg: keypair.jwtAlg, ...header }, payload]
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = await keypair.sign(Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

/** Sends a report as a PDS does. */
export function sendReport(
  { app }: Pick<TestDesk, 'app'>,
  token: string | undefined,
  payload: object = SPAM,
  remoteAddress = '198.51.100.7',
) {
  const headers = {
    ...{ 'content-type': 'application/json', host: 'desk.example' },
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  }
  return app.inject({ method: 'POST', url: `/xrpc/${CREATE_REPORT}`, headers, payload, remoteAddress })
}
