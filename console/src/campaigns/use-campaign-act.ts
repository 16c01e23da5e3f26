import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Campaign } from '../api/shapes.ts'
import { campaignQuery } from './queries.ts'

/** Something that is done to a campaign and answered with the campaign as it is then, which is shown at once. */
export function useCampaignAct<Given = void>(campaignId: string, act: (given: Given) => Promise<Campaign>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (told) => client.setQueryData(campaignQuery(campaignId).queryKey, told),
  })
}
