import type { HostileDesk } from './hostile-desk.ts'

type Ask = (route: string, body?: unknown, as?: 'another' | 'admin') => Promise<Record<string, string>>
/** Sends a request as another person, with a signature. */
type AskSigned = (route: string, body: object) => Promise<void>

const REVIEW_MS = 90 * 86_400_000

/** Makes changes: one is applied at once, and each of the waiting ones ends in a different way. */
export async function callChangeRoutes(ask: Ask, agree: AskSigned, ground: HostileDesk): Promise<void> {
  const propose = (approvals: number) => {
    const change = { kind: 'protection', subject: { kind: 'account', id: 'a-9' }, approvals, holdMs: 0 }
    return ask('POST /v1/changes', { change, reason: 'The only voice of the island.' })
  }
  await propose(3)
  await ask(`POST /v1/changes/${(await propose(2)).id}/decline`, { reason: 'Not yet.' }, 'another')
  await ask(`POST /v1/changes/${(await propose(2)).id}/withdraw`)
  await agree(`POST /v1/changes/${(await propose(1)).id}/agree`, {})
  await ask('GET /v1/changes?open=false&limit=5')
  await ask(`GET /v1/changes/${(await propose(2)).id}`)
  await ask('GET /v1/database-recovery')
  await ask('GET /v1/election-windows')
  await ask('GET /v1/action-denials')
  const guard = 'id: new, why: New., when: account.age_days < 3, actions: [suspend], require: { hold: 5m }'
  const text = `guards: [{ ${guard} }]`
  await ask('POST /v1/changes', { change: { kind: 'rule_set', name: 'guards', text }, reason: 'New accounts wait.' })
  await ask('GET /v1/rule-sets')
  await ask('GET /v1/rule-sets/guards/versions?limit=5')
  await ask('GET /v1/rule-sets/guards/versions/1')
  await ask('POST /v1/rule-sets/queues/check', { text: 'queues: []' })
  await ask('GET /v1/guards')
  await ask('POST /v1/guards/try', { action: 'suspend', facts: { 'account.reach': 100_000 } })
  await ask('POST /v1/guards/check', { text: 'guards: []' })
  await ask('POST /v1/guards/replay', { text: 'guards: []', days: 7 })
  await protectList(ask)
  await unseal(ask, agree, ground)
}

/** Matches and proposes a list of public accounts, of which another person judges the sample. */
async function protectList(ask: Ask): Promise<void> {
  const list = [{ handles: ['gate'], ids: ['office'], domains: [] }]
  await ask('POST /v1/protection-lists/match', { tag: 'newsroom', list })
  const source = 'https://list.example/2031'
  const reviewAt = new Date(Date.now() + REVIEW_MS).toISOString()
  const change = {
    kind: 'protect_list',
    source,
    sha256: 'ab'.repeat(32),
    tag: 'newsroom',
    reviewAt,
    list,
    ticked: ['office'],
  }
  const { id } = await ask('POST /v1/changes', { change, reason: 'A public list.' })
  await ask(`GET /v1/changes/${id}/sample`, undefined, 'another')
  await ask(`POST /v1/changes/${id}/sample`, { wrong: [] }, 'another')
}

/** Two people reveal the name behind a pseudonym to one of them. */
async function unseal(ask: Ask, agree: AskSigned, { known }: HostileDesk): Promise<void> {
  const [staffId = ''] = known.staffId ?? []
  const { id } = await ask('POST /v1/changes', { change: { kind: 'unseal', staffId }, reason: 'A complaint.' })
  await agree(`POST /v1/changes/${id}/agree`, {})
  await ask(`POST /v1/changes/${id}/name`)
}
