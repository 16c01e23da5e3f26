import { visitor } from '../../foundation/connector/visit.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import { HttpStage } from './live/http-stage.ts'
import { LIVE_CHECKS } from './live/live-checks.ts'
import { Mismatch, Player, said } from './player.ts'
import type { Optional } from './scenario.ts'
import { isLive, SCENARIOS } from './scenarios/all-scenarios.ts'
import type { TestKeys } from './test-keys.ts'

/** The result of one check. */
export interface CheckResult {
  id: string
  sentence: string
  result: 'passed' | 'failed' | 'skipped'
  /** For a failed check: the answer that the protocol requires, and the one that came. */
  expected?: string
  came?: string
  /** For a skipped check: the reason. */
  reason?: string
}

interface Runnable {
  id: string
  sentence: string
  run(player: Player): Promise<string | undefined>
}

/** A platform to check: its address, and the keys that were configured there. */
export interface Checked {
  url: string
  keys: TestKeys
  allowPrivate: readonly string[]
  /** Runs only checks whose id begins so. */
  only?: string
  /** The longest wait for what the platform does by itself. */
  patienceMs?: number
}

const PATIENCE_MS = 30_000

const NOT_SEEN = 'the clock, switches and deliveries of a platform are its own, and the vectors play this rule'

/** Runs every check at a running platform, one after the other, and reports each as it ends. */
export async function runChecks(
  checked: Checked,
  onResult: (done: number, all: number) => void,
): Promise<CheckResult[]> {
  const { url, keys, allowPrivate, only = '', patienceMs = PATIENCE_MS } = checked
  const stage = new HttpStage(url, allowPrivate)
  const visit = visitor({ url, allowPrivate })
  const playerOf = (scenario: string) => new Player(stage, { keys, scenario, audience: url })
  await refuseUnprepared(playerOf('signature.valid'))
  const offered = await readOffered(playerOf('read.capabilities'))
  const skipUnless = (needs: Optional | undefined): string | undefined =>
    needs === undefined || offered.has(needs) ? undefined : `the platform does not state ${needs}`
  const all: Runnable[] = [
    ...SCENARIOS.map((scenario) => ({
      ...scenario,
      run: async (player: Player) => {
        const reason = isLive(scenario) ? skipUnless(scenario.needs) : NOT_SEEN
        if (reason === undefined) await scenario.play(player)
        return reason
      },
    })),
    ...LIVE_CHECKS.map((check) => ({
      ...check,
      run: async (player: Player) => skipUnless(check.needs) ?? check.run({ player, stage, visit, patienceMs }),
    })),
  ].filter(({ id }) => id.startsWith(only))
  const results: CheckResult[] = []
  for (const check of all) {
    results.push(await runCheck(check, playerOf(check.id)))
    onResult(results.length, all.length)
  }
  return results
}

/** Reads the optional parts of version 1 that the platform states. One that answers otherwise fails its own check. */
async function readOffered(player: Player): Promise<ReadonlySet<Optional>> {
  const { body } = await player.ask({ type: 'platform.capabilities' })
  const { readBack, facts } = { ...(body?.batch as object | undefined) } as { readBack?: unknown; facts?: unknown }
  const offered = { batch: body?.batch, 'batch.readBack': readBack, 'batch.facts': facts, statements: body?.statements }
  return new Set((['batch', 'batch.readBack', 'batch.facts', 'statements'] as const).filter((name) => offered[name]))
}

async function runCheck({ id, sentence, run }: Runnable, player: Player): Promise<CheckResult> {
  try {
    const reason = await run(player)
    return reason === undefined ? { id, sentence, result: 'passed' } : { id, sentence, result: 'skipped', reason }
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error
    return { id, sentence, result: 'failed', expected: error.expected, came: error.came }
  }
}

/** Refuses a platform that has other keys or subjects, or was checked before: nearly every check would fail. */
async function refuseUnprepared(player: Player): Promise<void> {
  const call = { type: 'subject.read_back', subject: player.subject('vale') }
  try {
    const { answer } = await player.call(call, { status: 200 })
    if (answer.body?.generation !== 0) throw new Mismatch('generation 0', said(answer))
  } catch (error) {
    if (error instanceof Mismatch) throw new StartError(formatUnprepared(error))
    throw error
  }
}

const formatUnprepared = ({ came }: Mismatch): string =>
  `Nothing was checked: the platform is not set up for these keys (${came}). Make keys with --set-up, configure what it prints, and start again.`
