import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { IdentityProvider } from '../foundation/outgoing/identity-provider.ts'
import { type Destination, Outbox } from '../foundation/outgoing/outbox.ts'
import { sealWith } from '../foundation/outgoing/seal.ts'
import { webhookTranslator } from '../foundation/connector/translator.ts'
import { visitor } from '../foundation/connector/visit.ts'
import { mastodonConnector } from './mastodon/mastodon-connector.ts'
import { webhookConnector } from './webhook/webhook-connector.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const now = () => new Date()
const VALE = { kind: 'account', id: 'vale' } as const
const MESSAGE = {
  id: 'alert_1',
  title: 't',
  text: 't',
  link: 'https://desk.example/',
  linkText: 't',
  urgency: 'info',
  at: new Date(0),
  type: 'x',
  data: {},
} as const

/** Every outgoing call of the desk, sent to one address. Each resolves, or rejects with the reason. */
const CALLERS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  'an enforcement at the platform': (url) => webhookConnector({ url, secret, now }).readBack(VALE),
  'a picture of a content': (url) => webhookConnector({ url, secret, now }).media(VALE, 'photo-1'),
  'an enforcement at a Mastodon server': (url) => mastodonConnector({ url, token: 'token', now }).readBack(VALE),
  'the webhook of the environment': (url) => send(url, { kind: 'configured' }),
  'a webhook that an administrator wrote': (url) => send(url, { kind: 'webhook', url, secret }),
  'a room of Slack’s': (url) => send(url, { kind: 'slack', url }),
  'a paging service': (url) => send(url, { kind: 'pagerduty', url, key: 'k' }),
  'the translation service': (url) =>
    webhookTranslator({ url, secret, now }).translate({ text: 'x', from: null, to: 'en' }),
  'the identity provider': (url) => providerAt(url).begin(),
}

function send(url: string, to: Destination): Promise<void> {
  return new Outbox({ seal: sealWith(Buffer.alloc(32)), alerts: { url, secret }, now }).send(to, MESSAGE)
}

const providerAt = (issuer: string) =>
  new IdentityProvider({
    ...{ issuer, clientId: 'desk', clientSecret: 's', linkClaim: 'sub' },
    ...{ redirectUri: 'https://desk.example/', signedOutUri: 'https://desk.example/' },
  })

/** Joins the messages of an error and of each of its causes. */
async function reasonsOf(calling: Promise<unknown>): Promise<string> {
  const said: string[] = []
  for (
    let error: unknown = await calling.then(
      () => 'nothing',
      (reason: unknown) => reason,
    );
    error !== undefined;
  ) {
    said.push(String(error))
    error = error instanceof Error ? error.cause : undefined
  }
  return said.join('; ')
}

/** Starts a server that redirects every request to a second one, which counts its requests. */
async function startRedirecting(t: TestContext): Promise<{ url: string; reached: () => number }> {
  const listening = async (answer: Parameters<typeof createServer>[1]) => {
    const server = createServer(answer)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }
  let reached = 0
  const inside = await listening((_request, response) => {
    reached++
    response.end('{}')
  })
  const url = await listening((_request, response) => response.writeHead(307, { location: inside }).end())
  return { url, reached: () => reached }
}

const INSIDE = ['http://10.0.0.7:9/', 'http://169.254.169.254/latest/meta-data/', 'http://[fd00::1]:9/']

test('the desk calls no private address from any setting', async () => {
  for (const [name, call] of Object.entries(CALLERS)) {
    for (const url of INSIDE) assert.match(await reasonsOf(call(url)), /private network/, `${name} at ${url}`)
  }
})

test('outgoing calls follow no redirect', async (t) => {
  const { url, reached } = await startRedirecting(t)
  for (const [name, call] of Object.entries(CALLERS)) {
    // An address that people of the desk wrote isn't even called on this machine.
    assert.match(await reasonsOf(call(url)), /redirect is not followed|private network/, name)
  }
  assert.equal(await visitor({ url })(url), 'unknown')
  assert.equal(reached(), 0)
})

test('a platform at a public address cannot lead to private networks', async (t) => {
  const { url, reached } = await startRedirecting(t)
  const visit = visitor({ url: 'https://platform.example/' })
  for (const address of [...INSIDE, url, 'file:///etc/passwd', 'ftp://10.0.0.7/'])
    assert.equal(await visit(address), 'unknown')
  assert.equal(reached(), 0)
})
