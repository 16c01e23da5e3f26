import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { findState } from '../../demo/subject-state.ts'
import { withDeclares } from '../../src/admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../src/admin/rule-sets/versions.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { joinGuards } from '../../src/policy/guards/join-guards.ts'
import { readGuards } from '../../src/policy/guards/guards-file.ts'
import { readItems } from '../../src/policy/items/items-file.ts'
import { startGate } from './gate-flow.ts'
import type { WorkingDesk } from './working-desk.ts'

export const exampleOf = (example: string, name: string): string =>
  readFileSync(`examples/${example}/${name}.yaml`, 'utf8')

/** A desk with the actions and guards of an example, and the policy `scam`, which names all of these actions. */
export async function startOwnActions(t: TestContext, example: 'marketplace' | 'game') {
  const started = await startGate(t)
  const { desk, demo } = started
  const { adopt, use } = await declareOwnActions(desk, example)
  const own = joinGuards(readGuards('guards.yaml', exampleOf(example, 'guards')), desk.policies.guards)
  Object.assign(desk, { policies: { ...desk.policies, guards: own } })
  /** Returns what stands at the platform. */
  const shown = async (subject: { kind: 'account' | 'content'; id: string }) =>
    demo.store.inTransaction((tx) => findState(tx, subject))
  return { ...started, adopt, use, shown }
}

/** Puts the actions of an example in force, and has the policy `scam` name all of them. */
export async function declareOwnActions(desk: WorkingDesk['desk'], example: 'marketplace' | 'game') {
  const adopt = async (text: string) => {
    await inTransaction(desk.db, (tx) => adoptAtSetup(tx, withDeclares('items', text)))
    use(text)
  }
  const use = (text: string) => {
    const items = readItems('items.yaml', text)
    const { policies, guards } = desk.policies
    const scam = policies.get('scam')
    if (scam === undefined) throw new Error('there is no policy scam')
    const named = new Map([...policies, ['scam', { ...scam, ownActions: [...items.actions.keys()] }]])
    Object.assign(desk, { policies: { ...desk.policies, policies: named, items, guards: { ...guards, items } } })
  }
  await adopt(exampleOf(example, 'items'))
  return { adopt, use }
}
