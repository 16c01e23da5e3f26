import { inByteOrder } from '../../enforcement/desired-state/subject-state.ts'
import { parseSubjectKey, subjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import type { BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'
import type { Desk } from '../../policy/desk.ts'
import { openCase } from '../../review/case/read-case.ts'
import { inBulk, listCopies } from '../../review/copies/copy-queries.ts'
import { findSubjects, type SubjectSearch } from '../../review/search/find-subjects.ts'
import { parseList } from './parse-list.ts'

/** The origin of a bulk action's set: a pasted list, or a search or a case's copies with the proposer's own rights. */
export interface SetSource {
  /** The list, one subject per line. */
  list?: string
  search?: SubjectSearch
  /** The case whose copies are the set. */
  copiesOf?: string
  /** The proposer's description of how the list was found. The desk itself describes the others. */
  foundBy?: string
}

/** The fixed set, in byte order of the subjects, and the description of how it was found. */
interface FoundSet {
  subjects: string[]
  foundBy: string
}

/**
 * Reads or finds the set, or refuses it with the error. The desk finds only subjects that the proposer may see, and no
 * restricted content.
 */
export async function readSet(
  desk: Pick<Desk, 'db'>,
  { list, search, copiesOf, foundBy }: SetSource,
  by: Finder,
): Promise<FoundSet> {
  const { rules } = by
  if ([list, search, copiesOf].filter((source) => source !== undefined).length !== 1)
    throw invalidField('list', message('bulkAction.source'))
  if (list !== undefined) {
    if (foundBy === undefined) throw invalidField('foundBy', message('bulkAction.foundBy'))
    return { subjects: checkSet('list', readList(list), rules), foundBy }
  }
  if (foundBy !== undefined) throw invalidField('foundBy', message('bulkAction.foundByDesk'))
  if (search !== undefined) return searchSet(desk, search, by)
  if (copiesOf === undefined) throw new Error('a set is a list, a search or the copies of a case')
  return copySet(desk, copiesOf, by)
}

/** The proposer, and the limits of their set. */
interface Finder {
  staffId: string
  rules: BulkActionRules
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
  { staffId, rules }: Finder,
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

async function copySet({ db }: Pick<Desk, 'db'>, caseId: string, { staffId, rules }: Finder): Promise<FoundSet> {
  await openCase(db, caseId, staffId)
  const most = rules.subjects
  const found = await listCopies(db, { caseId, staffId, most: most + 1 })
  if (found.length > most)
    throw invalidField('copiesOf', message('bulkAction.tooMany', { count: found.length, limit: most }))
  const subjects = inBulk(found).map(({ contentId }) => subjectKey({ kind: 'content', id: contentId }))
  if (subjects.length === 0) throw invalidField('copiesOf', message('bulkAction.findsNone'))
  const at = (await readDeskTime(db)).toISOString()
  const foundBy = `The contents with the same files as ${caseId}, at ${at}: ${subjects.length} of ${found.length} found.`
  return { subjects: checkSet('copiesOf', inByteOrder(subjects), rules), foundBy }
}

function checkSet(field: 'list' | 'search' | 'copiesOf', subjects: string[], rules: BulkActionRules): string[] {
  if (subjects.length < 2) throw invalidField(field, message('bulkAction.atLeastTwo'))
  if (subjects.length > rules.subjects)
    throw invalidField(field, message('bulkAction.tooMany', { count: subjects.length, limit: rules.subjects }))
  const kinds = new Set(subjects.map((subject) => parseSubjectKey(subject).kind))
  if (kinds.size > 1) throw invalidField(field, message('bulkAction.bothKinds'))
  return subjects
}
