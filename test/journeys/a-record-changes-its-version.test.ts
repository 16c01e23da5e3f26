import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { fetchFacts } from '../../src/cases/accounts/fetch-facts.ts'
import type { Subject } from '../../src/foundation/domain.ts'
import { ASSESSMENT, type Gate, identified, MINISTER, only, type Person, startGate } from '../support/gate-flow.ts'
import { speech, startMinisterPosts } from '../support/minister-posts.ts'
import { checkLedger, type WorkingDesk } from '../support/working-desk.ts'

const POST = { kind: 'content', id: 'pills-1' } as const

type Version = string | undefined

/** Lets the platform name a version of each content. Returns the function that changes it; undefined: it names none. */
function nameVersions({ desk: { platform } }: WorkingDesk, first: Version): (next: Version) => void {
  let version: Version = first
  const { facts, readBack } = platform
  Object.assign(platform, {
    facts: async (subject: Subject) => {
      const read = await facts(subject)
      return version && read?.content ? { ...read, content: { ...read.content, version } } : read
    },
    readBack: async (subject: Subject) => {
      const read = await readBack(subject)
      return version && read && subject.kind === 'content' ? { ...read, version } : read
    },
  } satisfies Partial<typeof platform>)
  return (next) => {
    version = next
  }
}

const readWith = async (gate: Gate, who: Person, id: string) => (await gate.get(who, `/v1/enforcements/${id}`)).body

test('an enforcement names the version decided about and the version now', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const change = nameVersions(desk, 'bafyone')
  const ana = await desk.person()
  const caseId = await gate.claim(POST, ana)
  await fetchFacts(desk.desk, POST)
  const shown = (await gate.get(ana, `/v1/cases/${caseId}`)).body.content as { version?: string }
  assert.equal(shown.version, 'bafyone')
  change('bafytwo')
  const id = only((await gate.ask(caseId, ana, { action: 'hide' })).body.enforcements)
  const versions = async () => (await readWith(gate, ana, id)).contentVersions
  assert.deepEqual(await versions(), { decided: 'bafyone', now: 'bafytwo' }, 'it was decided as it was shown')
  change('bafythree')
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  assert.deepEqual(await versions(), { decided: 'bafyone', now: 'bafythree' }, 'the read-back tells the version')
  const forged = sql`update enforcement set content_version = 'bafythree' where id = ${id}`
  await assert.rejects(desk.desk.db.query(forged), { code: '42501' })
  await checkLedger(desk.desk)
  await desk.database.ownerPool.query('alter table enforcement disable trigger user')
  await desk.database.ownerPool.query(forged)
  await assert.rejects(checkLedger(desk.desk), /enforcement/)
})

/** Starts a desk on which a person approved the removal of a minister's post, and another looks at it next. */
async function startApproved(t: TestContext, version: Version) {
  const desk = await startMinisterPosts(t)
  const { gate } = desk
  const change = nameVersions(desk, version)
  const [ana, ben, cleo] = [
    await desk.person(),
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const caseId = await gate.claim(speech(0), ana)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  await gate.ask(caseId, ana, { action: 'remove' }, more)
  const waiting = sql`select id from enforcement where state = 'awaiting_approval'`
  const id = await desk.desk.db.onlyValue<string>(waiting)
  const approved = await gate.approve(id, ben)
  assert.equal(approved.status, 200, JSON.stringify(approved.body))
  const standing = async () => ((await readWith(gate, ben, id)).answers as { stands: boolean }[])[0]?.stands
  assert.equal(await standing(), true)
  /** Lets the next person approve, which reads the platform again. */
  const approveNext = async () => {
    await gate.consider(id, cleo)
    return gate.sendAnswer(id, cleo, 'approve')
  }
  return { change, standing, approveNext, readState: async () => (await readWith(gate, ben, id)).state }
}

test('another version of a record voids the approvals of it', async (t) => {
  const { change, standing, approveNext, readState } = await startApproved(t, 'bafyone')
  change('bafytwo')
  await approveNext()
  assert.equal(await standing(), false)
  assert.notEqual(await readState(), 'releasing')
})

for (const [from, to, what] of [
  [undefined, 'bafyone', 'named only later'],
  ['bafyone', undefined, 'left out once'],
] as const)
  test(`a version that is ${what} voids no approval`, async (t) => {
    const { change, standing, approveNext } = await startApproved(t, from)
    change(to)
    const approved = await approveNext()
    assert.equal(approved.status, 200, JSON.stringify(approved.body))
    assert.equal(await standing(), true)
  })
