import { type Static, Type } from 'typebox'
import { ReadingReason, reasonMissing } from '../../oversight/views/request-view-reason.ts'
import { maySee } from '../../oversight/views/seen.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { PAGE_SIZE_DEFAULT, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { ACCOUNT_TIERS } from './account-queries.ts'
import { SearchAnswer, toAccountHit, toCaseHit, toEnforcementHit } from './answer.ts'
import { COMMENT_TIER } from './comments/comment-queries.ts'
import { CASE_TIERS, type FoundCase } from './case-queries.ts'
import { listExcerpts } from './excerpts.ts'
import { enforcementTiers, type FoundEnforcement } from './enforcements/enforcement-queries.ts'
import { PLACE_LENGTH_MAX, readPlace, SEARCH_KINDS } from './place.ts'
import { REPORTER_TIERS } from './reporter-queries.ts'
import { findPage, listWithheld, type Part, type Search } from './search.ts'
import { findCounted } from './facets/find-counted.ts'
import { FILTERS, FilterQuery } from './facets/search-filter.ts'

const WORDS_LENGTH_MAX = 1_000

const SearchQuery = Type.Object(
  {
    q: Type.String({
      minLength: 1,
      maxLength: WORDS_LENGTH_MAX,
      description:
        'Words, "a phrase", this or that, -without; or a name: the id of a case, an enforcement, an account or a content, a handle, or the address of an account or content at the platform.',
    }),
    kind: Type.Enum(SEARCH_KINDS, {
      description:
        'Cases, accounts, enforcements, or with `reporter` the cases that the reporter reported whose whole id `q` is.',
    }),
    reason: ReadingReason,
    ...FilterQuery,
    facets: Type.Optional(
      Type.Boolean({ description: 'True: also count the values of the first results. For cases and enforcements.' }),
    ),
    limit: PageQuery.limit,
    cursor: Type.Optional(Type.String({ minLength: 1, maxLength: PLACE_LENGTH_MAX })),
  },
  strict,
)

/** Routes that search cases, accounts and enforcements. */
export function searchRoutes(app: App, desk: Desk): void {
  const search = {
    summary: 'Search cases, accounts or enforcements by words, handles, names, ids or reporters',
    description:
      'For cases it searches the reported text and the fields of items, the notes, the handle and name of the account, and the comments of reports from a minute after they arrived, newest first; for accounts the handle and the name, parts of them included; for enforcements the state, the action, the policy, and the handle and name of the account. Exact matches come first. Accents, letter case, invisible characters and Arabic marks do not matter, the last word may be the beginning of one, and other forms of a word are found in texts whose language is known. Only cases that you may open are found, and no enforcement that may still ask you for an independent review. Accounts need a reason, and so do the cases of a reporter, which leads, policy and auditors may search. 503: the words are too common, and the search was stopped.',
    querystring: SearchQuery,
    response: { 200: SearchAnswer, 422: Problem, 503: Problem },
  }
  app.get('/v1/search', { schema: search }, (request) => runSearch(desk, staffOf(request), request.query))
}

async function runSearch(desk: Desk, caller: StaffCaller, query: Static<typeof SearchQuery>): Promise<SearchAnswer> {
  const { q, kind, limit = PAGE_SIZE_DEFAULT, cursor, facets = false, reason: _recorded, ...filter } = query
  const asked = { words: q.trim(), staffId: caller.id, filter, after: readPlace(cursor, kind), size: limit }
  refuseUnsaid(caller, query)
  if (asked.words === '') return { items: [], nextCursor: null, complete: true, incomplete: [] }
  const search: Search = { ...asked, withheld: await listWithheld(desk.db, caller.id) }
  const withFacets = facets && cursor === undefined
  if (kind === 'account') {
    const { rows, next, incomplete } = await findPage(desk.db, search, ACCOUNT_TIERS)
    return { items: rows.map(toAccountHit), nextCursor: next ?? null, ...toIncomplete(incomplete) }
  }
  if (kind === 'enforcement') {
    const tiers = enforcementTiers(search, desk.policies)
    const toCounted = ({ proposedAt: at, ...row }: FoundEnforcement) => ({
      ...row,
      platform: platformOf(parseSubjectKey(row.subject)),
      at,
    })
    const { rows, next, incomplete, ...counted } = await findCounted(desk.db, search, tiers, withFacets && toCounted)
    return { items: rows.map(toEnforcementHit), nextCursor: next ?? null, ...toIncomplete(incomplete), ...counted }
  }
  const tiers = kind === 'reporter' ? REPORTER_TIERS : [...CASE_TIERS, COMMENT_TIER]
  const toCounted = ({ row: { openedAt: at, ...row }, item }: FoundCase) => ({
    ...row,
    item,
    platform: platformOf(parseSubjectKey(row.subject)),
    at,
  })
  const { rows, next, incomplete, ...counted } = await findCounted(desk.db, search, tiers, withFacets && toCounted)
  const byWords = rows.filter(({ tier }) => tier > 0).map(({ id }) => id)
  const excerpts = byWords.length > 0 ? await listExcerpts(desk.db, search, byWords) : new Map<string, string>()
  return {
    items: rows.map((row) => toCaseHit(row, excerpts.get(row.id))),
    nextCursor: next ?? null,
    ...toIncomplete(incomplete),
    ...counted,
  }
}

const toIncomplete = (incomplete: Part[]) => ({ complete: incomplete.length === 0, incomplete })

/**
 * Refuses a search by reporter from roles that may not see reporters outside their cases, and a search for accounts
 * without a reason or with a filter.
 */
function refuseUnsaid(caller: StaffCaller, query: Static<typeof SearchQuery>): void {
  const { kind, reason } = query
  const unfit = kind === 'account' ? FILTERS.find((name) => query[name] !== undefined) : undefined
  if (unfit !== undefined) throw invalidField(unfit, message('search.noFilter'))

  if (kind === 'reporter' && !maySee('reporter_identity', caller)) {
    throw new DeskError('not_allowed', message('search.reporters'))
  }
  if (kind === 'account' && reason === undefined) {
    throw reasonMissing(message('search.accounts'))
  }
  if (kind === 'reporter' && reason === undefined) {
    throw reasonMissing(message('search.reporter'))
  }
}
