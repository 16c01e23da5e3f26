import type { LoggedAct, MastodonAccount, MastodonData, MastodonStatus, MastodonToken } from './mastodon-data.ts'
import { accountEntity, adminAccountEntity, roleEntity, statusEntity } from './mastodon-entities.ts'

/** One request, after its token was found. */
export interface MastodonRequest {
  data: MastodonData
  origin: string
  token: MastodonToken
  id: string
  query: URLSearchParams
  form: URLSearchParams
}

export interface MastodonAnswer {
  status: number
  body: unknown
  /** The items of a page, newest first, which the server cuts by its limit and links. */
  page?: { items: { id: string }[]; limitDefault: number; limitMax: number }
}

export interface MastodonRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: RegExp
  scope: string
  /** The permission bits, each of which the token's account needs. */
  permissions: readonly bigint[]
  answer: (request: MastodonRequest) => MastodonAnswer
}

const MANAGE_REPORTS = 0x10n
const MANAGE_USERS = 0x400n
const ok = (body: unknown): MastodonAnswer => ({ status: 200, body })
const error = (status: number, text: string): MastodonAnswer => ({ status, body: { error: text } })
export const NOT_FOUND = error(404, 'Record not found')
export const NOT_ALLOWED = error(403, 'This action is not allowed')

export const byAge = <Item extends { id: string }>(items: Iterable<Item>): Item[] =>
  [...items].sort((a, b) => b.id.length - a.id.length || (a.id < b.id ? 1 : -1))

/** A Rails application reads an id in a path as the number that it begins with. */
const asNumber = (id: string): string => /^0*(\d+)/.exec(id)?.[1] ?? id

const LOOKUP: MastodonRoute = {
  ...{ method: 'GET', path: /^\/api\/v1\/accounts\/lookup$/, scope: 'read:accounts', permissions: [] },
  answer: ({ data, origin, query }) => {
    const [username, domain = null] = (query.get('acct') ?? '').split('@')
    const found = [...data.accounts.values()].find((each) => each.username === username && each.domain === domain)
    return found === undefined ? NOT_FOUND : ok(accountEntity(data, found, origin))
  },
}

const withAccount =
  (use: (account: MastodonAccount, request: MastodonRequest) => MastodonAnswer) =>
  (request: MastodonRequest): MastodonAnswer => {
    const account = request.data.accounts.get(asNumber(request.id))
    return account === undefined ? NOT_FOUND : use(account, request)
  }

const showAdmin = (account: MastodonAccount, { data, origin }: MastodonRequest): MastodonAnswer =>
  ok(adminAccountEntity(data, account, origin))

/** The flag of each action. `none` only warns. */
const FLAGS = { suspend: 'suspended', silence: 'silenced', sensitive: 'sensitized', disable: 'disabled' } as const
type Restriction = keyof typeof FLAGS
const isRestriction = (type: string): type is Restriction => type in FLAGS

function act(account: MastodonAccount, { data, token, form }: MastodonRequest): MastodonAnswer {
  const type = form.get('type') ?? ''
  if (type !== 'none' && !isRestriction(type)) return error(422, 'Record invalid')
  // Moderators can't act on staff.
  const own = data.accounts.get(token.accountId)
  if (BigInt(account.permissions) !== 0n && BigInt(own?.permissions ?? 0) !== 1n) return NOT_ALLOWED
  // There is no user of another server to disable.
  if (type === 'disable' && account.domain !== null) return NOT_ALLOWED
  if (isRestriction(type)) account[FLAGS[type]] = true
  const mailed = form.get('send_email_notification') === 'true' && account.domain === null
  data.log.push({ accountId: account.id, act: type, text: form.get('text') ?? '', mailed } satisfies LoggedAct)
  return ok({})
}

const ends = (name: string, flag: (typeof FLAGS)[Restriction]): MastodonRoute => ({
  ...{ method: 'POST', path: new RegExp(`^/api/v1/admin/accounts/([^/]+)/${name}$`) },
  ...{ scope: 'admin:write:accounts', permissions: [MANAGE_USERS] },
  answer: withAccount((account, request) => {
    if (name === 'unsuspend' && !account.suspended) return NOT_ALLOWED
    account[flag] = false
    request.data.log.push({ accountId: account.id, act: name, text: '', mailed: false })
    return showAdmin(account, request)
  }),
})

const listAccounts = ({ data, origin, query }: MastodonRequest): MastodonAnswer => {
  const isStaff = query.get('permissions') === 'staff'
  const status = query.get('status')
  const isOf = (account: MastodonAccount) =>
    status === 'suspended' || status === 'silenced' || status === 'disabled' ? account[status] : true
  const items = byAge(data.accounts.values())
    .filter(({ permissions }) => !isStaff || BigInt(permissions) !== 0n)
    .filter((account) => isOf(account) && (query.get('origin') !== 'local' || account.domain === null))
    .filter(({ domain }) => query.get('origin') !== 'remote' || domain !== null)
    .filter(({ domain }) => !query.has('by_domain') || domain === query.get('by_domain'))
    .map((account) => adminAccountEntity(data, account, origin))
  return { ...ok(undefined), page: { items, limitDefault: 100, limitMax: 200 } }
}

/** Lists the posts that a post answers, the first of the conversation first. */
function listAbove(data: MastodonData, id: string): MastodonStatus[] {
  const parent = data.statuses.get(data.statuses.get(id)?.inReplyToId ?? '')
  return parent === undefined ? [] : [...listAbove(data, parent.id), parent]
}

/** Lists the answers to a post, each before the answers to it. */
const listBelow = (data: MastodonData, id: string): MastodonStatus[] =>
  [...data.statuses.values()]
    .filter(({ inReplyToId }) => inReplyToId === id)
    .flatMap((status) => [status, ...listBelow(data, status.id)])

/** The servers that this one knows. */
const PEERS: MastodonRoute = {
  ...{ method: 'GET', path: /^\/api\/v1\/instance\/peers$/, scope: 'read:accounts', permissions: [] },
  answer: ({ data }) => ok([...new Set([...data.accounts.values()].flatMap(({ domain }) => domain ?? []))]),
}

export const MASTODON_ROUTES: readonly MastodonRoute[] = [
  LOOKUP,
  PEERS,
  {
    ...{ method: 'GET', path: /^\/api\/v1\/accounts\/verify_credentials$/, scope: 'read:accounts', permissions: [] },
    answer: ({ data, origin, token }) => {
      const account = data.accounts.get(token.accountId)
      if (account === undefined) return NOT_FOUND
      const source = { note: account.note, fields: [], privacy: 'public', sensitive: false, language: '' }
      const more = { source: { ...source, follow_requests_count: 0, indexable: false }, role: roleEntity(account) }
      return ok({ ...accountEntity(data, account, origin), ...more })
    },
  },
  {
    ...{ method: 'GET', path: /^\/api\/v[12]\/admin\/accounts$/ },
    ...{ scope: 'admin:read:accounts', permissions: [MANAGE_USERS], answer: listAccounts },
  },
  {
    ...{ method: 'GET', path: /^\/api\/v1\/admin\/accounts\/([^/]+)$/ },
    ...{ scope: 'admin:read:accounts', permissions: [MANAGE_USERS], answer: withAccount(showAdmin) },
  },
  {
    ...{ method: 'POST', path: /^\/api\/v1\/admin\/accounts\/([^/]+)\/action$/ },
    ...{ scope: 'admin:write:accounts', permissions: [MANAGE_USERS, MANAGE_REPORTS], answer: withAccount(act) },
  },
  ends('unsuspend', 'suspended'),
  ends('unsilence', 'silenced'),
  ends('unsensitive', 'sensitized'),
  ends('enable', 'disabled'),
  {
    ...{ method: 'GET', path: /^\/api\/v1\/accounts\/([^/]+)\/statuses$/, scope: 'read:statuses', permissions: [] },
    answer: withAccount(({ id, suspended }, { data, origin, query }) => {
      const items = byAge(data.statuses.values())
        .filter((status) => status.accountId === id && !suspended && status.visibility === 'public')
        .filter(({ isReblog }) => !isReblog || query.get('exclude_reblogs') !== 'true')
        .map((status) => statusEntity(data, status, origin))
      return { ...ok(undefined), page: { items, limitDefault: 20, limitMax: 40 } }
    }),
  },
  {
    ...{ method: 'GET', path: /^\/api\/v1\/statuses\/([^/]+)\/context$/, scope: 'read:statuses', permissions: [] },
    answer: ({ data, origin, id }) => {
      const show = (statuses: MastodonStatus[]) => statuses.map((status) => statusEntity(data, status, origin))
      const isKnown = data.statuses.has(id)
      return isKnown ? ok({ ancestors: show(listAbove(data, id)), descendants: show(listBelow(data, id)) }) : NOT_FOUND
    },
  },
  {
    ...{ method: 'GET', path: /^\/api\/v1\/statuses\/([^/]+)$/, scope: 'read:statuses', permissions: [] },
    answer: ({ data, origin, id }) => {
      const status = data.statuses.get(id)
      const isShown = status !== undefined && ['public', 'unlisted'].includes(status.visibility)
      return isShown ? ok(statusEntity(data, status, origin)) : NOT_FOUND
    },
  },
]
