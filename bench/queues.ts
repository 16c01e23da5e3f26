import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { BenchError } from './bench.ts'

const SHIPPED = resolve(import.meta.dirname, '../policies')
const QUEUES = 40
/** People who work for it are given the cases of its queues too. */
export const VENDOR = 'Example Vendor'
/** One in this many repetitions of the shipped queues belongs to the vendor. */
const ROUNDS_TO_VENDOR = 4

/** A queue in the policy file, as far as the bench reads it. */
export interface QueueEntry {
  id: string
  clearances: readonly string[]
  employer?: string
  /** Only of those to which cases are escalated. */
  acknowledge_minutes?: object
}

/** Writes the shipped policies with as many queues as a large desk has: the shipped ones, each again and again. */
export function writePolicies(folder: string): { policiesDir: string; queues: readonly QueueEntry[] } {
  const policiesDir = join(folder, 'policies-of-many-queues')
  mkdirSync(policiesDir)
  for (const name of ['policies.yaml', 'guards.yaml', 'budgets.yaml'])
    copyFileSync(join(SHIPPED, name), join(policiesDir, name))
  const file = parse(readFileSync(join(SHIPPED, 'queues.yaml'), 'utf8')) as { queues: QueueEntry[] }
  const queues = repeatQueues(file.queues.filter(({ acknowledge_minutes: escalation }) => escalation === undefined))
  const escalations = file.queues.filter(({ acknowledge_minutes: escalation }) => escalation !== undefined)
  // The desk reads no anchors, which a shared object would be written as.
  const text = stringify({ ...file, queues: [...queues, ...escalations] }, { aliasDuplicateObjects: false })
  writeFileSync(join(policiesDir, 'queues.yaml'), text)
  return { policiesDir, queues }
}

function repeatQueues(shipped: readonly QueueEntry[]): QueueEntry[] {
  return Array.from({ length: QUEUES }, (_, place) => {
    const queue = shipped[place % shipped.length]
    if (queue === undefined) throw new BenchError('The shipped policies have no queues.')
    const round = Math.floor(place / shipped.length)
    if (round === 0) return queue
    const bound = round % ROUNDS_TO_VENDOR === 0 ? { employer: VENDOR } : {}
    return { ...queue, ...bound, id: `${queue.id}-${round}` }
  })
}
