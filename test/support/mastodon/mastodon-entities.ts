import type { MastodonAccount, MastodonData, MastodonStatus } from './mastodon-data.ts'

/** The entities of docs.joinmastodon.org/entities. `origin` is the address of the stand-in. */
export function accountEntity(data: MastodonData, account: MastodonAccount, origin: string): Record<string, unknown> {
  const acct = account.domain === null ? account.username : `${account.username}@${account.domain}`
  const home = account.domain === null ? origin : `https://${account.domain}`
  const own = [...data.statuses.values()].filter(({ accountId }) => accountId === account.id)
  return {
    ...{ id: account.id, username: account.username, acct, display_name: account.suspended ? '' : account.displayName },
    ...{ locked: false, bot: false, discoverable: true, indexable: false, group: false, created_at: account.createdAt },
    ...{ note: account.suspended ? '' : account.note, url: `${home}/@${account.username}` },
    ...{ uri: `${home}/users/${account.username}`, avatar: `${origin}/avatars/${account.id}.png` },
    ...{ avatar_static: `${origin}/avatars/${account.id}.png`, header: `${origin}/headers/missing.png` },
    ...{ header_static: `${origin}/headers/missing.png`, followers_count: account.followers, following_count: 3 },
    ...{ statuses_count: own.length, last_status_at: null, emojis: [] },
    fields: account.fields.map((field) => ({ ...field, verified_at: null })),
    ...(account.suspended && { suspended: true }),
    ...(account.silenced && { limited: true }),
  }
}

export const roleEntity = ({ permissions }: MastodonAccount) => ({
  ...{ id: permissions === '0' ? '-99' : '3', name: permissions === '0' ? '' : 'Moderator', color: '' },
  ...{ permissions, highlighted: permissions !== '0' },
})

/** Of an account of another server Mastodon knows no user, so the user's members are null. */
export function adminAccountEntity(data: MastodonData, account: MastodonAccount, origin: string) {
  const isLocal = account.domain === null
  const user = <T>(value: T): T | null => (isLocal ? value : null)
  return {
    ...{ id: account.id, username: account.username, domain: account.domain, created_at: account.createdAt },
    ...{ email: user(`${account.username}@mail.example`), ip: null, confirmed: user(true), ips: user([]) },
    ...{ suspended: account.suspended, silenced: account.silenced, sensitized: account.sensitized },
    ...{ disabled: user(account.disabled), approved: user(account.approved), locale: user('en'), invite_request: null },
    ...{ role: user(roleEntity(account)), account: accountEntity(data, account, origin) },
  }
}

export function statusEntity(data: MastodonData, status: MastodonStatus, origin: string) {
  const author = data.accounts.get(status.accountId)
  if (author === undefined) throw new Error(`the status ${status.id} has no author`)
  const page = `${origin}/@${author.username}/${status.id}`
  return {
    ...{ id: status.id, created_at: status.createdAt, edited_at: status.editedAt, in_reply_to_id: status.inReplyToId },
    ...{ in_reply_to_account_id: null, sensitive: status.sensitive, spoiler_text: status.spoilerText },
    ...{ visibility: status.visibility, language: 'en', uri: page, url: page, replies_count: 0, reblogs_count: 0 },
    ...{ favourites_count: 0, content: status.content, reblog: null, account: accountEntity(data, author, origin) },
    media_attachments: status.media.map(({ id, type, url, description }) => ({
      ...{ id, type, url, preview_url: url, remote_url: null, meta: {}, description, blurhash: null },
    })),
    ...{ mentions: [], tags: [], emojis: [], card: null, poll: null },
  }
}
