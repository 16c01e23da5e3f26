import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval, KeyList } from '@countersign/platform-kit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { html } from '../../../foundation/html/html.ts'
import { PACKAGE_DIR } from '../../../foundation/settings/package-paths.ts'
import { compileValidator } from '../../http/requests/validator.ts'
import { type OfflineAsk, OfflineSigning } from './offline-signing.ts'
import { PAGE_HEADERS, renderPage, WEBAUTHN_BUNDLE } from './web-page.ts'

/** The page is served without TLS: a proxy with TLS stands in front, as before the desk. */
const HOST = '127.0.0.1'
const BODY_BYTES_MAX = 32_768
const CHALLENGE_BYTES = 32

const Text = Type.String({ minLength: 1, maxLength: 8_192 })
const PrepareBody = Type.Object({ credentialId: Text })
const SignBody = Type.Object({ signingId: Text, clientDataJSON: Text, authenticatorData: Text, signature: Text })
const SCRIPTS = {
  '/webauthn/browser.js': WEBAUTHN_BUNDLE,
  '/offline.js': join(PACKAGE_DIR, 'src/app/cli/offline/offline-page.js'),
} as const

const PAGE = renderPage(
  'Restore by two people',
  html`<p><button id="read">Read it, with your passkey</button></p>
<pre id="text"></pre>
<p><button id="sign" hidden>Sign this with your passkey</button></p>`,
  Object.keys(SCRIPTS),
)

interface OfflineSignings {
  /** The address at which it listens. */
  url: string
  /** Resolves when two people have signed. */
  signed: Promise<Approval[]>
  close(): Promise<void>
}

/** Serves the one page on which people sign without a desk. It can only gather their signatures. */
export async function serveOfflineSigning(list: KeyList, ask: OfflineAsk, port: number): Promise<OfflineSignings> {
  const signing = new OfflineSigning(list, ask)
  const { promise: signed, resolve } = Promise.withResolvers<Approval[]>()
  const app = Fastify({ bodyLimit: BODY_BYTES_MAX }).withTypeProvider<TypeBoxTypeProvider>()
  app.setValidatorCompiler(compileValidator)
  addPage(app)
  app.post('/begin', async () => ({
    challenge: randomBytes(CHALLENGE_BYTES).toString('base64url'),
    rpId: list.rpId,
    userVerification: 'required',
  }))
  app.post('/prepare', { schema: { body: PrepareBody } }, async ({ body }, reply) => {
    const signings = signing.prepare(body.credentialId)
    return signings
      ? { signings }
      : reply.code(403).send({ detail: 'This key is not on the list of keys. Sign with a passkey of a listed person.' })
  })
  app.post('/sign', { schema: { body: SignBody } }, async ({ body }, reply) => {
    if (!(await signing.accept(body))) return reply.code(403).send({ detail: 'This signature does not count.' })
    const { approvals } = signing
    if (approvals) resolve(approvals)
    return { said: approvals ? 'Signed. It is being brought back.' : 'Signed. One more person must.' }
  })
  const url = await app.listen({ host: HOST, port })
  return { url, signed, close: () => app.close() }
}

function addPage(app: FastifyInstance): void {
  app.get('/', async (_request, reply) => reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(PAGE))
  for (const [path, file] of Object.entries(SCRIPTS)) {
    const script = readFileSync(file, 'utf8')
    app.get(path, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
  }
}
