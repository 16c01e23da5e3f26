import type { Action } from '../../src/foundation/domain.ts'
import {
  takesOffline,
  type Gate,
  type Outcome,
  type Person,
  type Seen,
  type SeenEnforcement,
  type SubjectName,
} from './gate.ts'
import type { Claim } from './grounds.ts'
import { type AccountName, isContent, ownerOf } from './owners.ts'
import { DAY_MS, type OrganisationRules, rulesOf, type Scene, STANDINGS, type Standing } from './scene.ts'
import { Bulk } from './bulk-action-facts.ts'

const WIDE_REACH = 100_000

/** A violated invariant. */
export class Violation extends Error {
  override name = 'Violation'
  readonly invariant: string

  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`)
    this.invariant = invariant
  }
}

/** The facts of a history beside the desk's own records: each act with its person, and each state with its time. */
export class Story {
  readonly scene: Scene
  readonly rules: OrganisationRules
  readonly cast: readonly Person[]
  readonly lines: string[] = []
  readonly ended = new Set<number>()
  /**
   * The proposers and approvers of each enforcement. Nothing here deserves to go offline, so each of these people
   * erred.
   */
  readonly erred = new Map<string, Set<number>>()
  /** The proposers of each enforcement. */
  readonly asked = new Map<string, Set<number>>()
  /** The people who have no say in a resubmitted enforcement: those who undid the earlier one or had proposed it. */
  readonly barred = new Map<string, Set<number>>()
  /** The standing in which each approver of an enforcement saw the account, and the time. */
  readonly agreedAs = new Map<string, Map<number, { standing: Standing; atMs: number }>>()
  /** The people who asked to undo each enforcement, with the time at which each first did. */
  readonly undoing = new Map<string, Map<number, number>>()
  /** The standing of the account when each enforcement was released. */
  readonly releasedAs = new Map<string, Standing>()
  /** For each enforcement of one person alone: the claimed ground, and if the person was on duty. */
  readonly claims = new Map<string, { claim: Claim; isOnDuty: boolean }>()
  /** The time at which people of the platform's list last restored each subject. */
  readonly givenBack = new Map<SubjectName, number>()
  /** The time at which the database lost its record that a subject is offline. */
  readonly lost = new Map<SubjectName, number>()
  /** The accounts whose identity changed since the history began. */
  readonly changed = new Set<SubjectName>()
  /** The state of bulk actions. */
  readonly bulk = new Bulk()
  /** The stopped rules, by name, and the time at which rules first ran. */
  readonly stopped = new Set<string>()
  askedSinceMs: number | undefined
  /** True in shadow mode, in which guards only record. */
  isShadow: boolean
  /** The people who, in this very step, ask for shadow mode, agree to it, or resume stopped rules. */
  readonly loosening = new Set<number>()
  /** The time at which each person was last active, in an organisation without shifts. */
  readonly hereAt: Map<number, number>
  readonly freezes: { fromMs: number; untilMs: number }[] = []
  /** The one person on duty, at home; null by day, when all are on duty. */
  onCall: number | null = null
  /** The time at which two people last closed the breakers. */
  closedAtMs = Number.NEGATIVE_INFINITY
  /** The people who close breakers in this very step. */
  readonly closing = new Set<number>()
  seen: Seen
  steps = 0
  /** True when this step ended with a worker that carried out all due work. */
  isAllDone = false
  /** The time until which no other worker gets the jobs that a dead worker had claimed. */
  leasedUntilMs = 0
  /** The strictest facts that the desk has read of each account. */
  readonly #known = new Map<SubjectName, Standing>()

  constructor(scene: Scene, seen: Seen) {
    this.scene = scene
    this.rules = rulesOf(scene)
    this.cast = scene.cast
    this.isShadow = scene.shadow
    this.hereAt = new Map(scene.cast.map((_, place) => [place, seen.nowMs]))
    this.seen = seen
  }

  tell(line: string): void {
    this.lines.push(line)
  }

  /**
   * Records that a person proposed an enforcement, or the same as a waiting one; with `before`: that they resubmitted
   * that one.
   */
  recordRules(gate: Gate, by: number, outcome: Outcome, before?: SeenEnforcement): void {
    // The desk reads the account of every resubmitted enforcement; of a refused one only if it is restrictive.
    if (before !== undefined && outcome.done) this.#noteAccount(gate, ownerOf(before.subject))
    else if (before !== undefined) this.noteRead(gate, before)
    if (!outcome.done || outcome.enforcementId === undefined || outcome.how === 'stands') return
    add(this.erred, outcome.enforcementId, by)
    add(this.asked, outcome.enforcementId, by)
    if (before === undefined || outcome.how !== 'created') return
    const undone = before.moves.filter(({ to }) => to === 'stopped' || to === 'restoring')
    for (const one of undone) if (one.by !== null) add(this.barred, outcome.enforcementId, one.by)
    const had = [...(this.barred.get(before.id) ?? []), ...(this.asked.get(before.id) ?? [])]
    for (const one of had) if (one !== by) add(this.barred, outcome.enforcementId, one)
  }

  /** The proposer of a bulk action is the proposer of each of its enforcements. */
  noteBulkActionEnforcement({ proposedBy }: { proposedBy: number }, enforcement: SeenEnforcement): void {
    add(this.erred, enforcement.id, proposedBy)
    add(this.asked, enforcement.id, proposedBy)
  }

  noteAgreed(gate: Gate, by: number, outcome: Outcome): void {
    if (!outcome.done || outcome.enforcementId === undefined) return
    const { enforcementId } = outcome
    add(this.erred, enforcementId, by)
    const enforcement = this.seen.enforcements.find(({ id }) => id === enforcementId)
    if (enforcement === undefined) return
    this.noteRead(gate, enforcement)
    const seenAs = this.agreedAs.get(enforcementId) ?? new Map<number, { standing: Standing; atMs: number }>()
    this.agreedAs.set(enforcementId, seenAs.set(by, { standing: this.#knownAs(enforcement.subject), atMs: gate.nowMs }))
  }

  /** True when the person still works here, and is on shift or on call. */
  isOnDuty = (by: number): boolean =>
    !this.ended.has(by) && this.isHere(by) && (this.onCall === null || this.onCall === by)

  /** The people on duty who may propose changes, and are not about to leave. */
  leads = (): number[] =>
    [...this.cast.keys()].filter((by) => {
      const person = this.cast[by]
      return person?.role === 'lead' && !person.leaving && this.isOnDuty(by)
    })

  /** True for a person seen within a day, in an organisation without shifts; always true in one with shifts. */
  isHere = (by: number): boolean =>
    this.scene.organisation === 'company' || this.seen.nowMs - (this.hereAt.get(by) ?? 0) < DAY_MS

  noteUndoing(gate: Gate, by: number, { id }: SeenEnforcement): void {
    const first = this.undoing.get(id) ?? new Map<number, number>()
    if (!first.has(by)) this.undoing.set(id, first.set(by, gate.nowMs))
  }

  /** Records that the desk has just read the account at the platform, as it does before a restrictive action. */
  noteRead(gate: Gate, enforcement: { action: Action; subject: SubjectName }): void {
    const isAsked = takesOffline(enforcement) || ['remove', 'hide', 'limit'].includes(enforcement.action)
    if (isAsked) this.#noteAccount(gate, ownerOf(enforcement.subject))
  }

  #noteAccount(gate: Gate, account: AccountName): void {
    if (!gate.platform.isAway) this.#known.set(account, stricter(this.#knownOf(account), standingOf(gate, account)))
  }

  /** The standing by which a subject must be treated by now. */
  standing = (gate: Gate, subject: SubjectName): Standing =>
    asSubject(subject, stricter(this.#knownOf(ownerOf(subject)), standingOf(gate, ownerOf(subject))))

  /** The same of its account as a whole. */
  accountStanding = (gate: Gate, subject: SubjectName): Standing => this.standing(gate, ownerOf(subject))

  #knownOf = (account: AccountName): Standing => this.#known.get(account) ?? 'ordinary'
  #knownAs = (subject: SubjectName): Standing => asSubject(subject, this.#knownOf(ownerOf(subject)))

  name(place: number): string {
    const { name, role, team, leaving } = this.cast[place] ?? { name: 'nobody', role: '', team: '', leaving: false }
    return `${name} (${role}, ${team}${leaving ? ', leaving' : ''})`
  }

  /** Returns one of the matching enforcements, counted from the newest; undefined when there is none. */
  pick(index: number, fits: (enforcement: SeenEnforcement) => boolean): SeenEnforcement | undefined {
    const enforcements = this.seen.enforcements.filter(fits).reverse()
    return enforcements[index % Math.max(1, enforcements.length)]
  }
}

/** A wide reach alone protects no single post. */
const asSubject = (subject: SubjectName, standing: Standing): Standing =>
  isContent(subject) && standing === 'wide' ? 'ordinary' : standing

function standingOf(gate: Gate, account: AccountName): Standing {
  const { reach, tags } = gate.platform.factsOf(account)
  if (tags.includes('public_office')) return 'office'
  return reach >= WIDE_REACH ? 'wide' : 'ordinary'
}

const stricter = (one: Standing, other: Standing): Standing =>
  STANDINGS.indexOf(one) >= STANDINGS.indexOf(other) ? one : other

function add(to: Map<string, Set<number>>, enforcementId: string, by: number): void {
  to.set(enforcementId, (to.get(enforcementId) ?? new Set()).add(by))
}
