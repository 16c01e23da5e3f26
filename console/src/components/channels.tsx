import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap, unwrapAll } from '../api/client.ts'
import type { Channel } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { AddChannel } from './add-channel.tsx'
import { formatLength, formatMinute } from './format.ts'
import { NewSecret } from './new-secret.tsx'
import { Panel, Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ProposeChangeForm } from './propose-change-form.tsx'
import { ReasonForm } from './reason-form.tsx'

const LOOK_EVERY_MS = 10_000
/** In characters, as the desk takes the reason of a removal. */
const REASON_MAX = 1_500

const callsOf = (own: boolean) =>
  own
    ? ({
        list: '/v1/me/channels',
        test: '/v1/me/channels/{channelId}/test',
      } as const)
    : ({
        list: '/v1/channels',
        test: '/v1/channels/{channelId}/test',
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
              {!own && !mayChange && <Text c="dimmed">{words.channels.addedBy}</Text>}
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
  const [open, setOpen] = useState<'secret' | 'removal' | null>(null)
  const close = () => setOpen(null)
  const toggle = (which: 'secret' | 'removal') => setOpen(open === which ? null : which)
  const client = useQueryClient()
  const params = { path: { channelId: id } }
  const done = { onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }) }
  const test = useMutation({ mutationFn: () => unwrap(api.POST(callsOf(own).test, { params })), ...done })
  const removeOwn = useMutation({
    mutationFn: () => unwrap(api.DELETE('/v1/me/channels/{channelId}', { params })),
    ...done,
  })
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
            aria-expanded={open === 'secret'}
            onClick={() => toggle('secret')}
          >
            {words.channels.anotherSecret}
          </Button>
        )}
        {mayRemove && kind !== 'configured' && (
          <Button
            size="compact-xs"
            variant="default"
            loading={removeOwn.isPending}
            aria-label={words.channels.removing({ name })}
            aria-expanded={own ? undefined : open === 'removal'}
            onClick={() => (own ? removeOwn.mutate() : toggle('removal'))}
          >
            {words.channels.remove}
          </Button>
        )}
      </Group>
      {open === 'secret' && <NewSecret channelId={id} name={name} onDone={close} />}
      {open === 'removal' && !channel.isReliedOn && <RemoveChannel channelId={id} name={name} onDone={close} />}
      {open === 'removal' && channel.isReliedOn && <ProposeRemoval channelId={id} name={name} />}
      {(test.isError || removeOwn.isError) && <ProblemNote error={test.error ?? removeOwn.error} />}
    </Group>
  )
}

/** The form that removes a channel of the desk, with a reason. */
function RemoveChannel({ channelId, name, onDone }: { channelId: string; name: string; onDone: () => void }) {
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/channels/{channelId}/remove', { params: { path: { channelId } }, body: { reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels'] }),
  })
  return (
    <Stack gap={4} w="100%">
      <Text size="sm">{words.channels.removeHint({ name })}</Text>
      <ReasonForm
        label={words.channels.removeWhy({ name })}
        max={REASON_MAX}
        button={words.channels.removing({ name })}
        act={remove}
      >
        <Button variant="subtle" onClick={onDone}>
          {words.app.close}
        </Button>
      </ReasonForm>
    </Stack>
  )
}

/** The form that proposes to remove a channel on which people rely. */
const ProposeRemoval = ({ channelId, name }: { channelId: string; name: string }) => (
  <Stack gap={4} w="100%">
    <Text size="sm">{words.channels.removeTwoHint({ name })}</Text>
    <ProposeChangeForm wanted={{ kind: 'channel_removal', channelId }} button={words.channels.proposeRemoval} />
  </Stack>
)

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
