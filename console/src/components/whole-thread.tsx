import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { CaseThread } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { Handle, Hostile } from './handle.tsx'
import { HostileText } from './hostile-text.tsx'
import { StatePill } from './state-pill.tsx'
import { TextButton } from './text-button.tsx'
import {
  MessageTranslation,
  type ThreadTranslation,
  TranslateAll,
  useThreadTranslation,
} from './thread-translation.tsx'

type Message = CaseThread['messages'][number]

const PAGE_MESSAGES = 25
const FIRST_FROM = -12
const LINES = 6
const HEIGHT = 180

/** Shows the messages around the reported one, as the platform shows them now, with more at both ends on request. */
export function WholeThread({ caseId, translates }: { caseId: string; translates: boolean }) {
  const translation = useThreadTranslation(caseId)
  const read = useInfiniteQuery({
    queryKey: ['case-thread', caseId],
    queryFn: ({ pageParam: from, signal }) =>
      unwrap(
        api.GET('/v1/cases/{caseId}/thread', {
          params: { path: { caseId }, query: { from, count: PAGE_MESSAGES } },
          signal,
        }),
      ),
    initialPageParam: FIRST_FROM,
    getPreviousPageParam: ({ hasEarlier, messages: [first] }) =>
      hasEarlier && first !== undefined ? first.place - PAGE_MESSAGES : undefined,
    getNextPageParam: ({ hasLater, messages }) => {
      const last = messages.at(-1)
      return hasLater && last !== undefined ? last.place + 1 : undefined
    },
    // Each page is stored as evidence of what was shown, so an open page is not read again by itself.
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false },
  })
  if (read.isError) return null
  const first = read.data?.pages[0]
  if (first === undefined) return <Skeleton height={HEIGHT} className="loading" />
  const missing = first.missing
  if (missing !== null)
    return (
      <Group gap="sm">
        <StatePill tone={missing === 'absent' ? 'ended' : 'waits'}>{words.wholeThread.missing[missing]}</StatePill>
        {(missing === 'unknown' || missing === 'busy') && (
          <TextButton onPress={() => void read.refetch()}>{words.wholeThread.again}</TextButton>
        )}
      </Group>
    )
  return (
    <Stack gap="sm" component="section" aria-label={words.wholeThread.title}>
      <Text size="sm" c="dimmed">
        {first.kind !== null && words.wholeThread.kind[first.kind]}
      </Text>
      {read.hasPreviousPage && (
        <TextButton onPress={() => void read.fetchPreviousPage()}>{words.wholeThread.earlier}</TextButton>
      )}
      {translates && <TranslateAll of={read.data?.pages.flatMap(({ messages }) => messages) ?? []} by={translation} />}
      {read.data?.pages.flatMap(({ messages }) =>
        messages.map((one) => <ThreadMessage key={one.place} of={one} by={translates ? translation : undefined} />),
      )}
      {read.hasNextPage && <TextButton onPress={() => void read.fetchNextPage()}>{words.wholeThread.later}</TextButton>}
    </Stack>
  )
}

function ThreadMessage({ of: sent, by }: { of: Message; by: ThreadTranslation | undefined }) {
  const { accountId, handle, createdAt, mediaCount, state, isReported, isCut } = sent
  return (
    <div className="recent-post" data-reported={isReported || undefined}>
      <Group gap="sm" mb={2}>
        {isReported && <StatePill tone="alarm">{words.wholeThread.reported}</StatePill>}
        {state !== 'shown' && (
          <StatePill tone={state === null ? 'waits' : 'ended'}>
            {words.wholeThread.state[state ?? 'withheld']}
          </StatePill>
        )}
        <Text size="sm" c="dimmed">
          {handle === null ? <Hostile>{accountId ?? words.wholeThread.noAuthor}</Hostile> : <Handle handle={handle} />}
          {createdAt !== null && ` · ${formatFull(createdAt)}`}
          {mediaCount > 0 && ` · ${words.thread.media({ count: mediaCount })}`}
        </Text>
      </Group>
      <Words of={sent} />
      {by !== undefined && <MessageTranslation of={sent} by={by} />}
      {isCut && (
        <Text size="sm" c="dimmed">
          {words.evidence.cut}
        </Text>
      )}
    </div>
  )
}

function Words({ of: { text } }: { of: Message }) {
  if (text === null) return <Text size="sm">{words.wholeThread.restricted}</Text>
  if (text === '')
    return (
      <Text size="sm" c="dimmed">
        {words.wholeThread.noText}
      </Text>
    )
  return <HostileText text={text} size="sm" lines={LINES} />
}
