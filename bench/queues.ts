import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { BenchError } from './bench.ts'

const SHIPPED = resolve(import.meta.dirname, '../policies')
const QUEUES = 40
/** The vendor, whose people receive the cases of its queues too. */
export const VENDOR = 'Example Vendor'
/** One in this many repetitions of the shipped queues belongs to the vendor. */
const ROUNDS_TO_VENDOR = 4

/** A queue in the policy file, as far as the bench reads it. */
export interface QueueEntry {
  id: string
  clearances: readonly string[]
  employer?: string
  /** Present only for queues to which cases are escalated. */
  acknowledge_minutes?: object
}

/** Writes the shipped policy files with as many queues as a large desk has, by repeating the shipped queues. */
export function writePolicies(folder: string): { policiesDir: string; queues: readonly QueueEntry[] } {
  const policiesDir = join(folder, 'policies-of-many-queues')
  mkdirSync(policiesDir)
  for (const name of ['policies.yaml', 'guards.yaml', 'budgets.yaml'])
    copyFileSync(join(SHIPPED, name), join(policiesDir, name))
  const file = parse(readFileSync(join(SHIPPED, 'queues.yaml'), 'utf8')) as { queues: QueueEntry[] }
  const queues = repeatQueues(file.queues.filter(({ acknowledge_minutes: escalation }) => escalation === undefined))
  const escalations = file.queues.filter(({ acknowledge_minutes: escalation }) => escalation !== undefined)
  // The desk does not read YAML anchors, which the serializer would write for a shared object.
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
