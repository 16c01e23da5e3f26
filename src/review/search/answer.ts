import { type Static, Type } from 'typebox'
import { ACTIONS, ENFORCEMENT_STATES, parseSubjectKey } from '../../foundation/domain.ts'
import {
  CaseId,
  EnforcementId,
  orNull,
  Page,
  PlatformId,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { CaseAnswer, toCaseAnswer } from '../../cases/queue/case-answer.ts'
import type { FoundAccount } from './account-queries.ts'
import { PARTS } from './search.ts'
import { Facets } from './facets/count-facets.ts'
import type { FoundCase } from './case-queries.ts'
import type { FoundEnforcement } from './enforcements/enforcement-queries.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'

const CaseHit = Type.Object({
  kind: Type.Literal('case'),
  ...CaseAnswer.properties,
  item: orNull(Type.String(), 'The item type. Null: none is known.'),
  excerpt: orNull(
    Type.String({
      description: 'Where the words stand in the content or a note, as text. Null: it was found by name.',
    }),
  ),
})

const AccountHit = Type.Object({
  kind: Type.Literal('account'),
  id: PlatformId,
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  verified: orNull(Type.Boolean()),
  tags: Type.Array(Type.String()),
  reachCounted: orNull(Type.Integer({ description: 'The highest of 180 days, which the desk goes by.' })),
  protected: Type.Boolean(),
  factsAt: Timestamp,
})

const EnforcementHit = Type.Object({
  kind: Type.Literal('enforcement'),
  id: EnforcementId,
  subject: SubjectSchema,
  accountId: orNull(PlatformId),
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  caseId: orNull(CaseId),
  action: Type.Enum([...ACTIONS]),
  own: OwnActionReply,
  policyId: Type.String(),
  state: Type.Enum([...ENFORCEMENT_STATES]),
  protected: Type.Boolean(),
  interim: Type.Boolean({ description: 'True for an interim measure.' }),
  proposedAt: Timestamp,
  queue: orNull(Type.String({ description: 'The queue of its case. Null: it has no case.' })),
  language: orNull(Type.String()),
  item: orNull(Type.String(), 'The item type of its case. Null: none is known.'),
})

/** A page of results, all of the requested kind. */
export const SearchAnswer = Type.Object({
  ...Page(Type.Union([CaseHit, AccountHit, EnforcementHit])).properties,
  complete: Type.Boolean({
    description:
      'False: a part was not searched to its end, within three seconds, and further results may exist. Add a rarer word.',
  }),
  incomplete: Type.Array(Type.Enum([...PARTS]), {
    description:
      'The parts that were not searched to their end: names, texts, the accounts of cases, or the comments of reports.',
  }),
  facets: Type.Optional(Facets),
})
export type SearchAnswer = Static<typeof SearchAnswer>

export const toCaseHit = ({ row, holder, item }: FoundCase, excerpt: string | undefined): Static<typeof CaseHit> => ({
  kind: 'case',
  ...toCaseAnswer(row, holder),
  item,
  excerpt: excerpt ?? null,
})

export const toAccountHit = ({ tier: _tier, key: _key, ...account }: FoundAccount): Static<typeof AccountHit> => ({
  kind: 'account',
  ...account,
  factsAt: account.factsAt,
})

export const toEnforcementHit = ({
  tier: _tier,
  key: _key,
  subject,
  own,
  ...enforcement
}: FoundEnforcement): Static<typeof EnforcementHit> => ({
  kind: 'enforcement',
  ...enforcement,
  subject: parseSubjectKey(subject),
  own: ownActionReply(own),
})
