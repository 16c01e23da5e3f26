import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LedgerEntry } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { nativeId } from '../components/platforms.ts'
import { PlatformPill } from '../components/subject-name.tsx'

/**
 * Formats the ledger's own words for readers: enforcement_moved as "enforcement moved", contentHash as "content hash".
 */
const formatKind = (kind: string): string =>
  kind
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)

const NAMES: Readonly<Record<string, string>> = words.entryKinds.names

/** The name of a kind of entry. A newer desk may write kinds that this console does not know. */
export const nameKind = (kind: string): string => NAMES[kind] ?? formatKind(kind)

const FIELDS: Readonly<Record<string, string>> = words.entryFields.names

/** The name of a field of an entry. A newer desk may write fields that this console does not know. */
export const nameField = (field: string): string => FIELDS[field] ?? formatKind(field)

/** The subject and the enforcement an entry concerns, each with its page. */
export function About({
  entry: { subject, enforcementId },
}: {
  entry: Pick<LedgerEntry, 'subject' | 'enforcementId'>
}) {
  return (
    <Group gap="xs" wrap="nowrap">
      {subject?.kind === 'account' && (
        <Link to="/accounts/$accountId" params={{ accountId: subject.id }}>
          {nativeId(subject.id).slice(0, 40)}
        </Link>
      )}
      {subject?.kind === 'content' && (
        <Text span size="sm" className="hostile">
          {nativeId(subject.id).slice(0, 40)}
        </Text>
      )}
      {subject !== null && <PlatformPill id={subject.id} />}
      {enforcementId !== null && (
        <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
          {enforcementId}
        </Link>
      )}
    </Group>
  )
}
