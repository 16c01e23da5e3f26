import { Type } from 'typebox'
import { formatCsvLine } from '../../foundation/csv.ts'
import { pageOf } from '../../foundation/database/select-page.ts'
import { CATEGORIES } from '../../foundation/domain.ts'
import { FlaggerId, orNull, Page, PageQuery, strict, Timestamp } from '../../foundation/schemas/schemas.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { type FlaggerFigure, listFigures, listFlaggers } from './flagger-queries.ts'

const YEAR_MIN = 2024
const YEAR_MAX = 2200

const FlaggerReply = Type.Object({
  id: FlaggerId,
  name: Type.String(),
  contact: Type.String({ description: 'The contact of the organisation.' }),
  email: orNull(Type.String(), 'The address from which its notices come by the form. Null: by API key alone.'),
  coordinator: Type.String({ description: 'The Digital Services Coordinator that awarded the status.' }),
  reference: Type.String({ description: 'The reference of its decision.' }),
  areas: Type.Array(Type.Enum([...CATEGORIES]), { description: 'The categories whose reports come before others.' }),
  expiresAt: Timestamp,
  registeredAt: Timestamp,
  suspendedAt: orNull(Timestamp, 'The time at which two people ended the status. Null: they did not.'),
  isActive: Type.Boolean({ description: 'False: suspended or expired, so its reports come before no others.' }),
  notices: Type.Integer({ description: 'Its reports of the last 365 days.' }),
  upheld: Type.Integer({ description: 'Those after which a violation was decided.' }),
  notUpheld: Type.Integer({ description: 'Those after which none was decided.' }),
  inLane: Type.Integer({ description: 'Its reports on open cases that come before others.' }),
  isLaneFull: Type.Boolean({ description: 'True: further reports wait like those of others until cases are decided.' }),
})

const Figure = Type.Object({
  flaggerId: FlaggerId,
  name: Type.String(),
  category: Type.Enum([...CATEGORIES]),
  notices: Type.Integer({ description: 'Reports that arrived in the year.' }),
  upheld: Type.Integer({ description: 'Reports after which a violation was decided.' }),
  notUpheld: Type.Integer({ description: 'Reports after which no violation was decided.' }),
  open: Type.Integer({ description: 'Reports that are not decided.' }),
  medianHours: orNull(Type.Number(), 'The median hours from receipt to decision. Null: none is decided.'),
  actions: Type.Record(Type.String(), Type.Integer(), {
    description: 'Enforcements that took effect on cases with these reports, by action.',
  }),
})

const FiguresQuery = Type.Object(
  { year: Type.Integer({ minimum: YEAR_MIN, maximum: YEAR_MAX, description: 'The year of receipt, in UTC.' }) },
  strict,
)

const CSV = {
  200: { description: 'The file', content: { 'text/csv': { schema: Type.String() } } },
}

const COLUMNS = ['flagger', 'name', 'category', 'notices', 'upheld', 'not_upheld', 'open', 'median_hours', 'actions']

/** Writes figures as CSV. Text that a spreadsheet would run as a formula stays text. Pure. */
export const writeFiguresCsv = (figures: readonly FlaggerFigure[]): string =>
  [
    formatCsvLine(COLUMNS),
    ...figures.map(({ flaggerId, name, category, notices, upheld, notUpheld, open, medianHours, actions }) => {
      const taken = Object.entries(actions).sort(([one], [other]) => (one < other ? -1 : 1))
      const hours = medianHours === null ? '' : Math.round(medianHours * 10) / 10
      const said = taken.map(([action, count]) => `${action} ${count}`).join('; ')
      return formatCsvLine([flaggerId, name, category, notices, upheld, notUpheld, open, hours, said])
    }),
  ].join('')

/** The routes that show trusted flaggers and what became of their reports (Regulation (EU) 2022/2065, article 22). */
export function flaggerRoutes(app: App, desk: Desk): void {
  const listing = {
    summary: 'List trusted flaggers, past ones included',
    description: 'Two people register, change and suspend one: POST /v1/changes with flagger or flagger_suspension.',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(FlaggerReply) },
  }
  app.get('/v1/trusted-flaggers', { schema: listing }, ({ query }) => listFlaggers(desk.db, pageOf(query)))
  const counting = {
    summary: 'Read what became of the reports of trusted flaggers in a year',
    description: 'The reports that arrived while their flagger was active, by flagger and category.',
    querystring: FiguresQuery,
    response: {
      200: Type.Object({
        year: Type.Integer({ description: 'The year of receipt, in UTC.' }),
        figures: Type.Array(Figure, { description: 'One entry for each flagger and category with reports.' }),
      }),
    },
  }
  app.get('/v1/flagger-figures', { schema: counting }, async ({ query: { year } }) => ({
    year,
    figures: await figuresOf(desk, year),
  }))
  const exporting = { ...counting, summary: 'Export the figures of trusted flaggers as CSV', response: CSV }
  app.get('/v1/flagger-figure-exports', { schema: exporting }, async ({ query: { year } }, reply) =>
    reply
      .type('text/csv')
      .header('content-disposition', `attachment; filename="trusted-flaggers-${year}.csv"`)
      .send(writeFiguresCsv(await figuresOf(desk, year))),
  )
}

const figuresOf = ({ db }: Desk, year: number): Promise<FlaggerFigure[]> =>
  listFigures(db, new Date(Date.UTC(year, 0)), new Date(Date.UTC(year + 1, 0)))
