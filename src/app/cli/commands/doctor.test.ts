import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDemo } from '../../../../demo/start-demo.ts'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { type GivenStaff, givenOnCall, givenPasskey, givenStaff } from '../../../../test/support/people.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { SECRET } from '../../../../test/support/working-desk.ts'
import { isReachable } from '../../../enforcement/approvers/find-gaps.ts'
import { NOTHING_REQUIRED } from '../../../policy/requirements/requirement.ts'
import { ASK_THE_PLATFORM } from '../../../enforcement/drift/format-actors.ts'
import { runProgram } from '../program.ts'

async function startDoctor(t: Parameters<typeof freshDatabase>[0]) {
  const database = await freshDatabase(t, { driven: true })
  await database.setClock(new Date('2026-05-04T09:30:00Z'))
  const person = async (given: GivenStaff, key = true) => {
    const { id } = await givenStaff(database.pool, given)
    if (key) await givenPasskey(database.pool, id)
    return id
  }
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    COUNTERSIGN_POLICIES: 'policies',
    COUNTERSIGN_DATA: tempDir(t),
  }
  const doctor = async (...args: string[]) => {
    const out: string[] = []
    const print = (line: string) => void out.push(line)
    const code = await runProgram(['doctor', ...args], { env, print, printError: print })
    return { code, out: out.join('\n') }
  }
  return { db: database.pool, person, doctor, env }
}

test('"doctor" names guards and hours with too few approvers', async (t) => {
  const { db, person, doctor } = await startDoctor(t)
  const empty = await doctor()
  assert.equal(empty.code, 3)
  assert.match(empty.out, /2026-05-04.*: high-reach needs one other person to agree, and 0 can be reached\./)
  assert.match(empty.out, /this moment alone, because the rota is empty/)

  for (const team of ['north', 'south', 'east', 'west']) await person({ roles: ['lead'], team, onShift: true })
  const staffed = await doctor()
  assert.deepEqual([staffed.code, staffed.out.startsWith('Enough people can be reached')], [0, true], staffed.out)

  // By night there are two, from one team, and one more who has no key.
  for (const key of [true, true, false]) {
    const night = await person({ roles: ['senior'], team: 'north' }, key)
    await givenOnCall(db, night, { begins: '20:00', ends: '04:00' })
  }
  const planned = await doctor('--json')
  assert.equal(planned.code, 3)
  const { hours, gaps } = JSON.parse(planned.out)
  assert.equal(hours, 168)
  const nightly = gaps.find(
    (gap: { guard: string; from: string }) =>
      gap.guard === 'public-interest' && gap.from === '2026-05-04T10:00:00.000Z',
  )
  assert.equal(nightly?.until, '2026-05-11T09:00:00.000Z', 'by day and by night they are too few')
  assert.ok(
    !gaps.some((gap: { guard: string; from: string }) => gap.guard === 'high-reach' && gap.from.includes('T20:')),
  )
  assert.ok(
    gaps.some((gap: { guard: string; from: string }) => gap.guard === 'high-reach' && gap.from.includes('T04:')),
  )
})

test('"doctor" names people who can act at the platform directly', async (t) => {
  const { doctor, env } = await startDoctor(t)
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [SECRET], faults: true })
  t.after(() => demo.close())
  assert.match(
    (await doctor()).out,
    /could not read who can act at the platform without it: it is not known where the platform is/,
  )
  env.COUNTERSIGN_PLATFORM_URL = `${demo.url}/countersign`
  env.COUNTERSIGN_PLATFORM_SECRET = SECRET
  const { out } = await doctor()
  assert.match(out, /Harbour engineers on call \(group, by admin tool\): hide.*Take it away/)
  assert.match(out, /support-console.*last used at 2026-01-12.*two people/)
  const told = JSON.parse((await doctor('--json')).out)
  assert.deepEqual(told.platform.actors[1].can, ['credentials'])
  demo.faults.set({ fault: 'failing' })
  assert.match((await doctor()).out, /could not read who can act at the platform/)
  assert.match(ASK_THE_PLATFORM.join(' '), /admin tool/)
})

test('"doctor" never counts one person twice', () => {
  const person = (staffId: string, onShift = false) => ({
    staffId,
    roles: ['lead'] as const,
    team: staffId,
    employer: 'x',
    onShift,
  })
  const two = { ...NOTHING_REQUIRED, approvals: [{ count: 2 }] }
  const [ana, ben, cleo] = [person('ana'), person('ben'), person('cleo')]
  assert.equal(isReachable(two, [ana, ben]), true, 'who asks is on shift, and these are on call')
  assert.equal(isReachable(two, [person('ana', true), ben]), false, 'who asks may be one of them')
  assert.equal(isReachable({ ...two, confirmMs: 1 }, [ana, ben]), false)
  assert.equal(isReachable({ ...two, confirmMs: 1 }, [ana, ben, cleo]), true)
  assert.equal(isReachable(NOTHING_REQUIRED, []), true)
})
