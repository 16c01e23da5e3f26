import type { Redress, StatementText } from '@countersign/platform-kit'
import type { Tx } from '../database/db.ts'
import type { PublicPages } from '../settings/public-pages.ts'
import type { RelyingParty } from '../settings/relying-party.ts'
import type { Outbox } from './outbox.ts'
import { originOfPages, PUBLIC_BASE, queueLinks } from './public-link.ts'

/** The place of the token in an address. It is no part of a link that a reviewer can write. */
const LINK = '{link}'

/** The part of the desk that knows the addresses of statements. */
export interface StatementPages {
  readonly outbox: Pick<Outbox, 'seal'>
  readonly publicPages?: PublicPages
  readonly relyingParty: RelyingParty
}

/** The page of a statement, as its content has it. The token comes in on the way to the platform: the database has none. */
export const statementPageOf = (desk: Omit<StatementPages, 'outbox'>): string =>
  `${originOfPages(desk)}${PUBLIC_BASE}/statement/${LINK}`

interface Linked {
  id: string
  /** The random part of its link, which tells it from one of another state of the database. Null: an early statement. */
  linkPart: string | null
}

/** Returns the token of a statement's link: the same for every attempt, so that its text never differs. */
export const statementTokenOf = ({ outbox }: Pick<StatementPages, 'outbox'>, { id, linkPart }: Linked): string =>
  outbox.seal.mark(`${id} ${linkPart ?? ''}`, 'link of a statement').toString('base64url')

/** Stores the hashes of the links of statements. A link works as long as an appeal is received. */
export function queueStatementLinks(
  tx: Tx,
  desk: Pick<StatementPages, 'outbox'>,
  statements: readonly { statementId: string; linkPart: string | null; redress: readonly Redress[] }[],
): void {
  const links = statements.map(({ statementId: about, linkPart, redress }) => {
    const until = redress.find(({ kind }) => kind === 'appeal')?.until
    return {
      about,
      token: statementTokenOf(desk, { id: about, linkPart }),
      ...(until !== undefined && { until: new Date(until) }),
    }
  })
  queueLinks(tx, 'statement', links)
}

interface Content {
  texts: readonly StatementText[]
  redress: readonly Redress[]
}

/** The place of the token in the address of a page. People's words have no address with a scheme (`plainLine`). */
const PAGE = new RegExp(`(https?://[^\\s/]+${PUBLIC_BASE}/statement/)${LINK}`, 'g')

/** Puts a token into the texts and the redress of a statement. */
export function withLink<C extends Content>(content: C, token: string): C {
  const fill = (text: string): string => text.replaceAll(PAGE, `$1${token}`)
  return {
    ...content,
    texts: content.texts.map((each) => ({ ...each, text: fill(each.text) })),
    redress: content.redress.map((each) => ({ ...each, address: fill(each.address) })),
  }
}
