import { Button, Chip, Group, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/en.ts'
import { offerQuery } from './queries.ts'

const FINDINGS = ['no_violation', 'violation'] as const
type Finding = (typeof FINDINGS)[number]
const NAMES: Record<Finding, string> = {
  no_violation: words.countersign.noViolation,
  violation: words.countersign.violation,
}

/** What one makes of it oneself, on the evidence alone. */
export function OwnVerdict({ offer }: { offer: Offer }) {
  const [conclusion, setConclusion] = useState<Finding | null>(null)
  const [rationale, setRationale] = useState('')
  const client = useQueryClient()
  const { orderId } = offer
  const record = useMutation({
    mutationFn: (found: Finding) =>
      unwrap(
        api.POST('/v1/orders/{orderId}/own-verdict', {
          params: { path: { orderId } },
          body: { conclusion: found, rationale: rationale.trim() },
        }),
      ),
    onSuccess: (told) => client.setQueryData(offerQuery(orderId).queryKey, told),
  })
  useLetters({ n: () => setConclusion('no_violation'), v: () => setConclusion('violation') })
  const isReady = conclusion !== null && rationale.trim() !== ''
  return (
    <Panel title={words.countersign.own}>
      <Stack gap="sm">
        <Chip.Group value={conclusion} onChange={(value) => setConclusion(FINDINGS.find((f) => f === value) ?? null)}>
          <Group gap="xs" role="radiogroup" aria-label={words.countersign.find}>
            {FINDINGS.map((finding) => (
              <Chip key={finding} value={finding} variant="outline">
                {NAMES[finding]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Textarea
          label={words.review.why}
          value={rationale}
          maxLength={10_000}
          autosize
          minRows={2}
          onChange={(event) => setRationale(event.currentTarget.value)}
        />
        <Group>
          <Button
            variant="outline"
            disabled={!isReady}
            loading={record.isPending}
            onClick={() => conclusion !== null && record.mutate(conclusion)}
          >
            {words.countersign.record}
          </Button>
        </Group>
        {record.isError && <ProblemNote error={record.error} />}
      </Stack>
    </Panel>
  )
}
