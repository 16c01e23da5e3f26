import { type StaffCaller, subjectKey } from '../../foundation/domain.ts'

/** The kinds of recorded views. */
export const VIEW_KINDS = [
  'case',
  'media',
  'restricted',
  'account',
  'enforcement',
  'reporter',
  'search',
  'list',
  'views',
] as const
export type ViewKind = (typeof VIEW_KINDS)[number]

/** One view: it records that a person was shown this. */
export interface View {
  kind: ViewKind
  /** The subject's key, such as account:8821. */
  subject?: string | undefined
  /** The account that the subject belongs to. */
  accountId?: string | undefined
  caseId?: string | undefined
  enforcementId?: string | undefined
  /** The id of the picture, film or sound that was requested. */
  mediaId?: string | undefined
  /** The reason that the person gave for the view. */
  reason?: string | undefined
  /** The words of the person's search. */
  words?: string | undefined
  /** True when the person held a case about the subject, or was asked about it. */
  inCase?: boolean
  /** The number of entries in the list; otherwise one. */
  shown?: number
}

export type ViewOf = View & { staffId: string }

/** Lists the views that a response is for its reader. */
export type Shows = (answer: unknown, asked: Asked) => readonly View[]
export interface Asked {
  params: Readonly<Record<string, unknown>>
  query: Readonly<Record<string, unknown>>
  by: StaffCaller
}

export const shows = <Answer>(of: (answer: Answer, asked: Asked) => readonly View[]): Shows => of as Shows
export const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Records no view: the answer names no subject, or only repeats the desk's own messages to this person. */
export const showsNothing: Shows = () => []

/** Records one view of a list. A list of the reader's own cases shows nothing new, so it is not recorded. */
export const showsList = shows<{ items?: readonly unknown[] }>(({ items = [] }, { query }) =>
  items.length === 0 || query.claimedBy === 'me'
    ? []
    : [{ kind: 'list', subject: findSubject(query), shown: items.length }],
)

function findSubject({ subject, account, content }: Asked['query']): string | undefined {
  if (typeof account === 'string') return subjectKey({ kind: 'account', id: account })
  if (typeof content === 'string') return subjectKey({ kind: 'content', id: content })
  return readText(subject)
}
