import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { PartOptions } from './part.ts'
import type { Ran } from './run-histories.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Runs histories in a process of their own, on the code of a folder: the real one, or a changed copy. */
export async function runPart(
  options: PartOptions,
  { root = ROOT, signal, onProgress = () => undefined }: PartSetting = {},
): Promise<Ran> {
  const script = join(root, 'test/model/part.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const stop = () => child.kill()
  signal?.addEventListener('abort', stop)
  const ended = once(child, 'close')
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text.toString()}`.slice(-COMPLAINT_CHARS_MAX)
  })
  let ran: Ran | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    ran = JSON.parse(line) as Ran
    onProgress(ran)
  }
  const [code] = await ended
  signal?.removeEventListener('abort', stop)
  signal?.throwIfAborted()
  if (code !== 0 || ran === undefined) throw new Error(`a part of the run ended with ${code}: ${complaint}`)
  return ran
}

const COMPLAINT_CHARS_MAX = 4_000

export interface PartSetting {
  root?: string
  signal?: AbortSignal
  onProgress?: (ran: Ran) => void
}
