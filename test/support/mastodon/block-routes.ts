import type { MastodonBlock } from './mastodon-data.ts'
import { byAge, type MastodonAnswer, type MastodonRequest, type MastodonRoute, NOT_FOUND } from './mastodon-routes.ts'

const MANAGE_FEDERATION = 0x20n
const ONE = /^\/api\/v1\/admin\/domain_blocks\/([^/]+)$/
const ALL = /^\/api\/v1\/admin\/domain_blocks$/
const ok = (body: unknown): MastodonAnswer => ({ status: 200, body })

const entityOf = ({ id, domain, severity, rejectMedia, comment }: MastodonBlock) => ({
  ...{ id, domain, severity, digest: '', created_at: '2026-05-04T09:00:00.000Z' },
  ...{ reject_media: rejectMedia, reject_reports: false, private_comment: comment, public_comment: '' },
  obfuscate: false,
})

function create({ data, form }: MastodonRequest): MastodonAnswer {
  const domain = form.get('domain') ?? ''
  const existing = [...data.blocks.values()].find(
    (block) => block.domain === domain || (domain.endsWith(`.${block.domain}`) && block.severity === 'suspend'),
  )
  if (existing)
    return { status: 422, body: { error: 'A domain block exists', existing_domain_block: entityOf(existing) } }
  const id = String(data.blocks.size + 1)
  const block = { id, domain, severity: form.get('severity') ?? 'silence', rejectMedia: false }
  data.blocks.set(id, { ...block, comment: form.get('private_comment') ?? '' })
  cover(data, domain)
  return ok(entityOf({ ...block, comment: '' }))
}

/** Mastodon suspends the accounts of a suspended domain, and those of its subdomains, and gives them back with it. */
function cover(data: MastodonRequest['data'], domain: string): void {
  const severity = [...data.blocks.values()].find((block) => block.domain === domain)?.severity
  for (const account of data.accounts.values()) {
    if (account.domain !== domain && account.domain?.endsWith(`.${domain}`) !== true) continue
    account.suspended = severity === 'suspend'
    account.silenced = severity === 'silence'
  }
}

const withBlock =
  (use: (block: MastodonBlock, request: MastodonRequest) => MastodonAnswer) =>
  (request: MastodonRequest): MastodonAnswer => {
    const block = request.data.blocks.get(request.id)
    return block === undefined ? NOT_FOUND : use(block, request)
  }

export const BLOCK_ROUTES: readonly MastodonRoute[] = [
  {
    ...{ method: 'GET', path: ALL, scope: 'admin:read:domain_blocks', permissions: [MANAGE_FEDERATION] },
    answer: ({ data }) => {
      const items = byAge(data.blocks.values()).map(entityOf)
      return { ...ok(undefined), page: { items, limitDefault: 100, limitMax: 200 } }
    },
  },
  {
    ...{ method: 'POST', path: ALL, scope: 'admin:write:domain_blocks', permissions: [MANAGE_FEDERATION] },
    answer: create,
  },
  {
    ...{ method: 'PUT', path: ONE, scope: 'admin:write:domain_blocks', permissions: [MANAGE_FEDERATION] },
    answer: withBlock((block, { data, form }) => {
      block.severity = form.get('severity') ?? block.severity
      cover(data, block.domain)
      return ok(entityOf(block))
    }),
  },
  {
    ...{ method: 'DELETE', path: ONE, scope: 'admin:write:domain_blocks', permissions: [MANAGE_FEDERATION] },
    answer: withBlock((block, { data }) => {
      data.blocks.delete(block.id)
      cover(data, block.domain)
      return ok({})
    }),
  },
]
