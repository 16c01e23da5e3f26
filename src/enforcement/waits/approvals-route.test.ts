import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identified, only, STAR, startGate } from '../../../test/support/gate-flow.ts'

interface Listed {
  id: string
  action: string | null
  given: number | null
  needed: number | null
  asked: string[] | null
  waits: { for: string; candidates: number | null }[] | null
  you: string
}

test('200: the list shows progress, and nothing to a possible approver', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [ben, auditor] = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['auditor'] }),
  ]
  const named = identified(STAR, 'otto_and_the_owls')
  const { body } = await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)
  const enforcementId = only(body.enforcements)
  const list = async (who: typeof ana) => {
    const { status, body: found } = await gate.get(who, '/v1/approvals')
    assert.equal(status, 200)
    return (found.items as Listed[]).find(({ id }) => id === enforcementId)
  }
  const blind = await list(ben)
  assert.deepEqual([blind?.given, blind?.needed, blind?.asked, blind?.waits], [null, null, null, null])
  assert.deepEqual([blind?.you, blind?.action], ['may_be_asked', null])
  assert.equal((await gate.post(ben, '/v1/approvals/next')).status, 200)
  const offered = await list(ben)
  assert.deepEqual([offered?.you, offered?.action, offered?.given], ['asked', null, null])
  const own = await list(ana)
  assert.deepEqual([own?.you, own?.given, own?.asked], ['proposed', 0, null], 'a proposer is not told who is asked')
  const watched = await list(auditor)
  assert.equal(watched?.you, 'none')
  assert.equal(watched?.asked?.length, 1)
  assert.ok((watched?.needed ?? 0) >= 1)
  assert.ok(watched?.waits?.some((wait) => wait.for === 'agreement' && wait.candidates !== null))
})
