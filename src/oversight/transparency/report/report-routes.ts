import { type Static, Type } from 'typebox'
import { inAnsweredTransaction, type Queryable } from '../../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import { ChangeId, orNull, Problem, ReportOfPeriodId, strict, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { staffOf } from '../../../people/access/caller.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { findCountedUntil, type ReportPeriod } from '../counts/read-counts.ts'
import { hashFiles, makeReport, type TransparencyReport, toRecords, writeFiles } from './build-report.ts'
import { findReport, listReports, REPORT_STATES, storeReport } from './stored-reports.ts'

const Day = (description: string) => Type.String({ format: 'date', maxLength: 10, description })
const Period = {
  from: Day('The first day, in UTC, as YYYY-MM-DD.'),
  to: Day('The last day, in UTC, as YYYY-MM-DD.'),
}
const Hash = Type.String({ description: 'The SHA-256 over the files, in hexadecimal digits.' })
const PartName = Type.String({ pattern: '^[A-Za-z0-9_]{1,80}$', description: 'The name of one part.' })

const StoredReply = Type.Object({
  ...{ id: ReportOfPeriodId, ...Period, hash: Hash, madeAt: Timestamp },
  finalAt: orNull(Timestamp, 'The time at which two people made it final. Null: it waits for them.'),
  changeId: orNull(ChangeId, 'The change that made it final, or an open one that would. Null: none is proposed.'),
  finalBy: Type.Array(Type.String(), { description: 'The people who made it final, by pseudonym.' }),
  parts: Type.Array(PartName, { description: 'The names of its parts.' }),
})

const DraftReply = Type.Object({
  ...Period,
  hash: Hash,
  parts: Type.Array(
    Type.Object({
      name: Type.String({ description: 'The name of the part, as its file has it.' }),
      headings: Type.Array(Type.String(), { description: 'The headings of its columns.' }),
      rows: Type.Array(Type.Array(Type.Union([Type.String(), Type.Number()])), {
        description: 'Its rows, each with a value for every heading.',
      }),
    }),
    { description: 'The parts of the templates, in their order.' },
  ),
  gaps: Type.Array(
    Type.Object({
      part: Type.String({ description: 'The name of the part.' }),
      indicator: Type.String({ description: 'The indicator of the template without a value.' }),
    }),
    {
      description: 'The values that are empty because they were not stated.',
    },
  ),
})

const STORED_REPORTS = {
  summary: 'List the transparency reports that are final, or those that one person stored, the latest first',
  querystring: Type.Object(
    {
      state: Type.Enum([...REPORT_STATES], {
        default: 'final',
        description: 'final: those that two people made final. draft: those that wait for it. all: both.',
      }),
    },
    strict,
  ),
  response: {
    200: Type.Object({
      countedUntil: orNull(Day('The last day that is counted. A report ends there at the latest.'), 'Null: none is.'),
      items: Type.Array(StoredReply),
    }),
  },
}

/** The routes by which a transparency report is read, downloaded and stored. */
export function reportRoutes(app: App, desk: Desk): void {
  app.get('/v1/transparency-reports', { schema: STORED_REPORTS }, async ({ query }) => ({
    countedUntil: await findCountedUntil(desk.db),
    items: await listReports(desk.db, query.state),
  }))
  const drafting = {
    summary: 'Read the transparency report of a period, by the templates of Implementing Regulation (EU) 2024/2835',
    description: 'It is made from the counts of days that are over, and stores nothing.',
    querystring: Type.Object(Period, strict),
    response: { 200: DraftReply, 422: Problem },
  }
  app.get('/v1/transparency-report-drafts', { schema: drafting }, async ({ query }) => {
    const report = await make(desk, desk.db, query)
    const { period, parts, gaps } = report
    return { ...period, hash: hashFiles(writeFiles(report)), parts: parts.map(toPart), gaps: [...gaps] }
  })
  addExport(app, desk)
  const making = {
    summary: 'Store the transparency report of a period, to be made final by two people',
    description:
      'The files are stored. A change of the kind transparency_report then makes them final, to which a second person agrees, and the ledger gets their hash. The hash is that of the report which you read: when counts or settings changed since, nothing is stored. The same report again is the stored one.',
    body: Type.Object({ ...Period, hash: { ...Hash, pattern: '^[0-9a-f]{64}$' } }, strict),
    response: { 200: StoredReply, 201: StoredReply, 409: Problem, 422: Problem },
  }
  app.post('/v1/transparency-reports', { schema: making }, async (request, reply) => {
    const { hash, ...period } = request.body
    const { created, report } = await inAnsweredTransaction(desk.db, async (tx) => {
      const made = await make(desk, tx, period)
      if (hashFiles(writeFiles(made)) !== hash) throw new DeskError('conflict', message('transparency.changed'))
      return storeReport(tx, made, staffOf(request))
    })
    return reply.code(created ? 201 : 200).send(report)
  })
}

const ExportQuery = Type.Object(
  {
    report: Type.Optional({ ...ReportOfPeriodId, description: 'A stored report, instead of a period.' }),
    from: Type.Optional(Period.from),
    to: Type.Optional(Period.to),
    part: Type.Optional({ ...PartName, description: 'With CSV: the part that the file has.' }),
    format: Type.Enum(['csv', 'json'], {
      description:
        'csv: one part. json: all of them, with the hash over the files. A cell that is a number is one; every other is text, as the file has it.',
    }),
  },
  strict,
)
type ExportQuery = Static<typeof ExportQuery>

const RecordsReply = Type.Object({
  ...{ ...Period, hash: Hash },
  parts: Type.Record(
    Type.String(),
    Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])), {
      description: 'The rows of one part, each value under its heading.',
    }),
    { description: 'The parts of the templates by name.' },
  ),
})

function addExport(app: App, desk: Desk): void {
  const schema = {
    summary: 'Download a transparency report: one part as CSV, or all of them as JSON',
    querystring: ExportQuery,
    response: {
      200: {
        description: 'The file',
        content: {
          'text/csv': { schema: Type.String() },
          'application/json': { schema: RecordsReply },
        },
      },
      404: Problem,
      422: Problem,
    },
  }
  app.get('/v1/transparency-report-exports', { schema }, async ({ query }, reply) => {
    const { format, part } = query
    if ((format === 'csv') !== (part !== undefined)) throw invalidField('part', message('transparency.partOfCsv'))
    const { name, files, ...period } = await filesOf(desk, query)
    const text = part === undefined ? `${JSON.stringify(toRecords(period, files), null, 1)}\n` : files[`${part}.csv`]
    const found = requireFound(text, message('transparency.unknownPart', { part: part ?? '' }))
    const file = part === undefined ? `transparency-report-${name}.json` : `${part}-${name}.csv`
    return reply
      .type(format === 'csv' ? 'text/csv' : 'application/json')
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(found)
  })
}

interface Files extends ReportPeriod {
  name: string
  files: Readonly<Record<string, string>>
}

async function filesOf(desk: Desk, { report: reportId, from, to }: ExportQuery): Promise<Files> {
  if ((reportId === undefined) === (from === undefined || to === undefined))
    throw invalidField('report', message('transparency.reportOrPeriod'))
  if (reportId !== undefined) {
    const found = requireFound(await findReport(desk.db, reportId), message('transparency.unknown', { reportId }))
    return { ...found, name: found.id }
  }
  const made = await make(desk, desk.db, { from: String(from), to: String(to) })
  return { ...made.period, name: `${from}-${to}`, files: writeFiles(made) }
}

const make = ({ policies, transparency }: Desk, db: Queryable, period: ReportPeriod): Promise<TransparencyReport> =>
  makeReport(db, { period, settings: transparency ?? {}, policies })

const toPart = ({ name, headings, rows }: TransparencyReport['parts'][number]) => ({
  name,
  headings: [...headings],
  rows: rows.map((row) => [...row]),
})
