import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'
import { offerQuery } from './queries.ts'

/** The button that asks for the next enforcement. The desk chooses it: neither the approver nor the proposer does. */
export function AskNext({ onNext }: { onNext?: () => void }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/approvals/next')),
    onSuccess: async (offer) => {
      if (!offer) return
      client.setQueryData(offerQuery(offer.enforcementId).queryKey, offer)
      onNext?.()
      await navigate({ to: '/countersign/$enforcementId', params: { enforcementId: offer.enforcementId } })
    },
  })
  return (
    <>
      <Button
        variant={onNext === undefined ? 'filled' : 'default'}
        loading={ask.isPending}
        onClick={() => ask.mutate()}
      >
        {words.countersign.ask}
      </Button>
      {ask.isSuccess && !ask.data && <Text role="status">{words.countersign.empty}</Text>}
      {ask.isError && <ProblemNote error={ask.error} />}
    </>
  )
}
