import type { SubjectFacts } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'

/**
 * Reads the facts of subjects in as few calls as their platforms take. The map lacks each subject that must be read by a
 * call of its own: its platform takes no set, did not answer, or showed this subject not in time. Undefined as a value:
 * the platform has no such subject.
 */
export async function readTogether(
  platform: Connector,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<Subject, SubjectFacts | undefined>> {
  const groups = [...Map.groupBy(subjects, platformOf).values()].filter(({ length }) => length > 1)
  const read = await Promise.all(groups.map((group) => readGroup(platform, group)))
  return new Map(read.flat())
}

async function readGroup(
  platform: Connector,
  group: readonly Subject[],
): Promise<readonly [Subject, SubjectFacts | undefined][]> {
  // The single call of each subject throws again what went wrong here, and for that subject alone.
  const shown = await platform.factsBatch?.(group).catch(() => undefined)
  return group.flatMap((subject, place): [Subject, SubjectFacts | undefined][] => {
    const one = shown?.[place]
    return shown === undefined || one instanceof ConnectorError ? [] : [[subject, one]]
  })
}
