import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { findFreePort, isFree } from '../../src/foundation/store/embedded/free-port.ts'
import { makeTempDir } from './temp-dir.ts'

export interface DemoDesk {
  /** The address of its console. */
  origin: string
  /** Its data folder. */
  folder: string
  /** The text that the desk printed: addresses, tokens, and the lines to paste. */
  printed: string
  stop(): Promise<void>
}

const END_WITH_PARENT = resolve(import.meta.dirname, 'process-ends-with-parent.ts')
const READY_WITHIN_MS = 240_000

/**
 * Starts what `npm start` starts: desk, platform, people, and the demo's past morning, unless the options leave the
 * morning out.
 */
export async function startDemoDesk(...more: readonly string[]): Promise<DemoDesk> {
  const [port, folder] = [await findTwoFreePorts(), makeTempDir()]
  const options = ['bin/countersign.js', 'start', '--port', String(port), '--data', folder, ...more]
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  const ready = new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk)
      if (said.includes('Ctrl-C stops')) done()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      said += String(chunk)
    })
  })
  const late = new AbortController()
  const refuse = once(AbortSignal.timeout(READY_WITHIN_MS), 'abort', { signal: late.signal })
  const notReady = Promise.race([ended, refuse]).then(() => Promise.reject(new Error(said)))
  await Promise.race([ready, notReady]).catch(async (error: unknown) => {
    // Left alone it would keep the process of the test, and so the whole run, from ending.
    await stop()
    throw error
  })
  late.abort()
  if (said.includes('less than its story')) {
    await stop()
    throw new Error(said)
  }
  return { origin: `http://localhost:${port}`, folder, printed: said, stop }
}

/** Finds a free port whose successor is free too: the demo platform takes the port after the desk's. */
export async function findTwoFreePorts(): Promise<number> {
  for (;;) {
    const port = await findFreePort()
    if (await isFree(port + 1)) return port
  }
}
