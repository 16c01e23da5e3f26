import { Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Enforcement } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'

/** The form that accepts, with a reason, an account that returned with fewer followers than before. */
export function AcceptReach({
  enforcement: { id: enforcementId, restore, needsAttention },
}: {
  enforcement: Enforcement
}) {
  const client = useQueryClient()
  const isOnDuty = useHasRole('reviewer', 'senior', 'lead')
  const accept = useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/accept', { params: { path: { enforcementId } }, body: { reason } }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcement', enforcementId] }),
  })
  if (accept.isSuccess) return <Text role="status">{words.enforcements.accepted}</Text>
  const isWaitedFor = restore !== undefined && restore.visibleAt !== null && restore.restoredAt === null
  if (!isOnDuty || !isWaitedFor || needsAttention === null) return null
  return (
    <Panel title={words.enforcements.accept}>
      <Stack gap="sm">
        <Text size="sm">{words.enforcements.acceptAbout}</Text>
        <ReasonForm label={words.enforcements.acceptWhy} button={words.enforcements.acceptIt} act={accept} />
      </Stack>
    </Panel>
  )
}
