import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startChanging } from '../../../test/support/changes.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { givenOnCall, givenPasskey } from '../../../test/support/people.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { giveNotice } from '../../admin/offboarding/give-notice.ts'

const NOW = new Date('2026-06-01T09:00:00Z')
const SOON = new Date('2026-06-02T09:00:00Z')

interface Told {
  people: { pseudonym: string; onShift: boolean }[]
  needs: { needs: string; actions: string[]; guards?: string[]; enough: boolean }[]
  planned: boolean
  gaps: { needs: string; guards?: string[] }[]
}

async function start(t: TestContext) {
  const changing = await startChanging(t, { routes: ROUTES, driven: true })
  await changing.database.setClock(NOW)
  const senior = async (team: string) => {
    const one = await changing.person(['reviewer', 'senior'], { onShift: true, team })
    await givenPasskey(changing.db, one.id)
    return one
  }
  const lead = await changing.person(['lead'], { onShift: true })
  const read = async (who = lead) => {
    const { status, body } = await send(changing, who.token, 'GET', '/v1/reachable')
    assert.equal(status, 200)
    return body as unknown as Told
  }
  return { ...changing, senior, lead, read }
}

const TWO_TEAMS = /two of senior or lead \(from two teams\) to agree/

test('200: approvers on duty are listed with guards they can meet', async (t) => {
  const { senior, read, person } = await start(t)
  const people = [await senior('north'), await senior('south'), await senior('north')]
  await person(['reviewer', 'senior'], { onShift: true }) // A person without a passkey cannot sign.
  const few = await read()
  assert.deepEqual(
    few.people.map(({ pseudonym, onShift }) => [pseudonym, onShift]),
    people.map(({ pseudonym }) => [pseudonym, true]),
  )
  const need = (told: Told) => told.needs.find(({ needs }) => TWO_TEAMS.test(needs))
  assert.deepEqual([need(few)?.enough, need(few)?.actions], [false, ['remove', 'suspend', 'deactivate']])
  await senior('south')
  await senior('east')
  assert.equal(need(await read())?.enough, true)
})

test('200: people on call are marked; auditors also see the guards', async (t) => {
  const { db, senior, read, person, lead } = await start(t)
  const night = await person(['reviewer', 'senior'])
  await givenPasskey(db, night.id)
  await givenOnCall(db, night.id)
  await senior('north')
  const told = await read()
  assert.equal(told.planned, true)
  assert.deepEqual(told.people.find(({ pseudonym }) => pseudonym === night.pseudonym)?.onShift, false)
  assert.ok(told.gaps.length > 0)
  assert.ok(
    [...told.needs, ...told.gaps].every((each) => !('guards' in each)),
    lead.pseudonym,
  )
  const seen = await read(await person(['auditor']))
  assert.ok(seen.needs.some(({ guards }) => guards?.includes('public-interest')))
})

test('200: a dismissed person stays listed but counts for no guard', async (t) => {
  const { desk, senior, read, person } = await start(t)
  const admin = await person(['admin'])
  const team = [await senior('north'), await senior('south'), await senior('north'), await senior('south')]
  const enough = (told: Told) => told.needs.find(({ needs }) => needs === 'one other person to agree')?.enough
  assert.equal(enough(await read()), true)
  for (const one of team.slice(1)) {
    await giveNotice(desk, { staffId: one.id, kind: 'involuntary', endsAt: SOON }, { kind: 'staff', id: admin.id })
  }
  const told = await read()
  assert.equal(told.people.length, 4)
  assert.equal(enough(told), false)
})

test('200: only people managers list the passkeys of a person', async (t) => {
  const changing = await start(t)
  const wren = await changing.senior('north')
  const { status, body } = await send(changing, changing.lead.token, 'GET', `/v1/staff/${wren.id}/passkeys`)
  const [key] = body.items as Record<string, string>[]
  assert.equal(status, 200)
  assert.match(key?.fingerprint ?? '', /^[0-9a-f]{4}( [0-9a-f]{4}){3}$/)
  assert.deepEqual(Object.keys(key ?? {}).sort(), [
    ...['addedAt', 'backedUp', 'countsFrom', 'credentialId', 'fingerprint', 'label'],
  ])
})
