import { parseArgs } from 'node:util'
import { DrivenClock } from './clock.ts'
import { type DemoSettings, startDemo } from './start-demo.ts'

const USAGE = `node demo/main.ts --data DIR --secret whsec_... [--secret whsec_...]
  --port N                        0, the default: any free port
  --desk-url URL --desk-key KEY   where the report button reports to
  --faults                        opens /faults, and /load to callers on this machine
  --load-key KEY                  opens /load to whoever holds the key
  --driven [--now TIME]           a clock that stands until POST /clock moves it`

/** Starts the platform and says where, in the first line of its output. */
async function main(): Promise<void> {
  const demo = await startDemo(readSettings())
  console.log(`Demo platform on ${demo.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => demo.close().then(() => process.exit(0), fail))
  }
}

function readSettings(): DemoSettings {
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
    },
  })
  const { port, data, secret, faults, driven, now } = values
  if (!data || !secret) throw new Error(`--data and --secret are needed.\n${USAGE}`)
  const [url, key, loadKey] = [values['desk-url'], values['desk-key'], values['load-key']]
  return {
    port: Number(port),
    folder: data,
    secrets: secret,
    faults,
    ...(url && key && { desk: { url, key } }),
    ...(loadKey && { loadKey }),
    ...(driven && { clock: new DrivenClock(now ? new Date(now) : new Date()) }),
  }
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

main().catch(fail)
