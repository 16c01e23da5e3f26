import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Preview } from '../api/shapes.ts'
import { ProblemNote } from '../desk/problem-note.tsx'
import { signProposal } from '../desk/sign.ts'
import { words } from '../words/en.ts'

type Measure = 'limit' | 'hide' | 'lock'
const MEASURES: readonly Measure[] = ['limit', 'hide', 'lock']

/** What one person may do at once and for a short time, beside or instead of asking others. */
export function LesserMeasures({
  caseId,
  policyId,
  open,
  signs,
}: {
  caseId: string
  policyId: string
  open: Preview['lesser']
  /** The account is protected: each is signed. */
  signs: boolean
}) {
  const client = useQueryClient()
  const take = useMutation({
    mutationFn: async (action: Measure) => {
      const wish = { caseId, policyId, action }
      const signed = signs ? { signature: await signProposal({ ...wish, interim: true }) } : {}
      return unwrap(api.POST('/v1/lesser-measures', { body: { ...wish, ...signed } }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['orders'] }),
  })
  const measures = MEASURES.filter((measure) => open.includes(measure))
  if (measures.length === 0) return null
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.review.lesser}
      </Text>
      <Group gap="xs">
        {measures.map((measure) => (
          <Button
            key={measure}
            size="compact-sm"
            color="var(--harm)"
            loading={take.isPending && take.variables === measure}
            onClick={() => take.mutate(measure)}
          >
            {words.review.lesserTake(words.actions[measure])}
          </Button>
        ))}
      </Group>
      {take.isError && <ProblemNote error={take.error} />}
    </Stack>
  )
}
