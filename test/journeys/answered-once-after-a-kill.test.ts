import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { test } from 'node:test'
import pg from 'pg'
import { givenStaff } from '../support/people.ts'
import { checkLedgerOf, type ProcessDesk, startProcessDesk } from '../support/process-desk.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { waitFor } from '../support/wait-for.ts'

const REQUEST = { reason: 'A series of mistakes.' }

/** Sends the request and never reads its answer. */
function sendUnread(desk: ProcessDesk, token: string): () => void {
  const { hostname, port, host } = new URL(desk.apiUrl())
  const socket = connect(Number(port), hostname).pause()
  socket.on('error', () => undefined) // The server is killed.
  const body = JSON.stringify(REQUEST)
  socket.write(
    [
      'POST /v1/freezes HTTP/1.1',
      `Host: ${host}`,
      `Authorization: Bearer ${token}`,
      'Idempotency-Key: k',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
  return () => void socket.destroy()
}

const count = async ({ db }: ProcessDesk, table: string): Promise<number> =>
  (await db.query<{ n: number }>({ text: `select count(*)::integer as n from ${table}`, values: [] })).rows[0]?.n ?? -1

test('a request repeated after a killed server is carried out once', async (t) => {
  const desk = await startProcessDesk(t)
  const { id, token } = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  const stored = async () => [await count(desk, 'enforcement_freeze'), await count(desk, 'idempotency_key')]

  // The effect is written, and its answer waits for another row with its key: neither is committed.
  const gate = await holdKey(desk, `staff:${id}`)
  const hangUp = sendUnread(desk, token)
  await waitForLock(desk.db)
  await desk.kill('api')
  await gate.end()
  hangUp()
  await desk.revive('api')
  assert.deepEqual(await stored(), [0, 0])

  // Both are committed, and the answer reached no caller.
  const hangUpAgain = sendUnread(desk, token)
  await waitFor('the answer to be stored', async () => (await count(desk, 'idempotency_key')) === 1)
  await desk.kill('api')
  hangUpAgain()
  await desk.revive('api')
  const repeated = await fetch(`${desk.apiUrl()}/v1/freezes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'k', 'content-type': 'application/json' },
    body: JSON.stringify(REQUEST),
  })
  assert.deepEqual([repeated.status, repeated.headers.get('idempotency-replayed')], [201, 'true'])
  assert.match(await repeated.text(), /A series of mistakes\./)
  assert.deepEqual(await stored(), [1, 1])
  await checkLedgerOf(desk)
})

/** Writes a row with the key of the request, and neither commits it nor rolls it back. */
async function holdKey(desk: ProcessDesk, caller: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: desk.databaseUrl })
  await client.connect()
  await client.query('begin')
  const hash = createHash('sha256').update('k').digest()
  await client.query({
    text: `insert into idempotency_key (caller, key_hash, request_hash, rights_hash, status, headers)
      values ($1, $2, $2, $2, 201, '{}')`,
    values: [caller, hash],
  })
  return client
}
