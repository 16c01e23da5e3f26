import type { Status } from '../../foundation/mastodon/entities.ts'
import { textOf } from '../../foundation/mastodon/to-facts.ts'
import { qualifyId } from '../../foundation/platforms.ts'
import { cut } from '../../foundation/schemas/cut.ts'
import type { EvidenceItem, ReportBody } from '../intake/report-body.ts'
import type { MastodonReport } from './delivery.ts'

const COMMENT_CHARS_MAX = 10_000
/** The most pieces of evidence of one report of the desk. */
const EVIDENCE_ITEMS_MAX = 10
const EVIDENCE_CHARS_MAX = 100_000
const REFERENCE_CHARS_MAX = 2_048

/** The desk's ground and category of each category of Mastodon's. A rule of a server is one of its terms. */
const CATEGORIES: Readonly<Record<string, Pick<ReportBody, 'ground' | 'category'>>> = {
  spam: { ground: 'terms', category: 'SCAMS_AND_FRAUD' },
  legal: { ground: 'illegal', category: 'NOT_SPECIFIED_NOTICE' },
}
const OTHER: Pick<ReportBody, 'ground' | 'category'> = { ground: 'terms', category: 'OTHER_VIOLATION_TC' }

/**
 * Returns the desk's report of a report to Mastodon. It is about the account, on which Mastodon's API can act, with each
 * reported post as evidence. Every id gets the name of the platform that signed, so no delivery speaks of another's
 * accounts. Numbers that change between two deliveries are left out: a repeated one is the same report.
 */
export function toReport(platform: string, report: MastodonReport): ReportBody {
  const { id, account, target_account: reported, statuses } = report
  const comment = [report.comment, ...(report.rules ?? []).map(({ text }) => `Rule: ${text}`)]
  return {
    id: qualifyId(platform, id),
    subject: { kind: 'account', id: qualifyId(platform, reported.id) },
    ...(CATEGORIES[report.category] ?? OTHER),
    reporterId: qualifyId(platform, isServer(account) ? `server:${account.id}` : account.id),
    reportedAt: report.created_at,
    comment: cut(comment.filter((part) => part !== '').join('\n'), COMMENT_CHARS_MAX),
    ...(statuses.length > 0 && { evidence: toEvidence(statuses) }),
    account: { handle: cut(reported.account.acct, 256), displayName: cut(reported.account.display_name, 1_024) },
  }
}

/**
 * True for the account by which another server forwards the reports of all its people. A name that begins with `server:`
 * is marked by no person: misuse_subject in SQL.
 */
const isServer = ({ username, domain }: MastodonReport['account']): boolean =>
  domain !== null && (username === domain || username === 'instance.actor')

/** Returns a piece of evidence for each post. The posts beyond the desk's limit share the last piece. */
function toEvidence(statuses: readonly Status[]): EvidenceItem[] {
  const alone = statuses.length > EVIDENCE_ITEMS_MAX ? EVIDENCE_ITEMS_MAX - 1 : statuses.length
  const together = statuses.slice(alone)
  const pieces = statuses.slice(0, alone).map((status) => toPiece([status]))
  return together.length === 0 ? pieces : [...pieces, toPiece(together)]
}

function toPiece(statuses: readonly Status[]): EvidenceItem {
  const [first] = statuses
  const reference = statuses.length === 1 ? first?.url : undefined
  return {
    class: statuses.some(({ sensitive }) => sensitive) ? 'sensitive' : 'ordinary',
    mediaType: 'text/plain',
    text: cut(statuses.map(formatPost).join('\n\n---\n\n'), EVIDENCE_CHARS_MAX),
    ...(isAddress(reference) && { reference }),
  }
}

function formatPost(status: Status): string {
  const media = status.media_attachments.map(({ type, url, description }) =>
    [`[${type}]`, url ?? '', description ?? ''].filter((part) => part !== '').join(' '),
  )
  return [textOf(status), ...media, status.created_at].filter((part) => part !== '').join('\n')
}

const isAddress = (url: string | null | undefined): url is string =>
  typeof url === 'string' && url.length <= REFERENCE_CHARS_MAX && /^https?:\/\//i.test(url)
