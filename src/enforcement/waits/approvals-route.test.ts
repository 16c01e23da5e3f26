import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { identified, only, type Person, STAR, startGate } from '../../../test/support/gate-flow.ts'

interface Listed {
  id: string
  action: string | null
  proposedBy: string | null
  policyId: string | null
  decisionId: string | null
  takesOffline: boolean | null
  progress: {
    given: number
    needed: number
    asked: string[] | null
    waits: { for: string; candidates: number }[]
  } | null
  you: string
}

type Desk = Awaited<ReturnType<typeof startGate>>

/** Starts a desk on which one enforcement waits, and returns the function that reads its row as a person. */
async function startWaiting(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const named = identified(STAR, 'otto_and_the_owls')
  const { body } = await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)
  const enforcementId = only(body.enforcements)
  return { ...desk, ana, enforcementId, list: listing(desk, enforcementId) }
}

const listing =
  ({ gate }: Desk, enforcementId: string) =>
  async (who: Person): Promise<Listed | undefined> => {
    const { status, body } = await gate.get(who, '/v1/approvals')
    assert.equal(status, 200)
    return (body.items as Listed[]).find(({ id }) => id === enforcementId)
  }

/** Returns what a row of the list tells of the proposal. */
const toldBy = (row: Listed | undefined) => [
  ...[row?.action, row?.proposedBy, row?.policyId, row?.decisionId],
  ...[row?.takesOffline, row?.progress],
]
const UNTOLD = [null, null, null, null, null, null]

test('200: the approvals tell a possible approver nothing before their review', async (t) => {
  const { gate, person, list, enforcementId } = await startWaiting(t)
  const [ben, offDuty] = [
    await person({ roles: ['senior'], team: 'north' }),
    await person({ roles: ['lead', 'policy'], onShift: false }),
  ]
  assert.deepEqual([(await list(ben))?.you, toldBy(await list(ben))], ['may_be_asked', UNTOLD])
  assert.deepEqual([(await list(offDuty))?.you, toldBy(await list(offDuty))], ['none', UNTOLD], 'also off duty')
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 200)
  assert.deepEqual([(await list(ben))?.you, toldBy(await list(ben))], ['asked', UNTOLD])
  assert.equal((await gate.review(enforcementId, ben)).status, 200)
  const reviewed = await list(ben)
  assert.deepEqual([reviewed?.you, reviewed?.action, reviewed?.progress?.given], ['asked', 'deactivate', 0])
  assert.deepEqual(reviewed?.progress?.asked?.length, 1)
})

test('200: a person who had the action revealed reads the progress', async (t) => {
  const { gate, person, list, enforcementId } = await startWaiting(t)
  const ben = await person({ roles: ['senior'], team: 'north' })
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 200)
  assert.equal((await gate.post(ben, `/v1/enforcements/${enforcementId}/reveal`)).status, 200)
  const row = await list(ben)
  assert.deepEqual([row?.you, row?.action, row?.progress?.needed], ['none', 'deactivate', 1])
})

test('200: watchers read the progress; parties not who is asked', async (t) => {
  const { gate, desk, person, list, ana, enforcementId } = await startWaiting(t)
  const [ben, joined] = [await person({ roles: ['senior'], team: 'north' }), await person()]
  await desk.db.query(sql`
    insert into enforcement_party (enforcement_id, staff_id, how) values (${enforcementId}, ${joined.id}, 'joined')`)
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 200)
  for (const party of [ana, joined]) {
    const own = await list(party)
    assert.deepEqual([own?.you, own?.action, own?.progress?.given], ['proposed', 'deactivate', 0])
    assert.equal(own?.progress?.asked, null, 'a party is not told who is asked')
  }
  const watched = await list(await person({ roles: ['auditor'], onShift: false }))
  assert.equal(watched?.you, 'none')
  assert.deepEqual([watched?.progress?.asked?.length, watched?.progress?.needed], [1, 1])
  assert.ok(watched?.progress?.waits.some((wait) => wait.for === 'agreement' && wait.candidates >= 1))
})

test('401, 403: administrators and people without a session read no approvals', async (t) => {
  const { app, gate, person } = await startGate(t)
  assert.equal((await app.inject({ url: '/v1/approvals' })).statusCode, 401)
  const admin = await person({ roles: ['admin'] })
  assert.equal((await gate.get(admin, '/v1/approvals')).status, 403)
})
