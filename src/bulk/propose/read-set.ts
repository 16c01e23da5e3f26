import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import type { BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { findSubjects, type SubjectSearch } from '../../review/search/find-subjects.ts'
import { parseList } from './parse-list.ts'
import { inByteOrder } from '../../enforcement/desired-state/subject-state.ts'

/** The origin of a bulk action's set: a pasted list, or a search with the proposer's own rights. */
export interface SetSource {
  /** The list, one subject per line. */
  list?: string
  search?: SubjectSearch
  /** The proposer's description of how the list was found. The desk itself describes a search. */
  foundBy?: string
}

/** The fixed set, in byte order of the subjects, and the description of how it was found. */
interface FoundSet {
  subjects: string[]
  foundBy: string
}

/**
 * Reads or finds the set, or refuses it with the error. A search finds only subjects that the proposer may see, and no
 * restricted content.
 */
export async function readSet(
  desk: Pick<Desk, 'db'>,
  { list, search, foundBy }: SetSource,
  { staffId, rules }: { staffId: string; rules: BulkActionRules },
): Promise<FoundSet> {
  if ((list === undefined) === (search === undefined)) throw invalidField('list', message('bulkAction.source'))
  if (list !== undefined) {
    if (foundBy === undefined) throw invalidField('foundBy', message('bulkAction.foundBy'))
    return { subjects: checkSet('list', readList(list), rules), foundBy }
  }
  if (search === undefined) throw new Error('a set is a list or a search')
  if (foundBy !== undefined) throw invalidField('foundBy', message('bulkAction.foundByDesk'))
  return searchSet(desk, search, { staffId, rules })
}

function readList(list: string): string[] {
  const parsed = parseList(list)
  if (parsed.problems.length > 0) throw invalidFields(parsed.problems.map((detail) => ({ field: 'list', detail })))
  if (!('subjects' in parsed)) throw new Error('a list without problems has its subjects')
  return parsed.subjects
}

async function searchSet(
  { db }: Pick<Desk, 'db'>,
  { kind, words, on }: SubjectSearch,
  { staffId, rules }: { staffId: string; rules: BulkActionRules },
): Promise<FoundSet> {
  if (kind === 'account' && on !== 'account') throw invalidField('search/on', message('bulkAction.onAccount'))
  const said = words.trim()
  const most = rules.subjects
  const { subjects, found, isMore } = await findSubjects(db, { kind, words: said, on }, { staffId, most })
  if (isMore) throw invalidField('search', message('bulkAction.findsMany', { limit: most }))
  if (subjects.length === 0) throw invalidField('search', message('bulkAction.findsNone'))
  const at = (await readDeskTime(db)).toISOString()
  const foundBy =
    kind === 'account'
      ? `A search for accounts with “${said}”, at ${at}: ${found} found.`
      : `A search for cases with “${said}”, at ${at}: ${found} found, about ${subjects.length} ${on}s.`
  return { subjects: checkSet('search', inByteOrder(subjects), rules), foundBy }
}

function checkSet(field: 'list' | 'search', subjects: string[], rules: BulkActionRules): string[] {
  if (subjects.length < 2) throw invalidField(field, message('bulkAction.atLeastTwo'))
  if (subjects.length > rules.subjects)
    throw invalidField(field, message('bulkAction.tooMany', { count: subjects.length, limit: rules.subjects }))
  const kinds = new Set(subjects.map((subject) => parseSubjectKey(subject).kind))
  if (kinds.size > 1) throw invalidField(field, message('bulkAction.bothKinds'))
  return subjects
}
