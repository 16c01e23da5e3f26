import type pg from 'pg'
import { systemNow } from '../../src/foundation/time/clock.ts'
import { SHORT_QUERIES } from '../../src/foundation/database/db.ts'
import { settle } from '../scenario/stage/settle.ts'
import { connectTo } from '../../src/foundation/store/connect.ts'
import { endPast } from '../../src/foundation/store/mark-database.ts'
import { StartError } from '../../src/foundation/store/start-error.ts'
import { showRules } from './demo-automation.ts'
import { showDrill } from './demo-drill.ts'
import { showHold, showOrder } from './demo-law.ts'
import { STORY_MINUTES } from './demo-steps.ts'
import { isUntold, playDemoStory } from './demo-story.ts'
import { type Closers, closeAll, startDeskParts } from '../../src/app/cli/run/start-desk-parts.ts'
import type { StartSettings } from '../../src/app/cli/run/start.ts'
import { MINUTE_MS } from '../../src/foundation/durations.ts'

/** Returns the time at which the demo's past morning begins, for a demo that starts now. */
export const findPastStart = (): Date => new Date(systemNow().getTime() - STORY_MINUTES * MINUTE_MS)

/**
 * Plays a morning of the demo's people before the demo opens: the whole desk with its platform, by the ordinary routes
 * and rules, on a manually set clock. A story that fails, or that an earlier start began, stays incomplete: the desk
 * works without it.
 */
export async function playDemoPast(
  settings: StartSettings,
  database: { url: string; ownerUrl: string },
  signal: AbortSignal,
): Promise<void> {
  const { print, log } = settings
  const owner = await connectTo(database.ownerUrl)
  const closers: Closers = []
  try {
    if (await isUntold({ ...SHORT_QUERIES, query: (statement) => owner.query(statement) })) {
      print("Having the demo's people live through a morning …")
      await freezeReplies(settings, { databaseUrl: database.url, owner }, closers, signal)
    }
  } catch (error) {
    // A cause such as a port in use; the next start reports it.
    if (error instanceof StartError) throw error
    log.warn({ error: String(error) }, 'the demo begins with less than its story')
  } finally {
    await closeAll(closers, log)
    await owner.end()
  }
  await endPast(database.ownerUrl)
}

async function freezeReplies(
  settings: StartSettings,
  { databaseUrl, owner }: { databaseUrl: string; owner: pg.Client },
  closers: Closers,
  signal: AbortSignal,
): Promise<void> {
  const begins = findPastStart()
  let now = begins
  const drive = () => owner.query('select set_driven_clock($1)', [now])
  await drive()
  const ground = { databaseUrl, now: () => now, clockAt: now, ready: () => false }
  const { desk, url: deskUrl, demo } = await startDeskParts(settings, ground, closers)
  if (demo === undefined) return
  const setClock = async (to: Date) => {
    // Due work is carried out before the clock moves on.
    await settle(desk.db)
    now = to
    await drivePlatform(demo.url, to, signal)
    await drive()
    await settle(desk.db)
  }
  // An approver's reading time may end after the minute at which the next act begins; the clock never moves back.
  const moveTo = (minute: number) => setClock(new Date(Math.max(now.getTime(), begins.getTime() + minute * MINUTE_MS)))
  await showDrill(desk, moveTo)
  await playDemoStory({ deskUrl, demoUrl: demo.url, tokens: demo.access.tokens, signal, moveTo })
  await showRules(desk)
  await showHold(desk)
  await showOrder(desk)
  await setClock(systemNow())
}

async function drivePlatform(demoUrl: string, to: Date, signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ now: to.toISOString() })
  const response = await fetch(`${demoUrl}/clock`, { method: 'POST', headers, body, signal })
  if (!response.ok) throw new Error(`the demo's clock was not set: ${response.status}`)
}
