import { Group, Text } from '@mantine/core'
import type { RuleFileVersion } from '../../api/shapes.ts'
import { formatMinute } from '../../components/format.ts'
import { words } from '../../words/words.ts'
import { VersionState } from './version-state.tsx'

/** Shows a version of a rule file: its number, its state and time, its proposer and those who agreed. */
export function VersionLine({ version: row }: { version: RuleFileVersion }) {
  const { version, adoptedAt, proposedBy, agreedBy } = row
  return (
    <Group gap="xs">
      <Text span fw={600} size="sm">
        {words.guards.files.version({ version })}
      </Text>
      <VersionState version={row} />
      <Text span size="sm" c="dimmed">
        {words.guards.files.adopted({ at: formatMinute(adoptedAt) })} ·{' '}
        {proposedBy === null ? words.guards.files.fromSetup : words.guards.files.proposedBy({ who: proposedBy })}
        {proposedBy !== null &&
          ` · ${agreedBy.length === 0 ? words.guards.files.alone : words.guards.files.agreedBy({ who: agreedBy.join(', ') })}`}
      </Text>
    </Group>
  )
}
