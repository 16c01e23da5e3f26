import type { Pool } from '../../../foundation/database/db.ts'
import { MINUTE_MS } from '../../../foundation/durations.ts'
import { type Html, html } from '../../../foundation/html/html.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import { listMonths } from '../../../oversight/transparency/counts/list-months.ts'
import { type MonthFigures, readMonth } from '../../../oversight/transparency/report/month-figures.ts'
import { addressOf, type Words, wordsOf } from '../pages/page.ts'
import { PageError } from '../pages/page-error.ts'
import { languageOf } from '../pages/page-language.ts'
import type { Pages } from '../pages/register-pages.ts'
import { sendPage } from '../pages/send-page.ts'

const TRANSPARENCY_PATH = `${PUBLIC_BASE}/transparency`
const MONTHS_MAX = 24
/** The list of months is read again after this time, by the next visitor. */
const MONTHS_FRESH_MS = 5 * MINUTE_MS

/** The figures of months that are over, for everyone. It answers only if the settings of transparency reports say so. */
export function transparencyPage({ desk, show }: Pages): void {
  const months = new Months(desk.db)
  show(TRANSPARENCY_PATH, async (request, reply) => {
    if (desk.transparency?.page !== true) throw new PageError('not_found')
    const language = languageOf(request)
    const words = wordsOf(language)
    const known = await months.list()
    const { month: asked } = request.query as { month?: unknown }
    const month = known.find((each) => each === asked) ?? known[0]
    return sendPage(reply, desk, {
      language,
      title: words(publicMessage('publicTransparency.title')),
      path: TRANSPARENCY_PATH,
      ...(month !== undefined && { query: { month } }),
      body:
        month === undefined
          ? html`<p>${words(publicMessage('publicTransparency.none'))}</p>`
          : [
              html`<p>${words(publicMessage('publicTransparency.intro'))}</p>`,
              ...writeMonth(month, await months.read(month), { language, words }),
              writeOthers(known, month, { language, words }),
            ],
    })
  })
}

/** Reads each month once, however many visitors ask: what is over does not change. */
class Months {
  readonly #db: Pool
  readonly #figures = new Map<string, Promise<MonthFigures>>()
  #known: Promise<string[]> | undefined
  #staleAtMs = 0

  constructor(db: Pool) {
    this.#db = db
  }

  list(): Promise<string[]> {
    if (this.#known === undefined || performance.now() >= this.#staleAtMs) {
      this.#staleAtMs = performance.now() + MONTHS_FRESH_MS
      this.#known = listMonths(this.#db, MONTHS_MAX)
      this.#known.catch(() => {
        this.#staleAtMs = 0
      })
    }
    return this.#known
  }

  /** `month` is one of the list, so that no visitor can ask for any number of months. */
  read(month: string): Promise<MonthFigures> {
    const known = this.#figures.get(month)
    if (known !== undefined) return known
    const read = readMonth(this.#db, month)
    this.#figures.set(month, read)
    read.catch(() => this.#figures.delete(month))
    // As many as the list has, and one from before its latest month.
    for (const oldest of [...this.#figures.keys()].sort().slice(0, -MONTHS_MAX)) this.#figures.delete(oldest)
    return read
  }
}

interface Shown {
  language: PublicLanguage
  words: Words
}

const FIGURES = [
  ...([
    'reports',
    'notices',
    'flaggerNotices',
    'hoursToAction',
    'decisions',
    'hoursToDecision',
    'restrictions',
  ] as const),
  ...(['automated', 'mistakes', 'secondsToRestore', 'lapsed', 'appeals', 'upheld', 'lessened', 'overturned'] as const),
  ...(['hoursToAppealEnd', 'orders', 'offlineMinutes', 'wrongOfflineMinutes'] as const),
] as const satisfies readonly (keyof MonthFigures)[]

function writeMonth(month: string, figures: MonthFigures, { language, words }: Shown): Html[] {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const shown = (value: number | null) =>
    value === null ? words(publicMessage('publicTransparency.noTime')) : number.format(value)
  return [
    html`<h2>${nameOf(month, language)}</h2>`,
    html`<dl>
${FIGURES.map(
  (name) => html`<dt>${words(publicMessage(`publicTransparency.figure.${name}`))}</dt><dd>${shown(figures[name])}</dd>
`,
)}</dl>`,
  ]
}

const writeOthers = (known: readonly string[], month: string, { language, words }: Shown): Html =>
  html`<h2>${words(publicMessage('publicTransparency.months'))}</h2>
<ul>
${known.map(
  (each) => html`<li><a href="${addressOf(TRANSPARENCY_PATH, language, { month: each })}"${
    each === month ? html` aria-current="page"` : ''
  }>${nameOf(each, language)}</a></li>
`,
)}</ul>`

const nameOf = (month: string, language: PublicLanguage): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`))
