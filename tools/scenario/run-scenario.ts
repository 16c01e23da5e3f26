import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeAtEnd } from '../../src/foundation/store/embedded/remove-at-end.ts'
import { type PlayedLine, playLine } from './play-line.ts'
import type { Run, Scenario } from './file/scenario-file.ts'
import { namesOf } from './file/scenario-line.ts'
import { openStage } from './stage/stage.ts'
import type { Entry } from './timeline.ts'

export interface PlayedRun extends Pick<Run, 'name' | 'title'> {
  lines: readonly PlayedLine[]
}

export interface RunOptions {
  policiesDir: string
  stopping: AbortSignal
  /** Called when a line begins. */
  onLine: (name: string, number: number, total: number) => void
  onEntry: (entry: Entry) => void
}

/**
 * Plays every run of a scenario, one after the other, each on a desk of its own. Leaves no process and no files, even
 * when this program is killed.
 */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<PlayedRun[]> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-replay-'))
  // Other users may pass through the folder: when root starts PostgreSQL, it runs as another user.
  chmodSync(folder, 0o711)
  const removal = removeAtEnd(folder)
  const stage = openStage(folder)
  if (scenario.runs.some(({ lines }) => lines.some(({ guards }) => guards !== 'none'))) stage.prepare()
  const total = scenario.runs.reduce((sum, { lines }) => sum + lines.length, 0)
  let number = 0
  try {
    const played: PlayedRun[] = []
    for (const { name, title, lines } of scenario.runs) {
      const playedLines: PlayedLine[] = []
      for (const line of lines) {
        number += 1
        options.onLine(namesOf(line).at(-1) ?? name, number, total)
        const { policiesDir, onEntry, stopping } = options
        const own = { stage, folder: join(folder, `line-${number}`), policiesDir, onEntry, stopping }
        playedLines.push(await playLine(scenario, line, own))
      }
      played.push({ name, title, lines: playedLines })
    }
    return played
  } finally {
    try {
      await stage.close()
    } finally {
      await removal.now()
    }
  }
}

/** Returns the seconds for which the account was offline, in the line of the run where that was longest. */
export const offlineSecondsOf = ({ lines }: PlayedRun): number =>
  Math.max(...lines.map(({ offlineSeconds }) => offlineSeconds))
