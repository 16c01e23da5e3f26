import { join } from 'node:path'
import { pino } from 'pino'
import { Outbox } from '../../src/foundation/outgoing/outbox.ts'
import { sealOf } from '../../src/foundation/outgoing/seal.ts'
import { RecoveryJournal } from '../../src/foundation/recovery-journal/recovery-journal.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import { loadPolicies, type Policies } from '../../src/policy/policies.ts'
import { budgetsOf, withBudgets } from './budget.ts'
import { BULK_ACTION_RULES } from './bulk-action-rules.ts'
import type { Ground } from './real-gate.ts'
import type { Scene } from './scene.ts'

const POOL_MAX = 6
/** A Monday morning. */
const BEGIN_MS = Date.parse('2026-05-04T09:00:00Z')

/** Opens the ground on which histories run: the desk of a driven database, with a recovery journal. */
export function openGround(
  urls: { url: string; ownerUrl: string },
  { policies, folder }: { policies: string; folder: string },
): Ground & { close(): Promise<void> } {
  const open = (url: string) => openPool(url, { max: POOL_MAX, name: 'model', onError: () => undefined })
  const [db, ownerPool] = [open(urls.url), open(urls.ownerUrl)]
  const loaded = loadPolicies(policies)
  const organisations = {
    company: loaded.guards,
    community: { ...loaded.guards, ...loadGuards(join(policies, 'profiles/community/guards.yaml')) },
    solo: { ...loaded.guards, ...loadGuards(join(policies, 'profiles/solo/guards.yaml')) },
  }
  const policiesOf = (scene: Scene): Policies => {
    const guards = withBudgets(organisations[scene.organisation], budgetsOf(scene))
    const budgets = { ...loaded.budgets, budgets: guards.budgets, bulkActions: BULK_ACTION_RULES }
    return { ...loaded, budgets, guards: scene.bare ? { ...guards, guards: [] } : guards }
  }
  const desk = {
    db,
    restoreDb: db,
    effectDb: db,
    taskDb: db,
    outbox: new Outbox({ seal: sealOf(folder, undefined), now: () => new Date() }),
    recoveryJournal: new RecoveryJournal(join(folder, 'recovery-journal.ndjson')),
    relyingParty: { origin: 'https://desk.example', rpId: 'desk.example' },
    log: pino({ level: 'silent' }),
  }
  const close = async () => {
    await Promise.all([db.end(), ownerPool.end()])
  }
  return { desk, policiesOf, ownerPool, clock: { nowMs: BEGIN_MS }, histories: 0, close }
}
