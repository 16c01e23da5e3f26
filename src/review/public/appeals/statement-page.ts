import type { Redress, StatementText } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { withLink } from '../../../foundation/outgoing/statement-link.ts'
import { findLatestAppeal } from '../../appeals/appeal-queries.ts'
import { findQuestion } from '../../appeals/questions/question-queries.ts'
import { writeOwnCounterNotice } from '../counter-notices/counter-notice-parts.ts'
import { openLink } from '../pages/open-link.ts'
import { wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { PageParams, Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'
import { writeAppealState } from './appeal-state.ts'
import { findContested } from './contested.ts'
import { writeStrikes } from './strikes-part.ts'

interface ShownStatement {
  enforcementId: string
  madeAt: Date
  texts: readonly StatementText[]
  redress: readonly Redress[]
}

/** Finds a statement as its person gets it. Undefined: it was deleted, or its restriction never took effect. */
const findShown = (db: Queryable, id: string): Promise<ShownStatement | undefined> =>
  db.find<ShownStatement>(sql`
    select enforcement_id as "enforcementId", made_at as "madeAt", texts, redress
    from statement join statement_content on statement_id = statement.id
    where statement.id = ${id} and texts <> '[]' and delivery is distinct from 'withheld'`)

/** The page of one statement, for the holder of its link: the reasons, the ways to contest them, and the appeal. */
export function statementPage({ desk, limits, show }: Pages): void {
  show(`${PUBLIC_BASE}/statement/:token`, async (request, reply) => {
    const { token = '' } = request.params as PageParams
    const id = await openLink(desk.db, limits, { kind: 'statement', token, ip: request.ip })
    const found = await findShown(desk.db, id)
    if (found === undefined) throw new PageError('wrong_link')
    const statement = withLink(found, token)
    const language = languageOf(request)
    const words = wordsOf(language)
    const path = `${PUBLIC_BASE}/statement/${token}`
    const contested = await findContested(desk.db, 'statement', id)
    const latest = await findLatestAppeal(desk.db, statement.enforcementId)
    const question = latest && (await findQuestion(desk.db, latest.id))
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('publicStatement.title')),
      path,
      body: html`<p>${words(publicMessage('publicStatus.at', { at: statement.madeAt }))}</p>
${writeText(statement, language)}
${writeAppealState({ language, path: `${path}/appeal`, contested, side: 'affected', latest, question })}
${await writeOwnCounterNotice(desk, id, { language, path })}
${writeOtherWays(statement, language)}
${await writeStrikes(desk, { enforcementId: statement.enforcementId, language })}`,
    })
  })
}

/** Writes the text in the language of the page, or else in the first one that there is. */
function writeText({ texts }: ShownStatement, language: PublicLanguage): Html {
  const shown = texts.find((each) => each.language === language) ?? texts[0]
  if (shown === undefined) return html``
  const paragraphs = shown.text.split(/\n{2,}/).map((part) => {
    const [first = '', ...others] = part.split('\n')
    return html`<p>${first}${others.map((line) => html`<br>${line}`)}</p>
`
  })
  return html`<div lang="${shown.language}" dir="auto">
${paragraphs}</div>`
}

/** The ways that lead outside the platform. The address of the appeal is this page's own. */
function writeOtherWays({ redress }: ShownStatement, language: PublicLanguage): Html {
  const others = redress.filter(({ kind, address }) => kind !== 'appeal' && /^https:\/\//.test(address))
  if (others.length === 0) return html``
  const words = wordsOf(language)
  return html`<h2>${words(publicMessage('publicStatement.others'))}</h2>
<ul>${others.map(
    ({ kind, address }) =>
      html`<li>${words(publicMessage(kind === 'court' ? 'publicStatement.court' : 'publicStatement.settlement'))}: <a href="${address}" rel="noreferrer"><bdi>${address}</bdi></a></li>`,
  )}</ul>`
}
