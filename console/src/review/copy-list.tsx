import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { CaseCopies } from '../api/shapes.ts'
import { Handle, Hostile } from '../components/handle.tsx'
import { Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { words } from '../words/words.ts'

type Copy = CaseCopies['copies'][number]

/** A bulk action is about at least so many subjects. */
const BULK_MIN = 2

/** Lists the copies of a case's files, each with its case, and leads to one proposal for those that allow it. */
export function CopyList({ caseId }: { caseId: string }) {
  const read = useQuery({
    queryKey: ['case-copies', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}/copies', { params: { path: { caseId } }, signal })),
    retry: false,
  })
  if (read.isPending) return <Skeleton height={80} className="loading" />
  return (
    <Shown query={read}>
      {({ copies, hidden, inBulk, isMore }) => (
        <Stack gap="xs" component="section" aria-label={words.profile.openCopies} w="100%">
          {copies.length + hidden === 0 && <Text c="dimmed">{words.copies.none}</Text>}
          {copies.map((copy) => (
            <Row key={copy.contentId} of={copy} />
          ))}
          {hidden > 0 && <Note>{words.copies.hidden({ count: hidden })}</Note>}
          {isMore && <Note>{words.copies.more}</Note>}
          {inBulk >= BULK_MIN && (
            <Group>
              <Link to="/bulk-actions/new" search={{ copiesOf: caseId }}>
                {isMore ? words.copies.all : words.copies.inBulk({ count: inBulk })}
              </Link>
            </Group>
          )}
        </Stack>
      )}
    </Shown>
  )
}

const Row = ({ of: { contentId, accountId, handle, protected: isProtected, shown, openCaseId } }: { of: Copy }) => (
  <Group gap="sm">
    <Hostile>{contentId}</Hostile>
    <Link to="/accounts/$accountId" params={{ accountId }}>
      {handle === null ? words.copies.unknownHandle : <Handle handle={handle} />}
    </Link>
    {isProtected && <StatePill tone="waits">{words.copies.protected}</StatePill>}
    {!shown && <StatePill tone="waits">{words.copies.sent}</StatePill>}
    {openCaseId === null ? (
      <Link to="/open-case" search={{ name: contentId }}>
        {words.copies.newCase}
      </Link>
    ) : (
      <Link to="/cases/$caseId" params={{ caseId: openCaseId }}>
        {words.copies.openCase({ caseId: openCaseId })}
      </Link>
    )}
  </Group>
)

const Note = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
)
