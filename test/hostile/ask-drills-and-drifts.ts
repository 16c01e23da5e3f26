import type { HostileDesk } from './hostile-desk.ts'

type Ask = (route: string, body?: unknown, as?: 'another' | 'admin') => Promise<Record<string, string>>
/** Sends a request as another person, with a signature. */
type AskSigned = (route: string, body: object) => Promise<void>

const DAY_MS = 86_400_000

/** Two people mark an account as a test; drills on it are planned, repeated and cancelled. */
export async function planDrills(ask: Ask, agree: AskSigned): Promise<void> {
  const change = { kind: 'drill_account', op: 'add', accountId: 'a-1' }
  const { id } = await ask('POST /v1/changes', { change, reason: 'Ours.' })
  await agree(`POST /v1/changes/${id}/agree`, {})
  const drill = { scenario: 'wrong-takedown', accountId: 'a-1' }
  const planned = await ask('POST /v1/drills', { ...drill, beginsAt: new Date(Date.now() + DAY_MS).toISOString() })
  await ask(`POST /v1/drills/${planned.id}/call-off`)
  const repeats = { everyWeeks: 4, weekday: 1, time: '09:30', zone: 'Europe/Berlin' }
  const schedule = await ask('POST /v1/drill-schedules', { ...drill, ...repeats })
  await ask(`POST /v1/drill-schedules/${schedule.id}/end`)
}

/** Records what a read of the platform would find: an account in public office is offline and has another name. */
export async function resolveDrifts(ask: Ask, { desk }: HostileDesk): Promise<void> {
  const { rows } = await desk.db.query<{ id: string; kind: string }>(`
    insert into drift (subject, account_id, kind, answer)
    values ('account:office', 'office', 'offline', 'brought_up'), ('account:office', 'office', 'handle', 'told')
    returning id, kind`)
  for (const { id, kind } of rows) {
    await ask(`GET /v1/drifts/${id}`)
    if (kind === 'offline') await ask(`POST /v1/drifts/${id}/bring-up`)
    else await ask(`POST /v1/drifts/${id}/close`, { reason: 'Its owner renamed it.' })
  }
}
