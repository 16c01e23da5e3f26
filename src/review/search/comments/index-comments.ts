import sql from 'sql-template-tag'
import type { Desk } from '../../../policy/desk.ts'

/** The interval and size of a step. So the index takes a small share of one core, and follows a flood later. */
export const INDEX_EVERY_MS = 1_000
const REPORTS_AT_ONCE = 1_000

const CONTENTS_AT_ONCE = 500

/** Makes the comments of the next reports searchable. */
export const indexComments = ({ db }: Pick<Desk, 'db'>): Promise<number> =>
  db.onlyValue<number>(sql`select index_report_comments(${REPORTS_AT_ONCE})`)

/** Stores the stems of the next contents that the desk had before it stored any. */
export const indexStems = ({ db }: Pick<Desk, 'db'>): Promise<number> =>
  db.onlyValue<number>(sql`select index_content_stems(${CONTENTS_AT_ONCE})`)
