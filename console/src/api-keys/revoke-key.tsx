import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { MachineKey } from '../api/shapes.ts'
import { machineKeysQuery } from '../components/key-query.ts'
import { Panel } from '../components/panel.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { words } from '../words/words.ts'

/** In characters, as the desk takes the reason of a revocation. */
const REASON_MAX = 1_500

/** The form that revokes a key at once, with a reason. */
export function RevokeKey({ of: { id, name }, onDone }: { of: MachineKey; onDone: () => void }) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/v1/keys/{keyId}/revoke', { params: { path: { keyId: id } }, body: { reason } })),
    onSettled: () => client.invalidateQueries({ queryKey: machineKeysQuery.queryKey }),
  })
  return (
    <Panel title={words.apiKeys.revoking({ name })}>
      {revoke.isSuccess ? (
        <Stack gap="xs" align="flex-start">
          <Text role="status">{words.apiKeys.revoked({ name })}</Text>
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {words.app.close}
          </Button>
        </Stack>
      ) : (
        <Stack gap="xs">
          <Text size="sm">{words.apiKeys.revokeHint({ name })}</Text>
          <ReasonForm label={words.team.reason} max={REASON_MAX} button={words.apiKeys.revoke} act={revoke}>
            <Button variant="subtle" onClick={onDone}>
              {words.app.close}
            </Button>
          </ReasonForm>
        </Stack>
      )}
    </Panel>
  )
}
