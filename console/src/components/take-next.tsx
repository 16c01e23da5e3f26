import { Button, type ButtonProps, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { words } from '../words/words.ts'
import { formatProblem } from './problem-note.tsx'
import { useSeesCases } from './use-roles.ts'

/** The button that claims the next case and opens it: beside Assign to me the only way to claim one. */
export function TakeNext({ autoFocus, ...look }: Pick<ButtonProps, 'size'> & { autoFocus?: boolean }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const isOnDuty = useSeesCases()
  const claim = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/cases/claim-next')),
    onSuccess: async (claimed) => {
      void client.invalidateQueries({ queryKey: ['queue'] })
      if (claimed) await navigate({ to: '/review/$caseId', params: { caseId: claimed.id } })
    },
  })
  const isNone = claim.isSuccess && !claim.data
  return (
    <Group gap="sm">
      {/* Empty it takes no room, also no gap on a phone, where the button stands below the title. */}
      <Text size="sm" role="status" className="said">
        {isNone && words.review.empty}
        {claim.isError && formatProblem(claim.error)}
      </Text>
      <Button
        {...look}
        autoFocus={autoFocus === true}
        disabled={!isOnDuty}
        loading={claim.isPending}
        onClick={() => claim.mutate()}
      >
        {words.review.next}
      </Button>
    </Group>
  )
}
