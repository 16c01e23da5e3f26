/** What somebody can be shown that is recorded. */
export const VIEW_KINDS = [
  'case',
  'media',
  'sealed',
  'account',
  'order',
  'reporter',
  'search',
  'list',
  'views',
] as const
export type ViewKind = (typeof VIEW_KINDS)[number]

/** That somebody was shown something. */
export interface View {
  kind: ViewKind
  /** As a key, such as account:8821. */
  subject?: string | undefined
  /** Whose it is. */
  accountId?: string | undefined
  caseId?: string | undefined
  orderId?: string | undefined
  /** A picture, a film or a sound that was asked for. */
  mediaId?: string | undefined
  /** Why they looked. */
  reason?: string | undefined
  /** What they searched for. */
  words?: string | undefined
  /** Whether they held a case about it, or were asked about it. */
  inCase?: boolean
  /** How many were in the list; otherwise one. */
  shown?: number
}

export type ViewOf = View & { staffId: string }
