import { test } from 'node:test'
import { STAGES } from '../../src/app/stages.ts'
import { DATA_KINDS, type DataKind } from '../../src/policy/stage/personal-data.ts'
import { RETENTION_BOUNDS, type RetentionKind } from '../../src/policy/retention/retention-file.ts'
import { assertPage, table, wrap } from './markdown.ts'

const code = (text: string): string => `\`${text}\``
const isRetained = (kind: DataKind): kind is RetentionKind & DataKind => kind in RETENTION_BOUNDS

/** The time of storage of each kind that retention.yaml does not govern. */
const KEPT: Partial<Record<DataKind, string>> = {
  account: 'until the person is erased; counts and credential reports 7 to 180 days',
  case: 'with the record of acts',
  shown: 'while a decision names it; otherwise it goes within an hour',
  decision: 'with the record of acts',
  enforcement: 'with the record of acts; what a verdict knew of its proposer 30 days',
  law: 'with the record of acts',
  notification: 'alerts with the record of acts; deliveries 30 days',
  staff: 'until the person is erased after they left; a text to sign 5 minutes',
  work: '30 days',
  change: 'with the record of acts',
  ledger: 'a payload as long as the row that it describes; commitments for ever',
}

const keptFor = (kind: DataKind): string =>
  isRetained(kind)
    ? `\`retention.yaml\`: ${RETENTION_BOUNDS[kind].min} to ${RETENTION_BOUNDS[kind].max} days`
    : (KEPT[kind] ?? '')

test('the reference of stored data lists every table with its deletion', () => {
  const personal = STAGES.flatMap(({ personal: of = [] }) => of)
  const rows = DATA_KINDS.flatMap((kind) =>
    personal
      .filter((each) => each.kind === kind)
      .map(({ about, deletedBy, tables }) => [
        kind,
        about.join(', '),
        tables.map(code).join(', '),
        keptFor(kind),
        deletedBy === null ? '–' : code(deletedBy),
      ]),
  )
  assertPage(
    'stored-data.md',
    `${[
      '# Stored data about people',
      wrap(
        'Every table with data about people, by kind. Nothing is deleted while it is needed: under a legal hold, while a case is open, while an enforcement waits or is in effect, while an appeal is open, or while a legal clock runs. The record of acts is the proof of what the desk did, and stays.',
      ),
      table(['kind', 'about', 'tables', 'stored for', 'deleted by'], rows),
      wrap(
        'A contact is a person outside the desk who sent a notice, a request or an order. Answers to requests with an Idempotency-Key, sign-ins that were not completed and what a browser said of itself go within a day of their end.',
      ),
    ].join('\n\n')}\n`,
  )
})
