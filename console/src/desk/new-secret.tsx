import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { words } from '../words/en.ts'
import { CopyText } from './copy-text.tsx'
import { sayFull } from './format.ts'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField } from './reason-field.tsx'

/** Asks for another secret for a webhook, and shows it the one time that it is told. Somebody else must agree before it signs. */
export function NewSecret({ channelId, name, onDone }: { channelId: string; name: string; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/channels/{channelId}/secret', {
          params: { path: { channelId } },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['changes'] }),
  })
  if (ask.isSuccess) {
    const { secret, fingerprint, changeId, expiresAt } = ask.data
    return (
      <Stack gap={4} w="100%" role="status">
        <Text size="sm">
          {words.channels.newSecret} <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>{' '}
          <CopyText size="compact-xs" text={secret} label={words.channels.copySecret} />
        </Text>
        <Text size="sm">
          {words.channels.newSecretWaits(changeId, sayFull(expiresAt), fingerprint)}{' '}
          <Link to="/changes">{words.team.seeChanges}</Link>
        </Text>
      </Stack>
    )
  }
  return (
    <Stack gap={4} w="100%">
      <Group gap="sm" align="flex-end">
        <ReasonField label={words.channels.newSecretWhy(name)} value={reason} onChange={setReason} />
        <Button variant="default" disabled={reason.trim() === ''} loading={ask.isPending} onClick={() => ask.mutate()}>
          {words.channels.askNewSecret}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {words.close}
        </Button>
      </Group>
      {ask.isError && <ProblemNote error={ask.error} />}
    </Stack>
  )
}
