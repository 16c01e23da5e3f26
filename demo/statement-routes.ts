import type { Redress, Statement, Subject } from '@countersign/platform-kit'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DemoStore, Sql } from './demo-store.ts'
import { html } from './html.ts'
import { localOnly } from './local-only.ts'
import { PAGE_HEADERS, renderLayout } from './page-layout.ts'
import { findAccountByHandle } from './page-queries.ts'
import { notFoundPage } from './pages.ts'

const STATEMENTS_MAX = 50
const WAYS: Readonly<Record<Redress['kind'], string>> = {
  appeal: 'Appeal here',
  settlement: 'Go to a body for out-of-court settlement',
  court: 'Go to court',
}

/** Stores a statement for the person concerned, in the transaction of the effect that it is about. */
export function insertStatement(tx: Sql, statement: Statement, { kind, id }: Subject, at: string): void {
  tx.run`insert into shown_statement (statement_id, kind, id, statement, at)
    values (${statement.id}, ${kind}, ${id}, ${JSON.stringify(statement)}, ${at})`
}

/**
 * The page on which the owner of an account reads why the platform acted. A real platform asks its owner to sign in;
 * this demo has no sign-in, so it opens the page on this machine alone.
 */
export const statementRoutes =
  ({ committed }: DemoStore): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', localOnly)
    app.addHook('onRequest', async (_request, reply) => void reply.headers(PAGE_HEADERS))
    const schema = { params: Type.Object({ handle: Type.String() }) }
    app.get('/@:handle/statements', { schema }, async (request, reply) => {
      const account = findAccountByHandle(committed, request.params.handle)
      if (!account) return reply.code(404).send(notFoundPage())
      return renderStatements(account.handle, listStatements(committed, account.id))
    })
    done()
  }

interface ShownStatement extends Statement {
  at: string
}

/** Lists what was stated about an account and its posts, the newest first. */
function listStatements(sql: Sql, accountId: string): ShownStatement[] {
  const rows = sql.all`
    select statement, at from shown_statement s
    where (kind = 'account' and id = ${accountId})
      or (kind = 'content' and id in (select id from content where account_id = ${accountId}))
    order by seq desc limit ${STATEMENTS_MAX}`
  return rows.map((row) => ({ ...JSON.parse(String(row.statement)), at: String(row.at) }))
}

const renderStatements = (handle: string, statements: readonly ShownStatement[]): string =>
  renderLayout(
    'Statements',
    html`<h1>Statements about @${handle}</h1>
<ul class="list">${statements.map(
      ({ id, at, texts, redress }) => html`<li><p class="quiet">${id} · ${at.slice(0, 16).replace('T', ' ')}</p>
${texts.map(({ language, text }) => html`<p class="text" dir="auto" lang="${language}">${text}</p>`)}
<p>${redress.map(
        ({ kind, address, until }) =>
          html`<a href="${address}" rel="noreferrer">${WAYS[kind]}</a>${until !== undefined && ` until ${until.slice(0, 10)}`} `,
      )}</p></li>`,
    )}</ul>`,
  )
