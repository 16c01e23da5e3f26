import { collectionOf, type MediaFacts, type PlatformState, type Subject } from '@countersign/platform-kit'
import { CATEGORIES } from './categories.ts'
import { isCommunity } from './communities.ts'
import { type Html, html } from './html.ts'
import { renderLayout } from './page-layout.ts'
import type { AccountView, PostView } from './page-queries.ts'
import type { ReportDraft, ReportOutcome } from './report-to-desk.ts'

export function frontPage(
  accounts: readonly AccountView[],
  posts: readonly PostView[],
  page: number,
  hasMore: boolean,
): string {
  return renderLayout(
    'Front page',
    html`<h2>Newest posts</h2>
<ul class="list">${posts.map(postItem)}</ul>
<h2>People and offices</h2>
<ul class="list">${accounts.map(accountItem)}</ul>
<p>${page > 1 && html`<a href="/?page=${page - 1}">Newer</a> `}${hasMore && html`<a href="/?page=${page + 1}">More</a>`}</p>`,
  )
}

export function profilePage(account: AccountView, posts: readonly PostView[]): string {
  return renderLayout(
    `@${account.handle}`,
    html`<h1 dir="auto">${account.displayName}</h1>
<img class="face" src="/@${account.handle}/picture" alt="">
<p class="quiet">@${account.handle} · ${describeReach(account)}${account.verified && ' · verified'}${account.tags.map((tag) => html` · ${tag.replaceAll('_', ' ')}`)}</p>
<p dir="auto">${account.bio}</p>
<p>${labelsOf(account.state)}</p>
${!account.state.mayPost && html`<p class="notice">This account is locked: no one can post with it at the moment.</p>`}
<h2>Posts</h2>
<ul class="list">${posts.map(postItem)}</ul>
${reportForm({ kind: 'account', id: account.id })}`,
  )
}

export function postPage(post: PostView): string {
  return renderLayout(
    `Post by @${post.author.handle}`,
    html`<ul class="list">${postItem(post)}</ul>${reportForm({ kind: 'content', id: post.id })}`,
  )
}

/** The page of an offline subject. It contains no further information. */
export function unavailablePage(what: 'account' | 'post'): string {
  return renderLayout('Not available', html`<h1>This ${what} is not available.</h1>`)
}

/** The page for viewing restricted evidence under the platform's own rules. A demo has no such evidence. */
export function restrictedEvidencePage(): string {
  return renderLayout(
    'Restricted',
    html`<h1>Restricted</h1><p>A person with access would sign in here, and this platform would show them the evidence. There is nothing: it is a demo.</p>`,
  )
}

export function notFoundPage(): string {
  return renderLayout('Not found', html`<h1>There is nothing here.</h1>`)
}

/** Shows the result of a report. A report that may not have arrived can be sent again as the same report. */
export function reportPage(outcome: ReportOutcome, draft: ReportDraft): string {
  const again = outcome.arrived === 'yes' ? undefined : sendAgainForm(draft)
  return renderLayout(
    'Your report',
    html`<h1>${outcome.title}</h1><p>${outcome.detail}</p>${again}<p><a href="/">Back to the front page</a></p>`,
  )
}

export function problemPage(problem: string): string {
  return renderLayout('Your report', html`<h1>This was not sent.</h1><p>${problem}</p>`)
}

/** Formats a count as people say it: 43.5M followers, 240K followers, 812 members. */
export function describeReach({ id, reach }: Pick<AccountView, 'id' | 'reach'>): string {
  const what = isCommunity({ kind: 'account', id }) ? 'members' : 'followers'
  if (reach === null) return `${what} not known`
  const [unit, mark] = reach >= 1_000_000 ? [1_000_000, 'M'] : reach >= 10_000 ? [1_000, 'K'] : [1, '']
  return `${Math.floor((reach / unit) * 10) / 10}${mark} ${what}`
}

function accountItem(account: AccountView): Html {
  return html`<li><a href="/@${account.handle}"><strong dir="auto">${account.displayName}</strong> @${account.handle}</a>
<span class="quiet">${describeReach(account)}${account.verified && ' · verified'}</span> ${labelsOf(account.state)}</li>`
}

function postItem({ id, author, text, language, createdAt, media, state }: PostView): Html {
  const lang = language === null ? undefined : html` lang="${language}"`
  const when = createdAt === null ? 'some time ago' : createdAt.slice(0, 16).replace('T', ' ')
  return html`<li><a href="/@${author.handle}"><span dir="auto">${author.displayName}</span> @${author.handle}</a>
<p class="text" dir="auto"${lang}>${text}</p>
${media.map((each) => mediaItem(id, each))}
<a class="quiet" href="/posts/${encodeURIComponent(id)}">${when}</a> ${labelsOf(state)}</li>`
}

function mediaItem(postId: string, { kind, reference, alternativeText = '' }: MediaFacts): Html {
  const address = `/posts/${encodeURIComponent(postId)}/media/${encodeURIComponent(reference)}`
  return kind === 'audio'
    ? html`<audio controls preload="none" src="${address}" aria-label="${alternativeText}"></audio>`
    : html`<img src="${address}" alt="${alternativeText}">`
}

function labelsOf(state: PlatformState): Html[] {
  return state.labels.map((label) => html`<span class="label">${label}</span>`)
}

function reportForm(subject: Subject): Html {
  const what = subject.kind === 'account' ? (collectionOf(subject)?.kind ?? 'account') : 'post'
  return html`<details><summary>Report this ${what}</summary>
<form method="post" action="/report">
<input type="hidden" name="kind" value="${subject.kind}"><input type="hidden" name="id" value="${subject.id}">
<label>What is wrong with it?
<select name="category">${Object.entries(CATEGORIES).map(([id, text]) => html`<option value="${id}">${text}</option>`)}</select></label>
<label>It is
<select name="ground"><option value="terms">against the rules here</option><option value="illegal">against the law</option></select></label>
<label>Anything we should know?
<textarea name="comment" rows="3" maxlength="2000" dir="auto"></textarea></label>
<button>Send report</button>
</form></details>`
}

function sendAgainForm({ subject, reporterId: _, ...draft }: ReportDraft): Html {
  const hidden = Object.entries({ ...subject, ...draft }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="/report">${hidden}<button>Send it again</button></form>`
}
