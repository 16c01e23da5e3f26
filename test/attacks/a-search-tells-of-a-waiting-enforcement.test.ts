import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enforcementTiers, type FoundEnforcement } from '../../src/review/search/enforcements/enforcement-queries.ts'
import { findPage, listWithheld, type Search, type Tier } from '../../src/review/search/search.ts'
import { violation } from '../support/desk-flow.ts'
import { signatureFor } from '../support/sign.ts'
import { only, type Person, STAR, identified, startGate } from '../support/gate-flow.ts'

const named = identified(STAR, 'otto_and_the_owls')

test('a search tells reviewers nothing of an enforcement that waits for them', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, decliner, offered, lead] = [
    await person(),
    await person({ roles: ['lead'] }),
    await person({ roles: ['lead'] }),
    await person({ roles: ['lead', 'policy'] }),
  ]
  const auditor = await person({ roles: ['auditor'] })
  const propose = async () => {
    const caseId = await gate.claim(STAR, ana)
    const { body } = await gate.ask(caseId, ana, { action: 'deactivate' }, named)
    return { caseId, enforcementId: only(body.enforcements as string[]) }
  }
  const declined = await propose()
  await gate.consider(declined.enforcementId, decliner)
  const refused = await gate.sendAnswer(declined.enforcementId, decliner, 'decline', 'not for sale')
  assert.equal(refused.body.state, 'declined')
  const words = ['scam', 'deactivate', 'awaiting approval', 'declined', `@otto_and_the_owls`, STAR.id]
  const read = async (who: Person, ids: readonly string[]) => {
    const answers: unknown[] = []
    for (const kind of ['enforcement', 'case', 'account'])
      for (const q of [...(kind === 'enforcement' ? words : []), ...ids]) {
        const why = kind === 'account' ? '&reason=asked' : ''
        const { status, body } = await gate.get(who, `/v1/search?kind=${kind}${why}&q=${encodeURIComponent(q)}`)
        assert.equal(status, 200, JSON.stringify(body))
        answers.push(body)
      }
    return answers
  }
  const nothing = { items: [], nextCursor: null, complete: true, incomplete: [] }
  const waiting = await propose()
  const ids = [waiting.enforcementId, declined.enforcementId]
  assert.equal((await gate.post(offered, '/v1/approvals/next')).body.enforcementId, waiting.enforcementId)
  for (const [which, who] of [
    ['was offered it', offered],
    ['may be asked', lead],
  ] as const) {
    const answers = await read(who, ids)
    for (const answer of answers.slice(0, words.length + ids.length)) assert.deepEqual(answer, nothing, which)
    // The id of what waits names neither the case nor the account, as an id that was never given.
    const unknown = await read(who, ['enf_999999', 'enf_999998'])
    assert.deepEqual(answers.slice(-4, -3), unknown.slice(-4, -3), which)
    assert.deepEqual(answers.slice(-2, -1), unknown.slice(-2, -1), which)
  }
  for (const who of [ana, auditor]) {
    const { body } = await gate.get(who, '/v1/search?kind=enforcement&q=deactivate')
    const found = (body.items as { id: string }[]).map(({ id }) => id)
    assert.deepEqual(found, [waiting.enforcementId, declined.enforcementId])
  }
  // With their own review stored, they may know.
  await gate.consider(waiting.enforcementId, offered)
  const { body } = await gate.get(offered, `/v1/search?kind=enforcement&q=${waiting.enforcementId}`)
  assert.equal((body.items as unknown[]).length, 1)
})

test('a search tells reviewers of no other action of the same decision', async (t) => {
  const desk = await startGate(t)
  const { gate, person } = desk
  const [ana, lead, auditor] = [await person(), await person({ roles: ['lead'] }), await person({ roles: ['auditor'] })]
  const caseId = await gate.claim(STAR, ana)
  const wish = { policyId: 'scam', action: 'deactivate' }
  const { body: previewed } = await gate.preview(caseId, ana, wish)
  const signed = await signatureFor(desk, ana, { caseId, ...wish })
  const guarded = { action: 'deactivate', ...named, ...signed, previewToken: String(previewed.token) }
  const actions = [guarded, { action: 'warn' }]
  const decided = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ policyId: 'scam', actions }))
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const enforcements = decided.body.enforcements as string[]
  const find = async (who: Person, q: string) => {
    const { status, body } = await gate.get(who, `/v1/search?kind=enforcement&q=${encodeURIComponent(q)}`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.items as { id: string }[]).map(({ id }) => id).sort()
  }
  for (const q of ['scam', 'warn', `@otto_and_the_owls`, STAR.id, caseId, ...enforcements]) {
    assert.deepEqual(await find(lead, q), [], q)
  }
  assert.deepEqual(await find(auditor, 'scam'), enforcements.toSorted())
  await gate.consider(String(enforcements[0]), lead)
  assert.deepEqual(await find(lead, 'scam'), enforcements.toSorted(), 'with their own review stored, they may know')
})

test('a search tells reviewers nothing of an enforcement proposed while it runs', async (t) => {
  const { desk, gate, person } = await startGate(t)
  const [ana, lead] = [await person(), await person({ roles: ['lead'] })]
  const caseId = await gate.claim(STAR, ana)
  const withheld = await listWithheld(desk.db, lead.id)
  const search: Search = { words: 'scam', staffId: lead.id, withheld, filter: {}, after: undefined, size: 9 }
  const proposed: unknown[] = []
  const listed: number[] = []
  const tiers = enforcementTiers(search, desk.policies).map(
    ({ part, list }): Tier<FoundEnforcement> => ({
      part,
      list: async (...of) => {
        if (proposed.length === 0)
          proposed.push((await gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
        const rows = await list(...of)
        listed.push(rows.length)
        return rows
      },
    }),
  )
  const { rows } = await findPage(desk.db, search, tiers)
  assert.deepEqual(rows, [])
  assert.ok(listed.includes(1), 'the first attempt found it')
})

test('a search unseals no name of a colleague', async (t) => {
  const { gate, person } = await startGate(t)
  const admin = await person({ roles: ['admin'] })
  const wren = await person({ team: 'Harbour watch' })
  const find = async (text: string) => {
    const { status, body } = await gate.get(admin, `/v1/staff?text=${encodeURIComponent(text)}`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.items as { id: string; pseudonym: string }[]).map(({ id }) => id)
  }
  assert.deepEqual(await find('HARBOUR watch'), [wren.id])
  assert.deepEqual(await find(wren.id), [wren.id])
  assert.deepEqual(await find('harbour absent'), [])
  // Each person of these tests has that name.
  assert.deepEqual(await find('Somebody Invented'), [])
})
