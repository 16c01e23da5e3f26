import sql from 'sql-template-tag'
import { type Pool, type Queryable, REFUSED, sqlState, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { digestMatchList, type MatchEntry, type MatchListDigest, readMatchList } from './read-match-list.ts'

interface StagedMatchList extends MatchListDigest {
  id: string
}

/**
 * Stores the entries of a match list part by part, where they wait for two people. It reads the file twice: every line
 * is checked before anything is written. The stored entries are then compared with the file.
 */
export async function stageMatchList(
  db: Pool,
  { path, name, source }: { path: string; name: string; source: string },
): Promise<StagedMatchList> {
  const digest = await digestMatchList(path)
  if (digest.entries === 0) throw new DeskError('invalid_input', message('matchList.noEntries'))
  const { id } = await db.only<{ id: string }>(sql`
    select stage_match_list(${name}, ${source}, decode(${digest.sha256}, 'hex')) as id`)
  for await (const part of readMatchList(path)) await stagePart(db, id, part)
  const staged = await findEntriesHash(db, id)
  if (staged !== digest.entriesHash) {
    throw new DeskError('conflict', message('matchList.changed'))
  }
  return { id, ...digest }
}

async function stagePart(db: Queryable, id: string, part: readonly MatchEntry[]): Promise<void> {
  const hashes = part.map(({ sha256 }) => sha256)
  const times = part.map(({ verifiedAt }) => verifiedAt.toISOString())
  try {
    await db.query(sql`select stage_match_entries(${id}, ${hashes}::bytea[], ${times}::timestamptz[])`)
  } catch (error) {
    if (sqlState(error) === REFUSED)
      throw new DeskError('invalid_input', message('matchList.refused', { why: messageOf(error) }))
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw new DeskError('invalid_input', message('matchList.repeats'))
  }
}

async function findEntriesHash(db: Queryable, id: string): Promise<string | undefined> {
  return db.findValue<string>(sql`
    select encode(entries_hash, 'hex') as hash from match_list where id = ${id}`)
}

export interface KnownMatchList {
  id: string
  name: string
  source: string
  entries: number
  entriesHash: string
  changeId: string | null
  /** The time from which a match with the list is a ground for acting alone. */
  countsFrom: Date | null
  endedAt: Date | null
}

/** Lists all match lists, the newest first: those that wait for two people, and those that count. */
export async function listMatchLists(db: Queryable): Promise<KnownMatchList[]> {
  return db.list<KnownMatchList>(sql`
    select id, name, source, entries, encode(entries_hash, 'hex') as "entriesHash", change_id as "changeId",
      agreed_at + interval '1 day' as "countsFrom", ended_at as "endedAt"
    from match_list order by staged_at desc, id desc`)
}
