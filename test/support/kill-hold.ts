import pg from 'pg'
import { parseSubjectKey } from '../../src/foundation/domain.ts'
import type { ProcessDesk } from './process-desk.ts'
import { waitFor } from './wait-for.ts'

type PlatformCall = 'subject.apply' | 'subject.read_back'

/** Blocks the work on one subject until it is released. */
export interface Stand {
  /** Waits until a call or a transaction is held here. */
  reached(): Promise<void>
  /** Also ends an obstacle whose process was killed meanwhile, which blocks nothing any more. */
  letGo(): Promise<void>
}

/** The platform receives the call and waits, before it has acted or before it answers. */
export const holdCall = (
  desk: ProcessDesk,
  subject: string,
  call: PlatformCall,
  when: 'before' | 'after',
): Promise<Stand> => setFault(desk, { fault: 'slow', when, call, subject: parseSubjectKey(subject) }, 'holding')

/** The platform receives a call about several subjects and waits, before it has acted or before it answers. */
export const holdBatch = (
  desk: ProcessDesk,
  call: 'subject.apply_batch' | 'subject.read_back_batch',
  when: 'before' | 'after',
): Promise<Stand> => setFault(desk, { fault: 'slow', when, call }, 'holding')

/** No attempt of the call reaches the platform. */
export const cutOff = (desk: ProcessDesk, subject: string, call: PlatformCall): Promise<Stand> =>
  setFault(desk, { fault: 'down', call, subject: parseSubjectKey(subject) }, 'caught')

async function setFault(desk: ProcessDesk, fault: object, counter: 'holding' | 'caught'): Promise<Stand> {
  const { status, body } = await desk.readFromPlatform('POST', '/faults', fault)
  if (status !== 201) throw new Error(`the platform's switch was not set: ${status} ${JSON.stringify(body)}`)
  const holds = async () => {
    const { body: answer } = await desk.readFromPlatform('GET', '/faults')
    const faults = Array.isArray(answer.faults) ? answer.faults : []
    return faults.some((each) => each.id === body.id && each[counter] > 0)
  }
  return {
    reached: async () => void (await waitFor(`a call about ${JSON.stringify(fault)}`, holds)),
    letGo: async () => void (await desk.readFromPlatform('DELETE', `/faults/${String(body.id)}`)),
  }
}

/** Locks the desired state of the subject: no other transaction can change it or record a read of it. */
export const holdSubject = (desk: ProcessDesk, subject: string): Promise<Stand> =>
  holdRow(desk, subject, [
    'insert into subject_state (subject) values ($1) on conflict do nothing',
    'select from subject_state where subject = $1 for update',
  ])

/** Locks an enforcement: no other transaction can move it. */
export const holdEnforcement = (desk: ProcessDesk, enforcementId: string): Promise<Stand> =>
  holdRow(desk, enforcementId, ['select from enforcement where id = $1 for update'])

async function holdRow(desk: ProcessDesk, key: string, statements: readonly string[]): Promise<Stand> {
  const client = new pg.Client({ connectionString: desk.databaseUrl, application_name: 'the test holds a subject' })
  client.on('error', () => undefined) // The server may be killed meanwhile.
  await client.connect()
  await client.query('begin')
  for (const statement of statements) await client.query(statement, [key])
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const isWaitedFor = async () => {
    const waiting = 'select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))'
    return (await desk.db.query({ text: waiting, values: [rows[0]?.pid] })).rows.length > 0
  }
  return {
    reached: async () => void (await waitFor(`a transaction to wait for ${key}`, isWaitedFor)),
    letGo: () => client.end().catch(() => undefined),
  }
}
