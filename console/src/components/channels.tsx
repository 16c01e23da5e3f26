import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'
import type { Channel } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { AddChannel } from './add-channel.tsx'
import { formatLength, formatMinute } from './format.ts'
import { NewSecret } from './new-secret.tsx'
import { Panel, Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'

const LOOK_EVERY_MS = 10_000

const callsOf = (own: boolean) =>
  own
    ? ({
        list: '/v1/me/channels',
        test: '/v1/me/channels/{channelId}/test',
        remove: '/v1/me/channels/{channelId}',
      } as const)
    : ({
        list: '/v1/channels',
        test: '/v1/channels/{channelId}/test',
        remove: '/v1/channels/{channelId}',
      } as const)

/**
 * Shows the channels that notify people outside the console and their health: the caller's own, or the desk's, which
 * administrators change.
 */
export function Channels({ own, mayChange }: { own: boolean; mayChange: boolean }) {
  const channels = useQuery({
    queryKey: ['channels', own],
    queryFn: ({ signal }) => unwrapAll((page) => api.GET(callsOf(own).list, { params: { query: page }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })
  return (
    <Panel title={own ? words.channels.own : words.channels.desks}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.channels.about}
        </Text>
        <Shown query={channels}>
          {({ items, mail, slackHosts }) => (
            <>
              {items.length === 0 && <Text c="dimmed">{words.channels.none}</Text>}
              {items.map((channel) => (
                <Row key={channel.id} channel={channel} own={own} mayRemove={mayChange} />
              ))}
              {mayChange && <AddChannel own={own} mail={mail} slack={!own || slackHosts.length > 0} />}
            </>
          )}
        </Shown>
      </Stack>
    </Panel>
  )
}

function Row({ channel, own, mayRemove }: { channel: Channel; own: boolean; mayRemove: boolean }) {
  const { id, kind, name, shows } = channel
  const [changing, setChanging] = useState(false)
  const client = useQueryClient()
  const params = { path: { channelId: id } }
  const done = { onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }) }
  const test = useMutation({ mutationFn: () => unwrap(api.POST(callsOf(own).test, { params })), ...done })
  const remove = useMutation({ mutationFn: () => unwrap(api.DELETE(callsOf(own).remove, { params })), ...done })
  return (
    <Group justify="space-between" gap="sm" align="flex-start">
      <Text size="sm" style={{ overflowWrap: 'anywhere', flex: '1 1 280px' }}>
        {name} · {words.channels.kinds[kind]}, {shows} · {formatLoss(channel)} · {formatState(channel)}
      </Text>
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="default"
          loading={test.isPending}
          aria-label={words.channels.testing({ name })}
          onClick={() => test.mutate()}
        >
          {words.channels.test}
        </Button>
        {mayRemove && kind === 'webhook' && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={words.channels.anotherSecretFor({ name })}
            aria-expanded={changing}
            onClick={() => setChanging(!changing)}
          >
            {words.channels.anotherSecret}
          </Button>
        )}
        {mayRemove && kind !== 'configured' && (
          <Button
            size="compact-xs"
            variant="default"
            loading={remove.isPending}
            aria-label={words.channels.removing({ name })}
            onClick={() => remove.mutate()}
          >
            {words.channels.remove}
          </Button>
        )}
      </Group>
      {changing && <NewSecret channelId={id} name={name} onDone={() => setChanging(false)} />}
      {(test.isError || remove.isError) && <ProblemNote error={test.error ?? remove.error} />}
    </Group>
  )
}

const formatLoss = ({ takes, events, keyId, secretChangedAt }: Channel): string =>
  [
    events === null
      ? words.channels.howMuch[takes]
      : words.channels.follows({
          kinds: events.map((kind) => words.channels.eventKinds[kind]).join(', '),
          key: keyId ?? '',
        }),
    ...(secretChangedAt === null ? [] : [words.channels.secretChanged({ at: formatMinute(secretChangedAt) })]),
  ].join(' · ')

function formatState({ lastSentAt, lastTookMs, failingSince, deadSince, lastError, waiting }: Channel): string {
  const onTheWay = waiting > 0 ? `, ${words.channels.waiting({ count: waiting })}` : ''
  if (deadSince !== null)
    return words.channels.dead({ since: formatMinute(deadSince), why: lastError ?? '' }) + onTheWay
  if (failingSince !== null)
    return words.channels.failing({ since: formatMinute(failingSince), why: lastError ?? '' }) + onTheWay
  if (lastSentAt === null) return words.channels.never + onTheWay
  return words.channels.well({ at: formatMinute(lastSentAt), took: formatLength(lastTookMs ?? 0) }) + onTheWay
}
