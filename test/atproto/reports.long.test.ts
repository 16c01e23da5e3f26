import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startLabelerDesk } from '../support/atproto.ts'
import { openAgent, SKIPPED, startNetwork } from './network.ts'

/** Finds a port that is free now: the DID of a service names its port before the service listens. */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('the stock client reports an account and a post through its PDS', { skip: SKIPPED }, async (t) => {
  const { pds, plc } = await startNetwork()
  const port = await findPort()
  const did = `did:web:localhost%3A${port}`
  const relyingParty = { origin: `http://localhost:${port}`, rpId: 'localhost' }
  const { app, desk } = await startLabelerDesk(t, { relyingParty, service: { did, plc } })
  await app.listen({ host: '127.0.0.1', port })

  const join = async (handle: string) => {
    const agent = await openAgent(pds)
    await agent.createAccount({ email: `${handle}@example.org`, handle, password: randomBytes(9).toString('hex') })
    return agent
  }
  const [rosa, vale] = [await join('rosa-reports.test'), await join('vale-sells.test')]
  const post = await vale.post({ text: 'Last tickets, write to me.' })
  const service = rosa.withProxy('atproto_labeler', did).com.atproto.moderation
  const reasonType = 'com.atproto.moderation.defs#reasonSpam'
  const account = { $type: 'com.atproto.admin.defs#repoRef', did: vale.session?.did ?? '' }
  const first = await service.createReport({ reasonType, reason: 'Sells what is not there.', subject: account })
  const record = { $type: 'com.atproto.repo.strongRef', ...{ uri: post.uri, cid: post.cid } }
  await service.createReport({ reasonType, subject: record })

  assert.equal(first.data.reportedBy, rosa.session?.did)
  assert.deepEqual(await desk.db.list(sql`select subject, report_count as reports from review_case order by id`), [
    { subject: `account:bluesky~${vale.session?.did}`, reports: 1 },
    { subject: `content:bluesky~${post.uri}`, reports: 1 },
  ])
  assert.deepEqual(await desk.db.listValues(sql`select distinct reporter_id from report`), [
    `bluesky~${rosa.session?.did}`,
  ])
  const stored = await desk.db.listValues<string>(sql`select convert_from(bytes, 'utf8') from evidence_bytes`)
  assert.deepEqual(
    stored.map((text) => JSON.parse(text)),
    [{ uri: post.uri, cid: post.cid }],
  )
  await assert.rejects(service.createReport({ reasonType, subject: { ...account, did: 'vale-sells.test' } }))
})
