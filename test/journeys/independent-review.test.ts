import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ACTIONS } from '../../src/foundation/domain.ts'
import { actionsWithSameLosses } from '../../src/policy/requirements/action-order.ts'
import { violation } from '../support/desk-flow.ts'
import { listGets } from '../support/every-get.ts'
import { identified, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { bearer } from '../support/server.ts'
import { signatureFor } from '../support/sign.ts'

const named = identified(STAR, 'otto_and_the_owls')
const DEACTIVATE = { action: 'deactivate' }
const WHY = 'quokkas were promised to four hundred people'
const NOTE = 'wombats stood before a closed door'
const ASSESSED = 'bilbies'

/** Asks for it with these words, having read what will happen. */
async function proposeFor(desk: Awaited<ReturnType<typeof startGate>>, who: Person, rationale: string, note = NOTE) {
  const { gate } = desk
  const caseId = await gate.claim(STAR, who)
  await gate.post(who, `/v1/cases/${caseId}/notes`, { text: `${note} (${who.id})` })
  const { body } = await gate.preview(caseId, who, DEACTIVATE)
  const weighed = `${ASSESSED} weighed`
  const assessment = { whoSpeaks: weighed, publicInterest: weighed, harm: weighed, alternatives: weighed }
  const signed = await signatureFor(desk, who, { caseId, policyId: 'scam', ...DEACTIVATE })
  const actions = [{ ...DEACTIVATE, ...named, ...signed, assessment, previewToken: String(body.token) }]
  const decided = await gate.post(who, `/v1/cases/${caseId}/decisions`, violation({ rationale, actions }))
  return { caseId, decided }
}

/** Addresses that list the people at work, or all who may open a case, and say nothing about any enforcement. */
const STAFF_LISTS = /^\/v1\/(staff|rota|reachable|shifts|cases\/\w+\/people)$/

/** Lists every address that can be read, with its parameters filled in, and every way to search. */
function listAddresses(known: { caseId: string; enforcementId: string; earlier: string }): string[] {
  const filled = listGets()
    .map((route) => route.slice('GET '.length))
    .flatMap((path) =>
      [known.enforcementId, known.earlier].map((enforcementId) => path.replace(':enforcementId', enforcementId)),
    )
    .map((path) =>
      path
        .replace(':caseId', known.caseId)
        .replace(':accountId', STAR.id)
        .replace(':restoreId', 'restore_1')
        .replace(':incidentId', known.enforcementId),
    )
  const searches = [
    'quokkas',
    'wombats',
    'numbats',
    'bilbies',
    'koalas',
    `@otto_and_the_owls`,
    STAR.id,
    known.enforcementId,
  ]
  return [
    ...new Set(filled),
    ...searches.flatMap((words) => [
      `/v1/search?kind=case&q=${words}`,
      `/v1/search?kind=account&reason=I+look&q=${words}`,
      `/v1/search?kind=enforcement&q=${words}`,
    ]),
    '/v1/enforcements?account=otto',
    '/v1/accounts/otto/history?reason=I+was+asked',
    `/v1/cases/${known.caseId}?reason=I+was+asked`,
    '/v1/decision-exports?reason=I+was+asked',
    '/v1/enforcements?state=declined',
    '/v1/cases?state=closed',
    '/v1/alerts?unseen=true',
  ]
}

test('no person reads the first assessment before giving their own', async (t) => {
  const desk = await startGate(t)
  const { gate, app } = desk
  const cast = [
    ['ana', await desk.person()],
    ['joiner', await desk.person()],
    ['decliner', await desk.person({ roles: ['lead'] })],
    ['earlier', await desk.person()],
    ['agreed', await desk.person({ roles: ['lead'] })],
  ] as const
  const [ana, joiner, decliner, earlier, agreed] = cast.map(([, person]) => person) as [
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
  const first = only((await proposeFor(desk, earlier, 'something else', 'nothing of note')).decided.body.enforcements)
  await gate.consider(first, decliner)
  assert.equal((await gate.sendAnswer(first, decliner, 'decline', 'koalas are not for sale')).body.state, 'declined')
  const asked = await proposeFor(desk, ana, WHY)
  const enforcementId = only(asked.decided.body.enforcements)
  const joined = await proposeFor(desk, joiner, `${WHY}, I join`)
  assert.deepEqual(joined.decided.body.joined, [enforcementId], JSON.stringify(joined.decided.body))
  const pseudonyms = async (people: readonly Person[]): Promise<string[]> => {
    const ids = people.map(({ id }) => id)
    const { rows } = await desk.desk.db.query<{ pseudonym: string }>(
      sql`select pseudonym from staff where id = any (${ids})`,
    )
    return rows.map(({ pseudonym }) => pseudonym)
  }
  const viewers = [
    ['offered', await desk.person({ roles: ['lead', 'senior', 'reviewer'] })],
    ['not asked yet', await desk.person({ roles: ['lead'] })],
    ['a reviewer whom no clause asks', await desk.person()],
    ['who may also watch', await desk.person({ roles: ['lead', 'policy'] })],
  ] as const
  assert.equal((await gate.post(viewers[0][1], '/v1/approvals/next')).body.enforcementId, enforcementId)
  const addresses = listAddresses({ caseId: asked.caseId, enforcementId, earlier: first })
  const readAll = async (who: Person) => {
    const answers: { url: string; status: number; text: string }[] = []
    for (const url of addresses) {
      const { statusCode, body } = await app.inject({ method: 'GET', url, headers: bearer(who.token) })
      answers.push({ url, status: statusCode, text: body })
    }
    return answers
  }
  const written = ['quokka', 'wombat', 'bilbies', 'koala']
  const words = [...written, ...(await pseudonyms([ana, joiner, decliner]))]
  const assertUnseen = async (kept: readonly string[]) => {
    for (const [which, who] of viewers) {
      for (const { url, text } of await readAll(who))
        for (const word of STAFF_LISTS.test(url) ? written : kept) {
          assert.ok(!text.includes(word), `${which} reads ${word} at ${url}: ${text}`)
        }
    }
  }
  await assertUnseen(words)
  const countViolations = async ({ token }: Person) => {
    const url = `/v1/accounts/${STAR.id}/history?reason=I+was+asked`
    const answer = await app.inject({ method: 'GET', url, headers: bearer(token) })
    return answer.json<{ counts: { violations: number } }>().counts.violations
  }
  for (const [which, who] of viewers) assert.equal(await countViolations(who), 0, `${which} counts the conclusions`)
  const [, waiting] = viewers[1]
  const frozen = await app.inject({
    method: 'GET',
    url: `/v1/enforcements/${enforcementId}`,
    headers: bearer(waiting.token),
  })
  const seen = frozen.json<Record<string, unknown>>()
  assert.deepEqual(
    [seen.state, seen.action, seen.subject, seen.proposedBy, seen.policyId, typeof seen.agreeBy],
    ['awaiting_approval', 'deactivate', STAR, null, null, 'string'],
    'who stops it sees what they need',
  )
  // The reverse: an approver who has given their own conclusion reads everything.
  await gate.consider(enforcementId, agreed)
  const told = (await readAll(agreed)).map(({ text }) => text).join()
  for (const word of words) assert.ok(told.includes(word), word)
  assert.equal(await countViolations(agreed), 2)
  assert.equal((await gate.sendAnswer(enforcementId, agreed, 'approve')).status, 200)
  const vote = await pseudonyms([agreed])
  await assertUnseen([...words, ...vote])
  assert.equal((await gate.post(waiting, `/v1/enforcements/${enforcementId}/stop`, {})).status, 200)
})

test('approvers do not see that the proposer once cleared it', async (t) => {
  const started = await startGate(t)
  const { desk, gate, person } = started
  const [ana, policy, lead] = [await person(), await person({ roles: ['policy'] }), await person({ roles: ['lead'] })]
  const weighed = `${ASSESSED} weighed`
  const assessment = { whoSpeaks: weighed, publicInterest: weighed, harm: weighed, alternatives: weighed }
  const except = { conclusion: 'newsworthy_exception', policyId: 'hate', rationale: NOTE, assessment }
  const excepted = await gate.claim(STAR, ana)
  assert.equal((await gate.post(ana, `/v1/cases/${excepted}/decisions`, except)).status, 201)
  assert.equal((await gate.post(policy, '/v1/cases/claim-next')).body.id, excepted)
  const answer = { answer: 'Let it stand.', agrees: true }
  assert.equal((await gate.signed(policy, `/v1/cases/${excepted}/answer`, answer)).status, 204)
  const readAs = async (who: Person) => {
    const { items } = (await gate.get(who, '/v1/newsworthy-exceptions')).body as { items: Record<string, unknown>[] }
    return items.map(({ proposedBy, assessment: told }) => [proposedBy, told])
  }
  const { rows } = await desk.db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${ana.id}`)
  const whole = [[rows[0]?.pseudonym, assessment]]
  assert.deepEqual(await readAs(lead), whole)
  const enforcementId = only((await proposeFor(started, ana, WHY)).decided.body.enforcements)
  assert.deepEqual(await readAs(lead), [[null, null]])
  assert.deepEqual(await readAs(policy), whole, 'who is asked nothing')
  await gate.consider(enforcementId, lead)
  assert.deepEqual(await readAs(lead), whole)
})

test('SQL and TypeScript agree on which actions lose the same', async (t) => {
  const { desk } = await startGate(t)
  for (const one of ACTIONS)
    for (const other of ACTIONS) {
      const { rows } = await desk.db.query<{ same: boolean }>(sql`select has_same_losses(${one}, ${other}) as same`)
      assert.deepEqual(rows, [{ same: actionsWithSameLosses(one).includes(other) }], `${one} and ${other}`)
    }
})
