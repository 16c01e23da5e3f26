import { setTimeout as pause } from 'node:timers/promises'
import type { Part } from './part.ts'

/** The longest time before a killed part is started again. */
const AWAY_MAX_MS = 1_000

export interface KillOptions {
  /** The same seed kills after the same times. */
  seed: number
  /** The average time between two kills of one part. */
  everyMs: number
}

export interface Killing {
  /** Kills each part this many times at most; resolves when everything runs again, with the number of kills of each. */
  end(killsMin: number): Promise<Record<string, number>>
}

/** Kills and restarts each part repeatedly at random times, until the run ends. */
export function startKilling(
  parts: readonly Part[],
  { seed, everyMs }: KillOptions,
  { say, onFailed }: { say: (line: string) => void; onFailed: (error: unknown) => void },
): Killing {
  const startedAtMs = performance.now()
  const ending = new AbortController()
  const kills: Record<string, number> = {}
  let killsMin = 0
  const killOne = async (part: Part, random: () => number) => {
    for (let times = 0; ; ) {
      await pause(everyMs * (0.5 + random()), undefined, { signal: ending.signal }).catch(() => undefined)
      if (ending.signal.aborted && times >= killsMin) return
      await part.kill()
      kills[part.name] = ++times
      say(`Killed ${part.name}, ${times}: ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`)
      await pause(AWAY_MAX_MS * random())
      await part.revive()
    }
  }
  const loops = parts.map((part, place) => killOne(part, randomFrom(seed + place)).catch(onFailed))
  return {
    end: async (atLeast) => {
      killsMin = atLeast
      ending.abort()
      await Promise.all(loops)
      return kills
    },
  }
}

/** Numbers from 0 up to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
