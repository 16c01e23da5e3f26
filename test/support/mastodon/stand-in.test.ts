import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createRestAPIClient, MastoHttpError } from 'masto'
import { Compile } from 'typebox/schema'
import { DESK_TOKEN, givenStatus, MODERATOR } from './mastodon-data.ts'
import { startMastodon } from './start-mastodon.ts'

/** The folder with `schema.json`, Mastodon's API as OpenAPI from github.com/abraham/mastodon-openapi. */
const OPENAPI = process.env.COUNTERSIGN_MASTODON_OPENAPI

async function connect(t: TestContext, accessToken = DESK_TOKEN) {
  const mastodon = await startMastodon(t)
  return { mastodon, client: createRestAPIClient({ url: mastodon.url, accessToken }) }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) =>
      error instanceof MastoHttpError ? [error.statusCode, error.message] : assert.fail(String(error)),
  )

test("masto's stock client moderates the stand-in", async (t) => {
  const { client } = await connect(t)
  const vale = client.v1.admin.accounts.$select('109')
  for (const type of ['suspend', 'silence', 'sensitive', 'disable'] as const)
    await vale.action.create({ type, text: 'enf_1', sendEmailNotification: true })
  const { suspended, silenced, disabled } = await vale.fetch()
  assert.deepEqual({ suspended, silenced, disabled }, { suspended: true, silenced: true, disabled: true })
  await vale.unsuspend()
  await vale.unsilence()
  await vale.unsensitive()
  const given = await vale.enable()
  assert.deepEqual([given.suspended, given.silenced, given.disabled], [false, false, false])
})

test("masto's stock client reads posts and pages through accounts", async (t) => {
  const { mastodon, client } = await connect(t)
  givenStatus(mastodon.data, { id: '7' })
  givenStatus(mastodon.data, { id: '8', isReblog: true })
  assert.equal((await client.v1.statuses.$select('7').fetch()).account.acct, 'vale')
  const own = await client.v1.accounts.$select('109').statuses.list({ excludeReblogs: true })
  assert.deepEqual(
    own.map(({ id }) => id),
    ['7'],
  )
  const vale = mastodon.data.accounts.get('109')
  assert.ok(vale)
  for (let id = 1_000; id < 1_450; id++)
    mastodon.data.accounts.set(`${id}`, { ...vale, id: `${id}`, username: `m${id}`, permissions: MODERATOR })
  const pages: number[] = []
  for await (const page of client.v1.admin.accounts.list({ limit: 500 })) pages.push(page.length)
  assert.deepEqual(pages, [200, 200, 54], 'no page has more than 200 accounts')
})

test("masto's stock client gets the documented errors", async (t) => {
  const { mastodon, client } = await connect(t)
  const accounts = client.v1.admin.accounts
  assert.deepEqual(await failureOf(accounts.$select('404').fetch()), [404, 'Record not found'])
  assert.deepEqual(await failureOf(accounts.$select('109').action.create({})), [422, 'Record invalid'])
  assert.deepEqual(await failureOf(accounts.$select('109').unsuspend()), [403, 'This action is not allowed'])
  mastodon.data.tokens.set(DESK_TOKEN, { accountId: '1', scopes: ['admin:read'] })
  await accounts.$select('109').fetch()
  assert.deepEqual(await failureOf(accounts.$select('109').unsuspend()), [
    403,
    'This action is outside the authorized scopes',
  ])
  mastodon.remaining = 0
  assert.equal((await failureOf(accounts.$select('109').fetch()))[0], 429)
  mastodon.remaining = 1
  mastodon.data.tokens.clear()
  assert.deepEqual(await failureOf(accounts.$select('109').fetch()), [401, 'The access token is invalid'])
})

test("the stand-in's answers are as Mastodon's OpenAPI describes them", {
  skip: OPENAPI === undefined && 'COUNTERSIGN_MASTODON_OPENAPI names no folder with schema.json',
}, async (t) => {
  const text = readFileSync(join(OPENAPI ?? '', 'schema.json'), 'utf8')
  const $defs = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')).components.schemas
  const { mastodon } = await connect(t)
  const media = [{ id: '31', type: 'image', url: `${mastodon.url}/m.png`, description: null }]
  givenStatus(mastodon.data, { id: '7', media })
  const described: [path: string, schema: object][] = [
    ['/api/v1/accounts/verify_credentials', { $ref: '#/$defs/CredentialAccount' }],
    ['/api/v1/admin/accounts/109', { $ref: '#/$defs/AdminAccount' }],
    ['/api/v1/accounts/109/statuses', { type: 'array', items: { $ref: '#/$defs/Status' } }],
    ['/api/v1/statuses/7', { $ref: '#/$defs/Status' }],
    ['/api/v1/statuses/404', { $ref: '#/$defs/Error' }],
  ]
  for (const [path, schema] of described) {
    const response = await fetch(`${mastodon.url}${path}`, { headers: { authorization: `Bearer ${DESK_TOKEN}` } })
    const validator = Compile({ ...schema, $defs })
    const body: unknown = await response.json()
    assert.ok(validator.Check(body), `${path}: ${JSON.stringify(validator.Errors(body)[1])}`)
    for (const name of ['limit', 'remaining', 'reset']) assert.ok(response.headers.get(`x-ratelimit-${name}`), name)
  }
  assert.ok(!Compile({ $ref: '#/$defs/Status', $defs }).Check({ id: '7' }), 'the check can fail')
})
