import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EnforcementState, RestoreCause } from '../../src/foundation/domain.ts'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import type { Scenario } from './file/scenario-file.ts'
import type { Line } from './file/scenario-line.ts'
import { type Move, NewsReader, type Told } from './news.ts'
import { pinDeskKeys } from './stage/pin-desk-keys.ts'
import { doorOf, type PlatformProcess, startPlatformProcess } from './stage/platform-process.ts'
import { type RunningDesk, startRunningDesk } from './stage/running-desk.ts'
import type { Stage } from './stage/stage.ts'
import { type Entry, Timeline } from './timeline.ts'

export interface DayOptions {
  stage: Stage
  /** The folder of the day's files. */
  folder: string
  policiesDir: string
  onEntry: (entry: Entry) => void
}

/** One playing of a scenario's day: a platform, usually a desk, and one clock for both. */
export class Day {
  readonly scenario: Scenario
  readonly line: Line
  readonly timeline: Timeline
  readonly platform: PlatformProcess
  /** The desk; undefined when the line has none or the desk was killed. */
  desk: RunningDesk | undefined
  /** By handle: the case about the account, and the enforcement that was proposed last. */
  readonly cases = new Map<string, string>()
  readonly enforcements = new Map<string, string>()
  readonly #news = new NewsReader()
  #now: Date
  #nextDueAt: Date | undefined

  private constructor(
    scenario: Scenario,
    line: Line,
    parts: { platform: PlatformProcess; desk: RunningDesk | undefined; now: Date; onEntry: DayOptions['onEntry'] },
  ) {
    this.scenario = scenario
    this.line = line
    this.platform = parts.platform
    this.desk = parts.desk
    this.#now = parts.now
    const { utcOffset } = scenario
    this.timeline = new Timeline({ line: line.name, utcOffset, onEntry: parts.onEntry })
  }

  /** Starts the platform and the desk, with the clock at `now`. Leaves no process running if that fails. */
  static async open(scenario: Scenario, line: Line, now: Date, options: DayOptions): Promise<Day> {
    const { stage, folder, policiesDir, onEntry } = options
    mkdirSync(folder, { mode: 0o700 })
    const setup = { dataDir: folder, port: await findFreePort(), clockAt: now }
    const deskSetup = { door: doorOf(setup), policiesDir, dataDir: join(folder, 'desk'), now }
    // A platform that had no desk accepted one person's word and had pinned no keys.
    const believed = line.guards === 'none' ? undefined : await pinDeskKeys(folder, deskSetup.dataDir)
    const [platform, desk] = await Promise.allSettled([
      startPlatformProcess(scenario, { ...setup, ...(believed && { trust: believed.trust }) }),
      line.guards === 'none'
        ? undefined
        : stage.makeDatabase().then((database) => startRunningDesk(scenario, { ...deskSetup, database })),
    ])
    if (platform.status === 'fulfilled' && desk.status === 'fulfilled') {
      if (desk.value) await believed?.pin(desk.value)
      return new Day(scenario, line, { platform: platform.value, desk: desk.value, now, onEntry })
    }
    if (platform.status === 'fulfilled') await platform.value.stop()
    if (desk.status === 'fulfilled') await desk.value?.close()
    throw [platform, desk].find((one) => one.status === 'rejected')?.reason
  }

  get now(): Date {
    return this.#now
  }

  /** The time of the desk's next work; undefined when there is none. */
  get nextDueAt(): Date | undefined {
    return this.#nextDueAt
  }

  say(who: string | null, says: string, detail?: string): void {
    this.timeline.add(this.#now, who, says, detail)
  }

  /** Moves the clock of the platform and the desk forward. */
  async setClock(now: Date): Promise<void> {
    this.#now = now
    await this.platform.setClock(now)
    await this.desk?.setClock(now)
    await this.look()
  }

  /** Waits for the consequences of what was done, and records what the desk wrote and what visitors see. */
  async look(): Promise<void> {
    const settled = await this.desk?.settle()
    this.#nextDueAt = settled?.nextDueAt ?? undefined
    await this.#visit()
    if (this.desk === undefined || settled === undefined) return
    const { moves, told } = await this.#news.read(this.desk.db, settled)
    for (const move of moves) this.#formatMove(move)
    for (const one of told) this.#formatNotified(one)
  }

  async #visit(): Promise<void> {
    const { watch } = this.scenario
    const visible = await this.platform.visit(watch)
    if (!this.timeline.see(this.#now, visible)) return
    const cause = CAUSES[(await this.platform.lastCause()) ?? 'own_will']
    if (visible) this.say(null, `BACK: ${cause}`, `visitors see @${watch} again: ${cause}`)
    else this.say(null, `OFFLINE: ${cause}`, `visitors find nothing at @${watch}: ${cause}`)
  }

  /** Kills desk and database with kill -9: afterwards only the platform runs. */
  async killDesk(): Promise<void> {
    await this.desk?.kill()
    await this.desk?.close()
    this.desk = undefined
  }

  async close(): Promise<void> {
    await this.desk?.close()
    await this.platform.stop()
  }

  #formatMove({ to, until, confirmBy, cause }: Move): void {
    const says = MOVES[to]?.({
      until: until === null ? '' : this.timeline.timeOf(until).slice(0, 5),
      confirmBy: confirmBy === null ? null : this.timeline.timeOf(confirmBy).slice(0, 5),
      cause,
    })
    if (says !== undefined) this.say(null, says)
  }

  #formatNotified({ toStaff, toRole, why }: Told): void {
    const { people } = this.scenario
    const named = [...(this.desk?.ids ?? [])].find(([, id]) => id === toStaff)?.[0]
    const withRole = people.filter(({ roles }) => roles.some((role) => role === toRole)).map(({ name }) => name)
    const to = named ?? `${toRole}s (${withRole.join(', ')})`
    this.say(null, `told: ${to}`, `${to} are told at once: ${why}`.replace(`${named} are`, `${named} is`))
  }
}

const CAUSES = {
  desk: 'by the desk',
  self_revert: 'by the platform itself',
  own_will: "by the platform's own tool",
} as const

const RESTORES: Record<RestoreCause, string> = {
  mistake: 'it was a mistake',
  ended: 'its time is over',
  appeal: 'an appeal',
  unconfirmed: 'not confirmed',
  left: 'who asked has left',
  undo: 'undone',
}

interface Moved {
  until: string
  confirmBy: string | null
  cause: RestoreCause | null
}

/** The text for a transition of an enforcement; transitions that a step reports itself are missing. */
const MOVES: Partial<Record<EnforcementState, (moved: Moved) => string>> = {
  held: ({ until }) => `all agreed: held until ${until}`,
  in_effect: ({ confirmBy }) => (confirmBy === null ? 'in effect' : `in effect: back at ${confirmBy} unless confirmed`),
  restoring: ({ cause }) => `the desk undoes it: ${RESTORES[cause ?? 'undo']}`,
  restored: () => 'the desk has seen it back',
  expired: () => 'its time is over: it ends',
  failed: () => 'the platform did not do it',
}
