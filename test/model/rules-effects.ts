import type { Instruction } from '@countersign/platform-kit'
import { counts } from '../../src/enforcement/desired-state/update-desired-state.ts'
import { isUsable, type Reading } from '../../src/enforcement/desired-state/set-baseline.ts'
import {
  isStricter,
  revertsOf,
  isSameState,
  desiredStateOf,
} from '../../src/enforcement/desired-state/desired-state.ts'
import { ConnectorError, isFinal, isOvertaken } from '../../src/foundation/connector/connector.ts'
import type { PlatformState } from '../../src/foundation/domain.ts'
import { isLifted } from '../../src/enforcement/effect/is-lifted.ts'
import type { SubjectName } from './gate.ts'
import type { Life } from './life.ts'
import type { ModelPlatform } from './model-platform.ts'
import { move, type Place, type Row, STANDING } from './rules-rows.ts'

const AGAIN_MS = 5_000

/** Brings subjects to what the enforcements on them ask for: the desk's rules in the desk's enforcement, kept in memory. */
export class RulesEffects {
  readonly #places: Record<SubjectName, Place>
  readonly #rows: Row[]
  readonly #platform: ModelPlatform
  readonly #now: () => Date

  constructor(places: Record<SubjectName, Place>, rows: Row[], platform: ModelPlatform, now: () => Date) {
    this.#places = places
    this.#rows = rows
    this.#platform = platform
    this.#now = now
  }

  /** Reads the state at the platform; undefined when the platform does not answer. */
  async read(name: SubjectName): Promise<Reading | undefined> {
    return this.#platform.isAway ? undefined : this.#platform.readBack(this.#platform.subject(name))
  }

  release(row: Row, by: number | null, reading?: Reading): void {
    const now = this.#now()
    move(row, 'releasing', by, now)
    row.endsAt = row.durationMs === null ? null : new Date(now.getTime() + row.durationMs)
    row.confirmBy = row.confirmMs === null ? null : new Date(now.getTime() + row.confirmMs)
    row.generation = this.updateDesiredState(row.name, reading)
  }

  restore(row: Row, by: number | null): void {
    move(row, 'restoring', by, this.#now())
    row.generation = this.updateDesiredState(row.name)
  }

  /** Sets the desired state of a subject again, under a new generation, and makes it due. */
  updateDesiredState(name: SubjectName, reading?: Reading): number {
    const place = this.#places[name]
    if (place.baseline === null && reading !== undefined && isUsable(place, reading)) {
      place.baseline = reading.state
      place.generation = Math.max(place.generation, reading.generation)
    }
    const counting = this.#standing(name).filter(counts)
    place.generation += 1
    place.desired = place.baseline && desiredStateOf(place.baseline, counting)
    place.reverts = place.baseline ? revertsOf(place.baseline, counting) : []
    if (place.desired !== null) place.recorded.push(place.generation)
    place.driveAt = this.#now().getTime()
    return place.generation
  }

  /** Applies the desired state of one subject. May run twice, late, concurrently with itself, and end at any step. */
  async drive(name: SubjectName, life: Life): Promise<void> {
    const place = this.#places[name]
    place.driveAt = this.#now().getTime() + AGAIN_MS
    try {
      await life.step()
      if (place.baseline === null) await this.#keepBaseline(name)
      const { desired, baseline, generation, reverts } = place
      if (desired === null || baseline === null) return
      const subject = this.#platform.subject(name)
      const instruction: Instruction = { subject, generation, desired, baseline, reverts, events: [] }
      await life.step()
      await this.#platform.apply(structuredClone(instruction))
      await life.step()
      const read = await this.#platform.readBack(subject)
      await life.step()
      if (read && place.generation === generation && isSameState(read.state, desired)) this.#settle(name, read.state)
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      await this.#afterFailure(name, error)
    }
  }

  async #keepBaseline(name: SubjectName): Promise<void> {
    const place = this.#places[name]
    const read = await this.#platform.readBack(this.#platform.subject(name))
    if (read === undefined || place.baseline !== null) return
    if (this.#standing(name).length === 0) {
      place.driveAt = null
      return
    }
    if (isUsable(place, read)) this.updateDesiredState(name, read)
  }

  async #afterFailure(name: SubjectName, error: ConnectorError): Promise<void> {
    const place = this.#places[name]
    const standing = this.#standing(name).filter(counts)
    if (isOvertaken(error.failure)) {
      const seen = await this.#platform.readBack(this.#platform.subject(name))
      const takingOffline =
        place.desired !== null && place.baseline !== null && isStricter(place.desired, place.baseline)
      if (seen && takingOffline) for (const row of standing) if (isLifted(row, seen.state)) row.lifted = true
      place.generation = Math.max(place.generation, error.generation ?? 0)
      this.updateDesiredState(name)
    } else if (isFinal(error.failure)) {
      const refused = standing.filter(({ state }) => state === 'releasing')
      for (const row of refused) row.failing = true
      if (refused.length > 0) this.updateDesiredState(name)
    }
  }

  /** Moves every enforcement whose effect a read of the platform proves. */
  #settle(name: SubjectName, seen: PlatformState): void {
    const place = this.#places[name]
    const now = this.#now()
    place.settledGeneration = place.generation
    place.seen = seen
    place.driveAt = null
    for (const row of this.#standing(name)) {
      if (row.state === 'restoring') move(row, 'restored', null, now)
      else if (row.failing) move(row, 'failed', null, now)
      else {
        if (row.state === 'releasing') {
          move(row, 'in_effect', null, now)
          row.inEffectAt = now
        }
        if (row.state === 'in_effect' && row.confirmedAt !== null) move(row, 'confirmed', null, now)
      }
    }
    if (this.#standing(name).every(({ action }) => action === 'warn')) place.baseline = null
  }

  #standing = (name: SubjectName): Row[] =>
    this.#rows.filter((row) => row.name === name && STANDING.includes(row.state))
}
