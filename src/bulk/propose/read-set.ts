import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { BulkActionRules } from '../../policy/budgets/bulk-action-rules.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findSubjects, type SubjectSearch } from '../../review/search/find-subjects.ts'
import { parseList } from './parse-list.ts'
import { inByteOrder } from '../../enforcement/desired-state/subject-state.ts'

/** The source of a bulk action's set: a pasted list, or a search with the proposer's own rights. */
export interface SetSource {
  /** One subject a line. */
  list?: string
  search?: SubjectSearch
  /** The words for how a list was found. The desk itself describes a search. */
  foundBy?: string
}

/** The fixed set, in byte order of the subjects, and the words for how it was found. */
export interface FoundSet {
  subjects: string[]
  foundBy: string
}

/**
 * Reads or finds the set, or refuses it with the error. A search finds what the proposer may see, and nothing
 * restricted.
 */
export async function readSet(
  desk: Pick<Desk, 'db'>,
  { list, search, foundBy }: SetSource,
  { staffId, rules }: { staffId: string; rules: BulkActionRules },
): Promise<FoundSet> {
  if ((list === undefined) === (search === undefined))
    throw refuse('list', 'or search must say what it is about: one of both')
  if (list !== undefined) {
    if (foundBy === undefined) throw refuse('foundBy', 'must say how the list was found')
    return { subjects: checkSet('list', readList(list), rules), foundBy }
  }
  if (search === undefined) throw new Error('a set is a list or a search')
  if (foundBy !== undefined) throw refuse('foundBy', 'is said by the desk of what a search finds: leave it out')
  return searchSet(desk, search, { staffId, rules })
}

function readList(list: string): string[] {
  const parsed = parseList(list)
  const [problem, ...others] = parsed.problems
  if (problem !== undefined) throw refuse('list', problem, others)
  if (!('subjects' in parsed)) throw new Error('a list without problems has its subjects')
  return parsed.subjects
}

async function searchSet(
  { db }: Pick<Desk, 'db'>,
  { kind, words, on }: SubjectSearch,
  { staffId, rules }: { staffId: string; rules: BulkActionRules },
): Promise<FoundSet> {
  if (kind === 'account' && on !== 'account')
    throw refuse('search/on', 'must be account: a search for accounts finds no contents')
  const said = words.trim()
  const most = rules.subjects
  const { subjects, found, isMore } = await findSubjects(db, { kind, words: said, on }, { staffId, most })
  if (isMore)
    throw refuse('search', `finds more than ${most}, the most of one bulk action: add a rarer word, or list them`)
  if (subjects.length === 0) throw refuse('search', `finds no ${on} that you may see`)
  const at = (await readDeskTime(db)).toISOString()
  const foundBy =
    kind === 'account'
      ? `A search for accounts with “${said}”, at ${at}: ${found} found.`
      : `A search for cases with “${said}”, at ${at}: ${found} found, about ${subjects.length} ${on}s.`
  return { subjects: checkSet('search', inByteOrder(subjects), rules), foundBy }
}

function checkSet(field: 'list' | 'search', subjects: string[], rules: BulkActionRules): string[] {
  const says = field === 'list' ? 'names' : 'finds'
  if (subjects.length < 2)
    throw refuse(field, `must ${field === 'list' ? 'name' : 'find'} at least two: one is an enforcement of its own`)
  if (subjects.length > rules.subjects)
    throw refuse(field, `${says} ${subjects.length}, and ${rules.subjects} are the most of one bulk action`)
  const kinds = new Set(subjects.map((subject) => parseSubjectKey(subject).kind))
  if (kinds.size > 1) throw refuse(field, `${says} accounts and contents: a bulk action is about one of both`)
  return subjects
}

const refuse = (field: string, detail: string, more: readonly string[] = []) =>
  new DeskError('invalid_input', `Nothing was asked for: ${field} ${detail}.`, {
    errors: [detail, ...more].map((each) => ({ field, detail: each })),
  })
