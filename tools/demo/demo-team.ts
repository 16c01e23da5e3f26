import { declineChange } from '../../src/admin/change/answer-change.ts'
import { listInForce } from '../../src/admin/rule-sets/versions.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Wanted } from '../../src/admin/change/wanted.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { DESK, type StaffCaller } from '../../src/foundation/domain.ts'
import { readDeskTime } from '../../src/foundation/time/desk-time.ts'
import { addStaff, type NewStaff } from '../../src/people/staff/add-staff.ts'
import { giveNotice } from '../../src/admin/offboarding/give-notice.ts'
import { type ListedStaff, listStaff } from '../../src/people/staff/list-staff.ts'
import { restrictStaff } from '../../src/admin/offboarding/restrict-staff.ts'
import { addToRota, type Turn } from '../../src/people/shifts/rota.ts'
import { DAY_MS } from '../../src/foundation/durations.ts'

const CONTRACT_DAYS = 20
const LATER_DAYS = 50

/** These people are off shift and have no keys, so they take no part in the work of the others. */
const OTHERS = ['siskin', 'knot', 'godwit', 'ruff'] as const

/**
 * Gives the demo departures, a restriction, on-call nights, and changes that wait, were applied or were declined: once,
 * by the ordinary routes.
 */
export async function prepareDemoTeam(desk: Desk): Promise<void> {
  const people = await listStaff(desk.db, { ended: true, asAdmin: true })
  if (people.some(({ pseudonym }) => pseudonym === OTHERS[0])) return
  const caller = (pseudonym: string): StaffCaller => toCaller(people, pseudonym)
  const [stork, crane, plover] = [caller('stork'), caller('crane'), caller('plover')]
  const now = await readDeskTime(desk.db)
  const ids = new Map<string, string>()
  for (const pseudonym of OTHERS) ids.set(pseudonym, (await addStaff(desk, toOther(pseudonym, now), DESK)).id)
  const idOf = (pseudonym: string) => ids.get(pseudonym) ?? caller(pseudonym).id
  const by = { kind: 'staff', id: stork.id } as const
  await giveNotice(desk, { staffId: idOf('knot'), kind: 'voluntary', endsAt: inDays(now, 9) }, by)
  await giveNotice(desk, { staffId: idOf('godwit'), kind: 'involuntary', endsAt: inDays(now, 5) }, by)
  await restrictStaff(desk, { staffId: idOf('ruff'), by: plover, reason: 'a laptop was lost on the train' })
  await planNights(desk, stork, now, [
    [idOf('egret'), 'primary'],
    [idOf('dunlin'), 'secondary'],
  ])
  await proposeAll(desk, { stork, crane, plover }, now, idOf)
}

function toCaller(people: readonly ListedStaff[], pseudonym: string): StaffCaller {
  const person = people.find((each) => each.pseudonym === pseudonym)
  if (person === undefined) throw new Error(`the demo has no person called ${pseudonym}`)
  return { kind: 'staff', id: person.id, pseudonym, roles: person.roles }
}

const toOther = (pseudonym: string, now: Date): NewStaff => ({
  pseudonym,
  name: `Demo ${pseudonym}`,
  roles: ['reviewer'],
  languages: ['en', 'pt'],
  clearances: [],
  employment: pseudonym === 'siskin' ? 'contractor' : 'employee',
  employer: pseudonym === 'siskin' ? 'Harbour Staffing' : 'Demo',
  site: 'here',
  team: 'north',
  rollingContract: false,
  ...(pseudonym === 'siskin' ? { endsAt: inDays(now, CONTRACT_DAYS) } : {}),
})

async function planNights(
  desk: Desk,
  by: StaffCaller,
  now: Date,
  turns: readonly (readonly [string, Turn])[],
): Promise<void> {
  for (const [staffId, turn] of turns) {
    const nights = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5, 6, 7], begins: '20:00', ends: '08:00' }
    await addToRota(desk, { staffId, turn, ...nights, fromDay: dayOf(now), untilDay: null }, by)
  }
}

/** One change of each kind: looser, stricter, both dates of an end, a file of guards, and a declined one. */
async function proposeAll(
  desk: Desk,
  { stork, crane, plover }: Record<'stork' | 'crane' | 'plover', StaffCaller>,
  now: Date,
  idOf: (pseudonym: string) => string,
): Promise<void> {
  const ask = (by: StaffCaller, wanted: Wanted, reason: string) => proposeChange(desk, { wanted, reason, by })
  const moved = await ask(crane, { kind: 'team', staffId: idOf('dunlin'), team: 'west' }, 'the east is quiet')
  await declineChange(desk, { changeId: moved.id, by: plover, reason: 'the east would have no senior' })
  await ask(
    crane,
    { kind: 'protection', subject: 'account:ballot', approvals: 2, holdMs: 600_000 },
    'the vote is on Sunday',
  )
  await ask(stork, { kind: 'role', op: 'grant', staffId: idOf('heron'), role: 'senior' }, 'half a year of good work')
  const later = { kind: 'end_later', staffId: idOf('siskin'), endsAt: inDays(now, LATER_DAYS) } as const
  await ask(stork, later, 'the contract is renewed for a month')
  const { guards } = await listInForce(desk.db)
  const text = guards?.text.replace('account.reach >= 100000', 'account.reach >= 250000')
  if (text === undefined || text === guards?.text) return
  await ask(
    crane,
    { kind: 'rule_set', name: 'guards', text },
    'a second person is asked for too many mid-sized accounts',
  )
}

const inDays = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY_MS)
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
