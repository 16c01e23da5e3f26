import { Badge, Group, Radio, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatCount } from '../components/format.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { words } from '../words/words.ts'
import { type FoundSubject, keyOf } from './queries.ts'

/** The reach of an account in words, and never as 0 when it is unknown. */
export const reachOf = ({ reach }: FoundSubject): string =>
  reach === null ? words.who.reachUnknown : words.who.followers({ count: formatCount(reach) })

/** Shows one account or content that was found, with its author and their reach, as a choice. */
export function FoundCard({ found }: { found: FoundSubject }) {
  const { subject, accountId, handle, displayName, excerpt, openCaseId } = found
  return (
    <div data-row>
      <Radio
        value={keyOf(found)}
        label={
          <Group gap="sm">
            <Text span>{words.queue.kinds[subject.kind]}</Text>
            <Handle handle={handle} />
            {displayName !== null && <Hostile>{displayName}</Hostile>}
            <Text span fw={600}>
              {reachOf(found)}
            </Text>
            {found.protected && (
              <Badge variant="outline" color="accent">
                {words.who.protected}
              </Badge>
            )}
          </Group>
        }
        description={subject.kind === 'content' ? subject.id : accountId}
      />
      {excerpt !== null && (
        <Text className="hostile" size="sm" ml="xl" dir="auto">
          <Hostile full>{excerpt}</Hostile>
        </Text>
      )}
      {openCaseId !== null && (
        <Text size="sm" ml="xl">
          {words.opening.isOpen}{' '}
          <Link to="/cases/$caseId" params={{ caseId: openCaseId }}>
            {openCaseId}
          </Link>
        </Text>
      )}
    </div>
  )
}
