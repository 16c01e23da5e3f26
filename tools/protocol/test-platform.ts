import {
  type ActionRule,
  createPlatform,
  type Handlers,
  type MemoryStore,
  type MemoryTx,
  memoryStore,
  type Platform,
  type PlatformState,
  type Subject,
} from '@countersign/platform-kit'
import { UP } from '../../src/app/conformance/scenario.ts'
import type { SetUp, SetUpSubject } from '../../src/app/conformance/set-up.ts'

/** A test subject with its present state. */
export interface Row extends SetUpSubject {
  state: PlatformState
}
type Tx = MemoryTx<Row>

export interface TestPlatform {
  platform: Platform
  store: MemoryStore<Row>
  /** The ids of the warnings and statements that were delivered, in their order. */
  delivered: string[]
}

/** Creates a platform on platform-kit whose accounts are those of a conformance set-up, in memory. */
export function createTestPlatform(
  setUp: SetUp,
  clock: { now(): Date },
  more: { handlers?: Partial<Handlers<Tx>>; actions?: Readonly<Record<string, ActionRule>> } = {},
): TestPlatform {
  const delivered: string[] = []
  const store = memoryStore<Row>(setUp.subjects.map((row) => [row, { ...row, state: UP }]))
  const { actions } = more
  const handlers = { ...handlersOf(delivered), ...more.handlers }
  const { secrets, authority, limits } = setUp
  const platform = createPlatform<Tx>({
    secrets,
    authority,
    limits,
    clock,
    store,
    handlers,
    ...(actions && { actions }),
  })
  return { platform, store, delivered }
}

const handlersOf = (delivered: string[]): Handlers<Tx> => ({
  read: (tx, subject) => {
    const row = tx.find(subject)
    return row && { state: row.state, reach: row.state.visible ? row.reach : 0, ...credentialsOf(row) }
  },
  write: (tx, subject, desired) => {
    const row = tx.find(subject)
    if (row) tx.put(subject, { ...row, state: desired })
  },
  warn: (_tx, event) => void delivered.push(event.id),
  showStatement: (_tx, statement) => void delivered.push(statement.id),
  facts: (tx, subject) => {
    const row = tx.find(subject)
    return row && factsOf(row, subject)
  },
  protects: (tx, subject) => tx.find(subject)?.protects ?? 0,
  holdMs: (tx, subject) => tx.find(subject)?.holdMs ?? 0,
  capabilities: () => ({
    name: 'Conformance',
    subjects: ['account', 'content'],
    absentFacts: ['verified', 'tags', 'createdAt'],
  }),
})

const credentialsOf = ({ credentialsChangedAt, credentialsResetAt }: Row) => ({
  credentialsChangedAt,
  credentialsResetAt,
})

function factsOf(row: Row, { kind, id }: Subject) {
  const account = {
    ...{ id: kind === 'account' ? id : (row.account ?? id), handle: row.handle, displayName: row.handle },
    ...({ reach: row.reach, verified: 'absent', tags: 'absent', createdAt: 'absent' } as const),
  }
  const content = { id, accountId: account.id, kind: 'post', text: 'A test.', createdAt: null }
  return kind === 'account' ? { account } : { account, content }
}
