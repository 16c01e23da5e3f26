import sql from 'sql-template-tag'
import { isSameState } from '../../src/enforcement/desired-state/desired-state.ts'
import { showProgress } from '../../src/app/cli/print/show-progress.ts'
import { parseSubjectKey, subjectKey, type PlatformState, UNTOUCHED } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { type Effect, type PlatformSubject, readSubject } from './platform-record.ts'

const READERS = 8

interface Wanted {
  desired: PlatformState | null
  generation: number
  /** The enforcements whose warnings are to have been delivered. */
  warnings: readonly string[]
}

/** Lists every subject whose state differs between desk and platform, with the difference. */
export async function findMismatches(
  db: Pool,
  platformUrl: string,
  effects: readonly Effect[],
  say: (line: string) => void,
): Promise<string[]> {
  const wanted = await listWanted(db)
  const touched = new Set([
    ...wanted.keys(),
    ...effects.filter(({ cause }) => cause === 'desk').map(({ subject }) => subjectKey(subject)),
  ])
  const progress = showProgress('Comparing', touched.size, say)
  const mismatches: string[] = []
  const left = [...touched].sort().values()
  let compared = 0
  const readers = Array.from({ length: READERS }, async () => {
    for (const key of left) {
      const found = await readSubject(platformUrl, parseSubjectKey(key))
      mismatches.push(...compare(key, wanted.get(key), found))
      progress.update(++compared)
    }
  })
  await Promise.all(readers).finally(() => progress.end())
  return mismatches.sort()
}

function compare(key: string, wanted: Wanted | undefined, found: PlatformSubject): string[] {
  if (wanted === undefined) return [`${key}: the platform was told of it by the desk, which knows nothing of that`]
  const desired = wanted.desired ?? UNTOUCHED
  const delivered = found.warnings.map(({ eventId }) => eventId).sort()
  return [
    ...(isSameState(desired, found.state)
      ? []
      : [`${key}: is ${JSON.stringify(found.state)} and should be ${JSON.stringify(desired)}`]),
    ...(wanted.generation === found.generation
      ? []
      : [`${key}: the platform is at generation ${found.generation}, the desk at ${wanted.generation}`]),
    ...(delivered.join() === [...wanted.warnings].sort().join()
      ? []
      : [`${key}: warned by ${delivered.join(' ') || 'none'} and not by ${wanted.warnings.join(' ') || 'none'}`]),
  ]
}

async function listWanted(db: Pool): Promise<Map<string, Wanted>> {
  const { rows } = await db.query<Wanted & { subject: string }>(sql`
    select subject_state.subject, desired, subject_state.generation,
      array(select id from enforcement where enforcement.subject = subject_state.subject and action = 'warn'
        and state in ('in_effect', 'confirmed')) as warnings
    from subject_state where subject_state.generation > 0`)
  return new Map(rows.map(({ subject, ...wanted }) => [subject, wanted]))
}
