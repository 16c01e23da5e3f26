import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { canonicalJson } from '../../../foundation/canonical.ts'
import { formatCsvLine } from '../../../foundation/csv.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Policies } from '../../../policy/policies.ts'
import type { TransparencySettings } from '../../../policy/transparency/transparency-file.ts'
import { checkPeriod, type ReportPeriod, readCounts } from '../counts/read-counts.ts'
import { automatedPart } from './parts/automated-part.ts'
import { complaintsPart } from './parts/complaints-part.ts'
import { noticesPart } from './parts/notices-part.ts'
import { ordersPart } from './parts/orders-part.ts'
import { ownInitiativePart } from './parts/own-initiative-part.ts'
import type { Gap, Part, ReportSource } from './parts/part.ts'
import {
  categoriesPart,
  humanResourcesPart,
  identificationPart,
  recipientsPart,
  textsPart,
} from './parts/stated-parts.ts'

/** A transparency report in the form of Implementing Regulation (EU) 2024/2835. */
export interface TransparencyReport {
  period: ReportPeriod
  parts: readonly Part[]
  /** The values that are empty because they were not stated. */
  gaps: readonly Gap[]
}

/** Makes the report of a period from the counts of its days. The same counts and settings give the same report. */
export async function makeReport(
  db: Queryable,
  asked: { period: ReportPeriod; settings: TransparencySettings; policies: Policies },
): Promise<TransparencyReport> {
  const { period, settings, policies } = asked
  await checkPeriod(db, period)
  const categories = new Map([...policies.policies].map(([id, { category }]) => [id, category as string]))
  return buildReport({ period, settings, categories, counts: await readCounts(db, period) })
}

/** Builds the eleven parts of a report. Pure. */
export function buildReport(source: ReportSource): TransparencyReport {
  const [identification, complaints, automated] = [
    identificationPart(source),
    complaintsPart(source),
    automatedPart(source),
  ]
  const [people, recipients, texts] = [humanResourcesPart(source), recipientsPart(source), textsPart(source)]
  return {
    period: source.period,
    parts: [
      ...[identification.part, categoriesPart(source), ordersPart(source), noticesPart(source)],
      ...[ownInitiativePart(source, 'illegal'), ownInitiativePart(source, 'terms'), complaints.part, automated.part],
      ...[people.part, recipients.part, texts.part],
    ],
    gaps: [identification, complaints, automated, people, recipients, texts].flatMap(({ gaps }) => gaps),
  }
}

/** The files of a report by name, as CSV (RFC 4180, UTF-8). */
export const writeFiles = ({ parts }: TransparencyReport): Readonly<Record<string, string>> =>
  Object.fromEntries(
    parts.map(({ name, headings, rows }) => [`${name}.csv`, [headings, ...rows].map(formatCsvLine).join('')]),
  )

/** Returns the SHA-256 over the files of a report, in hexadecimal digits. */
export const hashFiles = (files: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(canonicalJson(files)).digest('hex')

/** A number as a cell has it. */
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/

/** A report as JSON: its period and hash, and the rows of each part, each value under its heading. */
export interface ReportRecords extends ReportPeriod {
  hash: string
  parts: Record<string, Record<string, string | number>[]>
}

/** Reads the files of a report as JSON, so that a draft and the stored report that has its hash read the same. */
export const toRecords = (period: ReportPeriod, files: Readonly<Record<string, string>>): ReportRecords => ({
  ...{ from: period.from, to: period.to, hash: hashFiles(files) },
  parts: Object.fromEntries(
    Object.entries(files)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, text]) => [name.replace(/\.csv$/, ''), readRows(text)]),
  ),
})

const readRows = (text: string): Record<string, string | number>[] =>
  parse(text, { columns: true, cast: (cell, { header }) => (!header && NUMBER.test(cell) ? Number(cell) : cell) })
