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
  const groups = [...Map.groupBy(subjects, platformOf).values()]
  // The single call of each subject throws again what went wrong here, and for that subject alone.
  const read = await Promise.all(groups.map((group) => readGroup(platform, group).catch(() => [])))
  return new Map(read.flat())
}

type Entry = [Subject, SubjectFacts | undefined]

async function readGroup(platform: Connector, [first, ...others]: readonly Subject[]): Promise<readonly Entry[]> {
  if (first === undefined || others.length === 0 || platform.factsBatch === undefined) return []
  const size = platform.factsMax?.(first) ?? 1
  if (size < 2) return []
  const group = [first, ...others]
  const read: Entry[] = []
  for (let from = 0; from < group.length; from += size) {
    const set = group.slice(from, from + size)
    const shown = await platform.factsBatch(set)
    for (const [place, subject] of set.entries()) {
      const one = shown[place]
      if (!(one instanceof ConnectorError)) read.push([subject, one])
    }
  }
  return read
}
