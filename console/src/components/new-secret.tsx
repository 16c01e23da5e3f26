import { Button, Code, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { words } from '../words/words.ts'
import { CopyText } from './copy-text.tsx'
import { formatFull } from './format.ts'
import { ReasonForm } from './reason-form.tsx'

/**
 * The form that asks for a new secret of a webhook, and shows it once. Another person must approve it before it signs.
 */
export function NewSecret({ channelId, name, onDone }: { channelId: string; name: string; onDone: () => void }) {
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/channels/{channelId}/secret', { params: { path: { channelId } }, body: { reason } })),
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
          {words.channels.newSecretWaits({ change: changeId, until: formatFull(expiresAt), fingerprint })}{' '}
          <Link to="/changes">{words.team.seeChanges}</Link>
        </Text>
      </Stack>
    )
  }
  return (
    <ReasonForm label={words.channels.newSecretWhy({ name })} button={words.channels.askNewSecret} act={ask}>
      <Button variant="subtle" onClick={onDone}>
        {words.app.close}
      </Button>
    </ReasonForm>
  )
}
