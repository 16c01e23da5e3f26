import sql from 'sql-template-tag'
import type { Json } from '../../foundation/canonical.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Described } from '../change/wanted.ts'
import { paragraphs } from '../describe/paragraphs.ts'

interface StagedList {
  name: string
  source: string
  sha256: string
  entriesHash: string
  entries: number
  isAgreed: boolean
  isOld: boolean
}

/** Describes the change by which a match list begins to count, or ends. */
export const describeMatchList = (
  db: Queryable,
  { kind, listId }: { kind: 'match_list' | 'match_list_end'; listId: string },
): Promise<{ described: Described; body: Json }> =>
  kind === 'match_list' ? describeStaged(db, listId) : describeEnd(db, listId)

/** The body of the change has the hash of all entries, so no entry can be added once it is proposed. */
async function describeStaged(db: Queryable, listId: string): Promise<{ described: Described; body: Json }> {
  const list = await db.find<StagedList>(sql`
    select name, source, encode(sha256, 'hex') as sha256, encode(entries_hash, 'hex') as "entriesHash", entries,
      change_id is not null as "isAgreed", staged_at < desk_now() - interval '1 day' as "isOld"
    from match_list where id = ${listId}`)
  if (list === undefined) throw new DeskError('not_found', message('matchList.unknown', { listId }))
  if (list.isAgreed) throw new DeskError('conflict', message('matchList.agreed', { listId }))
  if (list.isOld) {
    throw new DeskError('conflict', message('matchList.old', { listId }))
  }
  if (list.entries === 0) throw new DeskError('conflict', message('matchList.empty', { listId }))
  const { name, source, sha256, entriesHash, entries } = list
  return {
    described: {
      says: paragraphs([
        message('described.match.begins', { name, source, entries }),
        message('described.match.effect'),
        message('described.match.hashes', { sha256, entriesHash }),
      ]),
      direction: 'looser',
    },
    body: { listId, name, source, sha256, entriesHash, entries },
  }
}

/** One person ends a match list at once, because fewer contents can then be hidden by one person. */
async function describeEnd(db: Queryable, listId: string): Promise<{ described: Described; body: Json }> {
  const list = await db.find<{ name: string; source: string; isInForce: boolean }>(sql`
    select name, source, agreed_at is not null and ended_at is null as "isInForce" from match_list where id = ${listId}`)
  if (list === undefined) throw new DeskError('not_found', message('matchList.unknown', { listId }))
  if (!list.isInForce) throw new DeskError('conflict', message('matchList.notInForce', { listId }))
  return {
    described: {
      says: message('described.match.ends', { name: list.name, source: list.source }),
      direction: 'stricter',
    },
    body: { listId },
  }
}
