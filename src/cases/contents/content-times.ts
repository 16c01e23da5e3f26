import type { SubjectFacts } from '@countersign/platform-kit'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/**
 * Stores the platform's publication and edit times of contents, after the contents themselves. PostgreSQL computes the
 * age of a content from these rows, so only a connector's answer may be written here.
 */
export function queueContentTimes(tx: Tx, read: readonly SubjectFacts[]): void {
  const readings = read.flatMap(({ content }) => {
    if (content === undefined) return []
    const { id, createdAt, editedAt } = content
    return [{ id, publishedAt: momentOf(createdAt), editedAt: momentOf(editedAt) }]
  })
  if (readings.length === 0) return
  tx.queue(prepared('record-content-times')`select record_content_times(${JSON.stringify(readings)}::json)`)
}

const momentOf = (at: string | null | undefined): string | null => (at === undefined || at === 'absent' ? null : at)
