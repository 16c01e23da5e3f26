import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import type { Demo } from '../../demo/start-demo.ts'
import { type Gate, type Person, startGate } from './gate-flow.ts'
import { waitFor } from './wait-for.ts'

const SECOND_MS = 1_000
/** Each step takes a round of the worker, and a bulk action takes many. */
export const DONE_WITHIN_MS = 240_000
const WEEK_MS = 604_800_000
/** A reach at which one other person must agree to each enforcement. */
const WIDE = 150_000
const LONG_AGO = '2026-01-01T00:00:00Z'

type Told = Record<string, unknown> & {
  asked: Record<string, unknown> | null
  progress: Record<string, number> | null
  sample: { place: number }[]
}

/** Creates new accounts at the platform with names that look alike. */
export async function addSubjects(
  { store }: Pick<Demo, 'store'>,
  { ordinary, wide }: { ordinary: number; wide: number },
): Promise<string[]> {
  const ids = [...Array(ordinary + wide).keys()].map((n) => `bulk${n}`)
  await store.inTransaction((tx) => {
    for (const [n, id] of ids.entries()) {
      // The names differ: an account that resembles a wide one isn't ordinary.
      const [handle, name, reach] =
        n < ordinary ? [`sun_${n}`, `Sun ${n}`, 30 + n] : [`lighthouse${n}`, `Lighthouse of ${n}`, WIDE]
      tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
        select ${id}, ${handle}, ${name}, bio, ${reach}, verified, tags, created_at from account where id = 'rosa'`
    }
  })
  return ids
}

/**
 * Starts a desk with a running worker, a clock that moves on while a test waits, and a platform with many new accounts.
 */
export async function startBulkAction(t: TestContext, { ordinary, wide }: { ordinary: number; wide: number }) {
  const desk = await startGate(t)
  desk.work()
  const ids = await addSubjects(desk.demo, { ordinary, wide })
  const read = async (id: string, who: Person) => (await desk.gate.get(who, `/v1/bulk-actions/${id}`)).body as Told
  /**
   * Time passes once nothing is being done about bulk actions: what they know of accounts is good for half a minute. False while
   * something is being done.
   */
  const goOn = async () => {
    const { rowCount } = await desk.desk.db.query(sql`
      select from job where priority = 'bulk_action' and (lease_until is not null or due_at <= desk_now())`)
    if (rowCount !== 0) return false
    await desk.advance(SECOND_MS)
    return true
  }
  const until = (id: string, who: Person, state: string) =>
    waitFor(
      `${id} to be ${state}`,
      async () => {
        const told = await read(id, who)
        if (told.state === state) return told
        await goOn()
        return undefined
      },
      DONE_WITHIN_MS,
    )
  const propose = (who: Person, more: object = {}) =>
    desk.gate.post(who, '/v1/bulk-actions', {
      policyId: 'spam',
      enforcement: { action: 'suspend', durationMs: WEEK_MS },
      foundBy: 'their names are a word and a number',
      rationale: 'they sell the same sun cream',
      list: ids.join('\n'),
      ...more,
    })
  /** Judges the whole sample of one person; the first `wrong` subjects are judged as no violation. */
  const judge = async (id: string, who: Person, wrong = 0): Promise<Told> => {
    const { body } = await desk.gate.post(who, `/v1/bulk-actions/${id}/sample`)
    for (const { place } of (body as Told).sample) {
      const conclusion = place <= wrong ? 'no_violation' : 'violation'
      await desk.gate.post(who, `/v1/bulk-actions/${id}/sample/${place}`, { conclusion })
    }
    return read(id, who)
  }
  const countOffline = async () =>
    (await Promise.all(ids.map((id) => desk.visit(`account:${id}`)))).filter((status) => status === 410).length
  const whenOffline = (count: number) =>
    waitFor(
      `${count} to be offline`,
      // Every account is visited, so only when little can change.
      async () => (await goOn()) && (await countOffline()) === count,
      DONE_WITHIN_MS,
    )
  return { ...desk, ids, read, goOn, until, propose, judge, countOffline, whenOffline }
}

/**
 * One person requests the restore of everything that a bulk action did, and another signs. Returns the number of
 * enforcements and the answer to the first request.
 */
export async function undoBulkAction({ gate }: { gate: Gate }, id: string, asks: Person, signs: Person) {
  const { body } = await gate.post(signs, '/v1/restores', { by: { kind: 'bulk_action', id }, since: LONG_AGO })
  const [url, said] = [`/v1/restores/${body.id}/start`, { reason: 'a school class' }]
  const asked = await gate.post(asks, url, said)
  await gate.signed(signs, url, said)
  return { enforcements: body.enforcements, asked: asked.status }
}

/** One person proposes a bulk action, another approves it, and its first stage waits for its sample to be judged. */
export async function bulkActionToSample(bulk: Awaited<ReturnType<typeof startBulkAction>>, more: object = {}) {
  const { person, propose, until, judge, gate } = bulk
  const [ana, ben] = [await person({ roles: ['senior'] }), await person({ roles: ['lead'], team: 'north' })]
  const id = String((await propose(ana, more)).body.id)
  await until(id, ana, 'proposed')
  await judge(id, ben)
  const { status } = await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)
  if (status !== 200) throw new Error(`the bulk action was not agreed to: ${status}`)
  await until(id, ana, 'looking')
  return { ana, ben, id }
}
