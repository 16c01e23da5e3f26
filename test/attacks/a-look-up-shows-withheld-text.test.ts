import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { READS_A_MINUTE_MAX } from '../../src/cases/openings/subject-reads.ts'
import { type Person, startGate } from '../support/gate-flow.ts'
import { givenRestricted, marksIn, RESTRICTED } from '../support/restricted-evidence.ts'

const POST = { kind: 'content', id: 'pills-1' } as const

async function startLookUp(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const lookUp = async (who: Person, name: string) => desk.gate.post(who, '/v1/subject-lookups', { name })
  const excerpt = async (who: Person, name: string = POST.id) => {
    const { status, body } = await lookUp(who, name)
    const [found] = body.items as { excerpt: string | null }[]
    assert.ok(status === 200 && found, `${name} is found`)
    return found.excerpt
  }
  return { ...desk, lookUp, excerpt }
}

test('the text of a restricted content is shown by no look-up', async (t) => {
  const desk = await startLookUp(t)
  const [plain, cleared] = [await desk.person({ clearances: [] }), await desk.person()]
  assert.ok(await desk.excerpt(plain), 'an ordinary text is shown')
  await givenRestricted(desk)
  for (const who of [plain, cleared]) {
    assert.equal(await desk.excerpt(who, RESTRICTED.post.id), null)
    const { body } = await desk.lookUp(who, RESTRICTED.post.id)
    assert.deepEqual(marksIn(JSON.stringify(body), [RESTRICTED.words]), [])
  }
})

test('a look-up hides the text of a case its reader cannot open', async (t) => {
  const desk = await startLookUp(t)
  const [plain, cleared] = [await desk.person({ clearances: [] }), await desk.person()]
  const said = { category: 'PROTECTION_OF_MINORS', source: 'own_initiative', reason: 'A child may be abused.' }
  assert.equal((await desk.gate.post(cleared, '/v1/cases', { subject: POST, ...said })).status, 201)
  assert.equal(await desk.excerpt(plain), null)
  assert.ok(await desk.excerpt(cleared))
})

test('a look-up shows no text of a protected former author', async (t) => {
  const desk = await startLookUp(t)
  const [plain, cleared] = [await desk.person({ clearances: ['safety'] }), await desk.person()]
  await desk.excerpt(plain)
  await desk.lookUp(cleared, 'vale')
  await desk.database.ownerPool.query(sql`
    insert into former_author (content_id, account_id, source) values (${POST.id}, 'vale', 'test')`)
  assert.equal(await desk.excerpt(plain), null)
  assert.ok(await desk.excerpt(cleared))
})

test('429: one person reads the platform a bounded number of times', async (t) => {
  const desk = await startLookUp(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  // An unknown name is read twice: as an account and as a content.
  for (let each = 0; each < READS_A_MINUTE_MAX / 2; each++) {
    assert.equal((await desk.lookUp(ana, `no-such-${each}`)).status, 200)
  }
  assert.equal((await desk.lookUp(ana, 'no-such-thing')).status, 429)
  const said = { category: 'SCAMS_AND_FRAUD', source: 'press', reason: 'A newspaper asks.' }
  const open = (who: Person) => desk.gate.post(who, '/v1/cases', { subject: POST, ...said })
  assert.equal((await open(ana)).status, 429, 'openings share the bound')
  assert.equal((await open(ben)).status, 201, 'another person has their own')
  assert.equal((await desk.lookUp(ana, POST.id)).status, 200, 'what the desk knows is not read')
})
