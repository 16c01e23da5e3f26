import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { BenchError } from './bench.ts'

const SHIPPED = resolve(import.meta.dirname, '../policies')
const QUEUES = 40

/** A queue as the file has it: only what is needed here is known of it. */
export interface QueueEntry {
  id: string
  clearances: readonly string[]
}

/** Writes the shipped policies with as many queues as a large desk has: the shipped ones, each again and again. */
export function writePolicies(folder: string): { policiesDir: string; queues: readonly QueueEntry[] } {
  const policiesDir = join(folder, 'policies-of-many-queues')
  mkdirSync(policiesDir)
  copyFileSync(join(SHIPPED, 'policies.yaml'), join(policiesDir, 'policies.yaml'))
  const file = parse(readFileSync(join(SHIPPED, 'queues.yaml'), 'utf8')) as { queues: QueueEntry[] }
  const queues = repeatQueues(file.queues)
  writeFileSync(join(policiesDir, 'queues.yaml'), stringify({ ...file, queues }))
  return { policiesDir, queues }
}

function repeatQueues(shipped: readonly QueueEntry[]): QueueEntry[] {
  if (shipped.length === 0) throw new BenchError('The shipped policies have no queues.')
  return Array.from({ length: QUEUES }, (_, place) => {
    const queue = shipped[place % shipped.length] as QueueEntry
    const round = Math.floor(place / shipped.length)
    return round === 0 ? queue : { ...queue, id: `${queue.id}-${round}` }
  })
}
