import { Group, Text } from '@mantine/core'
import type { RuleFileVersion } from '../../api/shapes.ts'
import { formatFull, formatMinute } from '../../components/format.ts'
import { words } from '../../words/words.ts'

/** Shows a version of a rule file: its number, its time, its proposer and those who agreed. */
export const VersionLine = ({
  version: { version, adoptedAt, proposedBy, agreedBy },
}: {
  version: RuleFileVersion
}) => (
  <Group gap="xs">
    <Text span fw={600} size="sm">
      {words.guards.files.version({ version })}
    </Text>
    <Text span size="sm" title={formatFull(adoptedAt)}>
      {formatMinute(adoptedAt)}
    </Text>
    <Text span size="sm" c="dimmed">
      {proposedBy === null ? words.guards.files.fromSetup : words.guards.files.proposedBy({ who: proposedBy })}
      {proposedBy !== null &&
        ` · ${agreedBy.length === 0 ? words.guards.files.alone : words.guards.files.agreedBy({ who: agreedBy.join(', ') })}`}
    </Text>
  </Group>
)
