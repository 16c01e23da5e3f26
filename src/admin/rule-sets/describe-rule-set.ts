import type { Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { listAdopted } from './versions.ts'
import { describeAutomation } from './compare/compare-automation.ts'
import { listRecentProbes } from './compare/probe-orders.ts'
import { readSent, SENT } from './read-sent.ts'
import type { AdoptedName, Described } from '../change/wanted.ts'

/** A file that somebody proposes, held against the one in force. It is read in a process of its own, one a person at a time. */
export async function describeFile(
  db: Queryable,
  { kind, text }: { kind: AdoptedName; text: string },
  person: string,
): Promise<{ described: Described; body: Json }> {
  const adopted = (await listAdopted(db))[kind]
  if (adopted?.text === text) {
    throw new DeskError('conflict', `Nothing was proposed: these ${kind} are in force already.`)
  }
  const described = await readSent(describe(db, kind, { text, adopted: adopted?.text }, person), {
    refusal: 'Nothing was proposed',
    field: 'change/text',
  })
  return { described, body: { text, from: adopted?.hash ?? null } }
}

async function describe(
  db: Queryable,
  kind: AdoptedName,
  sent: { text: string; adopted: string | undefined },
  person: string,
): Promise<Described> {
  switch (kind) {
    case 'guards':
      return SENT.run('describeGuards', { ...sent, recent: await listRecentProbes(db) }, { person })
    case 'queues':
      return SENT.run('describeQueues', sent, { person })
    case 'budgets':
      return SENT.run('describeBudgets', sent, { person })
    case 'automation': {
      const { before, after } = await SENT.run('readAutomations', sent, { person })
      return describeAutomation(db, before, after)
    }
    default:
      return kind satisfies never
  }
}
