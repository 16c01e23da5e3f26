import { parseArgs } from 'node:util'
import { DrivenClock } from './clock.ts'
import { type DemoSettings, startDemo } from './start-demo.ts'
import { readTrust } from './trust-file.ts'

const MINUTE_MS = 60_000
const USAGE = `node demo/main.ts --data DIR --secret whsec_... [--secret whsec_...]
  DEMO_SECRET, DEMO_DESK_KEY      in the environment, instead of options that others can read
  --port N                        0, the default: whichever is free
  --desk-url URL --desk-key KEY   where the report button reports to
  --faults                        opens /faults, and /load to callers on this machine
  --load-key KEY                  opens /load to callers with the key
  --driven [--now TIME]           a clock that stands until POST /clock moves it
  --hold-minutes N                holds accounts with a public role so long before they go offline
  --trust FILE                    whom it believes beyond the secret: {"deskKeys": [JWK …], "pinned": LIST, "next": [LIST …]}
  --per-minute N                  takes from so many subjects in a minute and no more
  --reach-per-hour N              takes from those who reach so many in an hour and no more
  --single-calls                  states no batch, as a platform with an older platform-kit does
  --until-stdin-ends              ends with its parent, however that ends`

/** Starts the platform and prints its address in the first line of the output. */
async function main(): Promise<void> {
  const { settings, untilStdinEnds } = readArguments()
  const demo = await startDemo(settings)
  console.log(`Demo platform on ${demo.url}`)
  const end = (): void => void demo.close().then(() => process.exit(0), fail)
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  // The system closes the pipe when the parent process is gone, even when it was killed.
  if (untilStdinEnds) process.stdin.once('close', end).resume()
}

function readArguments(): { settings: DemoSettings; untilStdinEnds: boolean } {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    options: {
      port: { ...text, default: '0' },
      data: text,
      secret: { ...text, multiple: true },
      'desk-url': text,
      'desk-key': text,
      faults: flag,
      'load-key': text,
      driven: flag,
      now: text,
      'hold-minutes': text,
      trust: text,
      'per-minute': text,
      'reach-per-hour': text,
      'single-calls': flag,
      'until-stdin-ends': flag,
    },
  })
  const { port, data, faults, driven, now } = values
  const secret = values.secret ?? (process.env.DEMO_SECRET ? [process.env.DEMO_SECRET] : undefined)
  if (!data || !secret) throw new Error(`--data and --secret are needed.\n${USAGE}`)
  const [url, loadKey, holdMinutes] = [values['desk-url'], values['load-key'], values['hold-minutes']]
  const key = values['desk-key'] ?? process.env.DEMO_DESK_KEY
  if (now !== undefined && !driven) throw new Error('--now is where a --driven clock stands: it needs that too.')
  const settings: DemoSettings = {
    port: Number(port),
    folder: data,
    secrets: secret,
    faults,
    singleCalls: values['single-calls'],
    ...(url && key && { desk: { url, key } }),
    ...(loadKey && { loadKey }),
    ...(holdMinutes !== undefined && { holdMs: readMinutes(holdMinutes) }),
    ...(values.trust !== undefined && { authority: readTrust(values.trust) }),
    limits: { ...readLimit('perMinute', values['per-minute']), ...readLimit('reachPerHour', values['reach-per-hour']) },
    ...(driven && { clock: new DrivenClock(readStart(now)) }),
  }
  return { settings, untilStdinEnds: values['until-stdin-ends'] }
}

/** The first time of a manually set clock: the present, unless an option states another. */
function readStart(text: string | undefined): Date {
  const start = text === undefined ? new Date() : new Date(text)
  if (Number.isNaN(start.getTime())) throw new Error(`--now must be an ISO 8601 time: ${text} is none.`)
  return start
}

function readLimit(name: 'perMinute' | 'reachPerHour', text: string | undefined) {
  if (text === undefined) return {}
  if (!/^\d{1,12}$/.test(text)) throw new Error(`A limit must be a whole number: ${text} is none.`)
  return { [name]: Number(text) }
}

function readMinutes(text: string): number {
  if (!/^\d{1,2}$/.test(text))
    throw new Error(`--hold-minutes must be a whole number of at most two digits: ${text} is none.`)
  return Number(text) * MINUTE_MS
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

main().catch(fail)
