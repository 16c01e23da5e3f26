import { message } from '../../src/foundation/messages/message.ts'
import type { Pool } from 'pg'
import sql from 'sql-template-tag'
import {
  agreeToEnforcement,
  answerEnforcement,
  confirmEnforcement,
} from '../../src/enforcement/approve/answer-enforcement.ts'
import { assessEnforcement, identifyEnforcement } from '../../src/enforcement/approve/complete-enforcement.ts'
import { giveIndependentReview, offerNext } from '../../src/enforcement/offer/offer-enforcement.ts'
import { beginFreeze, endFreeze } from '../../src/enforcement/limits/freeze.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { resubmitEnforcement } from '../../src/enforcement/propose/resubmit-enforcement.ts'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { DESK } from '../../src/foundation/domain.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import type { Policies } from '../../src/policy/policies.ts'
import type { Act } from '../../src/foundation/acts.ts'
import { endStaff } from '../../src/admin/offboarding/end-staff.ts'
import { signedBy } from '../support/sign.ts'
import { attempt, attemptByHand } from './attempt.ts'
import type { DeskActs, Gate, Outcome, Person, Seen, Turn, Wish } from './gate.ts'
import { CALM } from './gate.ts'
import { ModelPlatform } from './model-platform.ts'
import { ASSESSMENT, ask } from './real-ask.ts'
import { readRules, realAutomation, sourceOf } from './real-automation.ts'
import { realBulkActions } from './real-bulk-actions.ts'
import { realCollusion } from './real-collusion.ts'
import { type GroundSetup, realGrounds, setUpGrounds } from './real-grounds.ts'
import { closeBreakers, startAllShifts, goHome, setShadow } from './real-night.ts'
import { readSeen } from './real-seen.ts'
import { nextDueAtMs, runTurn } from './real-work.ts'
import { realThieves } from './real-thieves.ts'
import type { Scene } from './scene.ts'

/** The least time between an offer and the approval of a restrictive action on a protected account. */
const READING_MS = 20_000
/** More stops than these an advance of the clock does not make; what is later is late, as with a worker that slept. */
const STOPS_MAX = 6

export interface Ground {
  desk: Omit<Desk, 'platform' | 'policies'>
  policiesOf(scene: Scene): Policies
  /** The owner's pool sets the clock, which no other role can. */
  ownerPool: Pool
  /** The database's clock, on which every history goes on where the one before ended. */
  clock: { nowMs: number }
  histories: number
  /** The proofs of grounds; undefined: no history has needed them yet. */
  proofs?: GroundSetup
}

/** The desk's own functions on a PostgreSQL, with a platform in memory. */
export async function openRealGate(ground: Ground, scene: Scene): Promise<Gate> {
  ground.histories += 1
  const key = `h${ground.histories}`
  const { clock } = ground
  const { organisation, shadow, crowded, speeches } = scene
  const policies = { ...ground.policiesOf(scene), ...(crowded ? { automation: readRules(key) } : {}) }
  // By then no shift of the previous history runs any more.
  await moveClock(ground, clock.nowMs + 13 * 3_600_000)
  const platform = new ModelPlatform(key, () => new Date(clock.nowMs), { crowded, speeches })
  const desk: Desk = { ...ground.desk, platform, policies }
  await setProfileAtSetup(desk.db, { organisation, shadow })
  if (speeches && ground.proofs === undefined)
    ground.proofs = await setUpGrounds(desk, (ms) => moveClock(ground, clock.nowMs + ms))
  const people = await addPeople(desk, key, scene.cast)
  return new RealGate(ground, desk, platform, { people, key, crowded })
}

class RealGate implements Gate {
  readonly platform: ModelPlatform
  readonly #ground: Ground
  readonly #desk: Desk
  readonly #people: readonly StaffCaller[]
  readonly #source: string | undefined
  #freezeId: number | undefined
  readonly desk: DeskActs

  constructor(
    ground: Ground,
    desk: Desk,
    platform: ModelPlatform,
    { people, key, crowded }: { people: readonly StaffCaller[]; key: string; crowded: boolean },
  ) {
    this.#ground = ground
    this.#desk = desk
    this.platform = platform
    this.#people = people
    this.#source = crowded ? sourceOf(key) : undefined
    const who = (place: number) => this.#who(place)
    this.desk = {
      bulkActions: realBulkActions(desk, platform, who),
      automation: realAutomation(desk, { key, platform, who }),
      grounds: realGrounds(desk, { platform, who, owner: ground.ownerPool, proofs: ground.proofs }),
      collusion: realCollusion(desk, { platform, who }),
      ...realThieves(desk, { platform, people, owner: ground.ownerPool }),
      openConsole: (by) => startAllShifts(desk.db, [who(by)]),
      setShadow: (shadow, by, other) =>
        attempt(() => setShadow(desk, shadow, [who(by), other === null ? null : who(other)])),
      release: (enforcementId) =>
        attemptByHand(async () => {
          await desk.db.query(
            sql`update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = ${enforcementId}`,
          )
          return 'released'
        }),
    }
  }

  get nowMs(): number {
    return this.#ground.clock.nowMs
  }

  propose = (wish: Wish): Promise<Outcome> => attempt(() => ask(this.#desk, this.#who(wish.by), this.platform, wish))

  agree(by: number, enforcementId?: string): Promise<Outcome> {
    return attempt(async () => {
      const who = this.#who(by)
      const offered = enforcementId ?? (await offerNext(this.#desk, who))?.id
      if (offered === undefined) throw new DeskError('not_allowed', message('offer.notYours'))
      if (enforcementId === undefined) {
        const account = (await findEnforcement(this.#desk.db, offered))?.accountId ?? null
        const own = { conclusion: 'violation', rationale: 'as I see it', account } as const
        await this.#goTo(this.nowMs + READING_MS, false)
        // The review is given once; an approver who returns to the enforcement has given it already.
        await giveIndependentReview(this.#desk, { enforcementId: offered, by: who, ...own }).catch(ignoreConflict)
      }
      return this.#answer('agree', by, offered)
    })
  }

  decline = (by: number, enforcementId: string) =>
    attempt(async () => {
      await this.#answer('decline', by, enforcementId).catch(async (error: unknown) => {
        if (!(error instanceof DeskError)) throw error
        await offerNext(this.#desk, this.#who(by))
        const own = { conclusion: 'no_violation', rationale: 'I see none', account: null } as const
        await giveIndependentReview(this.#desk, { enforcementId, by: this.#who(by), ...own })
        await this.#answer('decline', by, enforcementId)
      })
      return { enforcementId, how: 'declined' }
    })

  takeDuty = (by: number, enforcementId: string) => attempt(() => this.#answer('duty', by, enforcementId))
  confirm = (by: number, enforcementId: string) => attempt(() => this.#answer('confirm', by, enforcementId))

  complete(by: number, enforcementId: string): Promise<Outcome> {
    return attempt(async () => {
      const enforcement = await findEnforcement(this.#desk.db, enforcementId)
      const accountId = enforcement?.accountId ?? ''
      const who = { enforcementId, by: this.#who(by) }
      if (enforcement?.identifiedAs === null) {
        await identifyEnforcement(this.#desk, { ...who, identified: { handle: accountId, accountId } })
      } else await assessEnforcement(this.#desk, { ...who, assessment: ASSESSMENT })
      return { enforcementId, how: 'completed' }
    })
  }

  undo = (by: number, enforcementId: string) =>
    attempt(async () => {
      const request = { enforcementId, by: this.#who(by), cause: 'mistake', reason: 'this is wrong' } as const
      const { state } = await restoreEnforcement(this.#desk, request)
      return { enforcementId, how: state }
    })

  resubmit = (by: number, enforcementId: string) =>
    attempt(async () => {
      const enforcement = await findEnforcement(this.#desk.db, enforcementId)
      const how = enforcement?.state === 'restored' ? 'reinstate' : 'resume'
      const who = this.#who(by)
      const proposed = await resubmitEnforcement(this.#desk, how, {
        enforcementId,
        by: who,
        signature: await this.#sign(who, how, enforcementId),
      })
      return {
        enforcementId: proposed.kind === 'created' ? proposed.enforcement.id : proposed.enforcementId,
        how: proposed.kind,
      }
    })

  freeze = (by: number) =>
    attempt(async () => {
      this.#freezeId = (await beginFreeze(this.#desk, this.#who(by), 'something is wrong')).id
      return { enforcementId: undefined, how: 'frozen' }
    })

  endFreeze = (by: number) =>
    attempt(async () => {
      await endFreeze(this.#desk, this.#freezeId ?? 0, this.#who(by))
      return { enforcementId: undefined, how: 'thawed' }
    })

  leave = (by: number) =>
    attempt(async () => {
      const { enforcementsStopped } = await endStaff(this.#desk, this.#who(by).id, DESK)
      return { enforcementId: undefined, how: `${enforcementsStopped.length} stopped` }
    })

  closeBreakers = (by: number, other: number | null) =>
    attempt(() => closeBreakers(this.#desk, this.#who(by), other === null ? null : this.#who(other)))

  fallNight = (onCall: number): Promise<void> => goHome(this.#desk.db, this.#people, this.#who(onCall))

  breakDay = (): Promise<void> => startAllShifts(this.#desk.db, this.#people)

  work = (turn: Turn): Promise<void> => runTurn(this.#desk, turn)

  async advance(ms: number, awake: boolean): Promise<void> {
    const until = this.nowMs + ms
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      const due = awake ? await nextDueAtMs(this.#desk) : undefined
      const next = Math.min(due ?? until, this.platform.nextRevertAtMs() ?? until)
      if (next >= until) break
      await this.#goTo(Math.max(next, this.nowMs), awake)
    }
    await this.#goTo(until, awake)
  }

  see = (): Promise<Seen> =>
    readSeen(
      this.#desk,
      this.platform,
      this.#people.map(({ id }) => id),
      { nowMs: this.nowMs, source: this.#source },
    )

  async close(): Promise<void> {
    await this.#desk.db.query(sql`delete from job`)
    await this.#ground.ownerPool.query(`delete from enforcement_freeze where ended_at is null`)
    await this.#ground.ownerPool.query(`delete from breaker`)
    await this.#ground.ownerPool.query(`delete from spent_slot; delete from spent_total`)
  }

  async #goTo(atMs: number, awake: boolean): Promise<void> {
    await moveClock(this.#ground, atMs)
    await this.platform.keepTime()
    if (awake) await this.work(CALM)
  }

  async #answer(answer: 'agree' | 'decline' | 'duty' | 'confirm', by: number, enforcementId: string) {
    const request = { enforcementId, by: this.#who(by), reason: 'so' }
    if (answer === 'agree' || answer === 'confirm') {
      const act = answer === 'agree' ? agreeToEnforcement : confirmEnforcement
      const { state } = await act(this.#desk, {
        ...request,
        signature: await this.#sign(request.by, answer, enforcementId),
      })
      return { enforcementId, how: state }
    }
    const enforcement = await findEnforcement(this.#desk.db, enforcementId)
    const material = enforcement?.materialHash?.toString('hex') ?? ''
    const { state } = await answerEnforcement(this.#desk, answer, { ...request, material })
    return { enforcementId, how: state }
  }

  #sign = (by: StaffCaller, act: Act, about: string) => signedBy(this.#desk, by, act, about)

  #who(place: number): StaffCaller {
    const person = this.#people[place]
    if (person === undefined) throw new Error(`there is nobody at ${place}`)
    return person
  }
}

function ignoreConflict(error: unknown): void {
  if (!(error instanceof DeskError) || error.code !== 'conflict') throw error
}

async function moveClock({ ownerPool, clock }: Ground, toMs: number): Promise<void> {
  clock.nowMs = toMs
  await ownerPool.query('select set_driven_clock($1)', [new Date(toMs)])
}

async function addPeople({ db }: Desk, key: string, cast: readonly Person[]): Promise<StaffCaller[]> {
  const people = cast.map(({ role, team, leaving }, place) => ({ pseudonym: `${key}-${place}`, role, team, leaving }))
  const { rows } = await db.query<{ id: string; pseudonym: string }>(sql`
    with added as (
      insert into staff (pseudonym, name, roles, clearances, employer, site, team, ends_at)
      select pseudonym, 'Somebody Invented', array[role], '{protected}', 'Example', 'Dublin', team,
        case when leaving then desk_now() + interval '5 days' end
      from json_to_recordset(${JSON.stringify(people)}::json) given(pseudonym text, role text, team text, leaving boolean)
      returning id, pseudonym),
    shifts as (insert into shift_event (staff_id, kind, planned_minutes) select id, 'start', 720 from added)
    select id, pseudonym from added`)
  return people.map(({ pseudonym, role }) => {
    const id = rows.find((row) => row.pseudonym === pseudonym)?.id
    if (id === undefined) throw new Error(`${pseudonym} was not added`)
    return { kind: 'staff', id, pseudonym, roles: [role] }
  })
}
