/** The data of the stand-in for a Mastodon server. */
export interface MastodonAccount {
  id: string
  username: string
  /** Null: an account of this server. */
  domain: string | null
  displayName: string
  note: string
  fields: { name: string; value: string }[]
  createdAt: string
  followers: number
  suspended: boolean
  silenced: boolean
  sensitized: boolean
  disabled: boolean
  approved: boolean
  /** The role's permission bits; `0` for an ordinary user. */
  permissions: string
}

export interface MastodonStatus {
  id: string
  accountId: string
  createdAt: string
  editedAt: string | null
  inReplyToId: string | null
  content: string
  spoilerText: string
  sensitive: boolean
  visibility: 'public' | 'unlisted' | 'private' | 'direct'
  /** True for a share of another person's post. */
  isReblog: boolean
  media: { id: string; type: string; url: string; description: string | null }[]
}

export interface MastodonToken {
  accountId: string
  scopes: readonly string[]
}

/** An act of the moderation log, and the mail that went to the owner. */
export interface LoggedAct {
  accountId: string
  act: string
  text: string
  mailed: boolean
}

export interface MastodonData {
  accounts: Map<string, MastodonAccount>
  statuses: Map<string, MastodonStatus>
  tokens: Map<string, MastodonToken>
  log: LoggedAct[]
  blocks: Map<string, MastodonBlock>
}

/** A block of a domain. */
export interface MastodonBlock {
  id: string
  domain: string
  severity: string
  rejectMedia: boolean
  comment: string
}

/** The scopes that the desk's token needs, as the how-to names them. */
export const DESK_SCOPES = ['read:accounts', 'read:statuses', 'admin:read:accounts', 'admin:write:accounts'] as const
export const DESK_TOKEN = 'desk-token'
/** The scopes for domains, which a token may have besides. */
export const DOMAIN_SCOPES = ['admin:read:domain_blocks', 'admin:write:domain_blocks'] as const
/** Manage Reports and Manage Users. */
export const MODERATOR = String(0x10 + 0x400)
/** Manage Federation besides. */
export const FEDERATOR = String(0x10 + 0x20 + 0x400)

const LOCAL: MastodonAccount = {
  ...{ id: '1', username: 'moderation', domain: null, displayName: '', note: '', fields: [] },
  ...{ createdAt: '2022-04-01T00:00:00.000Z', followers: 0, suspended: false, silenced: false },
  ...{ sensitized: false, disabled: false, approved: true, permissions: '0' },
}

/** Returns a small server: the desk's own moderator, an account of the server, and one of another server. */
export function mastodonData(): MastodonData {
  const accounts: MastodonAccount[] = [
    { ...LOCAL, permissions: MODERATOR },
    {
      ...LOCAL,
      id: '109',
      username: 'vale',
      displayName: 'Vale',
      followers: 4_200,
      note: '<p>Ferries &amp; tides.</p>',
    },
    { ...LOCAL, id: '110', username: 'stray', domain: 'other.example', displayName: 'Stray', followers: 12 },
    { ...LOCAL, id: '2', username: 'owner', permissions: '1' },
  ]
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    statuses: new Map(),
    tokens: new Map([[DESK_TOKEN, { accountId: '1', scopes: DESK_SCOPES }]]),
    log: [],
    blocks: new Map(),
  }
}

/** Adds a post; returns it. */
export function givenStatus(data: MastodonData, given: Partial<MastodonStatus> & { id: string }): MastodonStatus {
  const status: MastodonStatus = {
    ...{ accountId: '109', createdAt: '2026-05-04T09:00:00.000Z', editedAt: null, inReplyToId: null },
    ...{ content: '<p>Last tickets.</p>', spoilerText: '', sensitive: false, visibility: 'public', isReblog: false },
    ...{ media: [], ...given },
  }
  data.statuses.set(status.id, status)
  return status
}
