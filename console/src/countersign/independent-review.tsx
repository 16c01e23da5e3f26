import { Button, Chip, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { PickAccount } from '../components/pick-account.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { offerQuery } from './queries.ts'

const CONCLUSIONS = ['no_violation', 'violation'] as const
type Conclusion = (typeof CONCLUSIONS)[number]
const NAMES: Record<Conclusion, string> = {
  no_violation: words.countersign.noViolation,
  violation: words.countersign.violation,
}

interface View {
  conclusion: Conclusion | null
  rationale: string
  /** The chosen account, by its place in the list, or that the approver can't tell. */
  picked: string | null
}
const NO_VIEW: View = { conclusion: null, rationale: '', picked: null }
const UNCLEAR = { value: '', label: words.countersign.canNotTell }

/** The form for the approver's own conclusion, on the evidence alone. */
export function IndependentReview({ offer }: { offer: Offer }) {
  const client = useQueryClient()
  const { enforcementId, candidates } = offer
  const [{ conclusion, rationale, picked }, setView, forget] = usePersistentState<View>(
    `verdict ${enforcementId}`,
    () => NO_VIEW,
  )
  const conclude = (found: Conclusion | null) => setView((before) => ({ ...before, conclusion: found }))
  const record = useMutation({
    mutationFn: (found: Conclusion) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/independent-review', {
          params: { path: { enforcementId } },
          body: {
            ...{ conclusion: found, rationale: rationale.trim() },
            ...(candidates.length > 0 && { account: picked === UNCLEAR.value ? null : picked }),
          },
        }),
      ),
    onSuccess: (told) => {
      forget()
      client.setQueryData(offerQuery(enforcementId).queryKey, told)
    },
  })
  useLetters({ n: () => conclude('no_violation'), v: () => conclude('violation') })
  const isReady = conclusion !== null && rationale.trim() !== '' && (candidates.length === 0 || picked !== null)
  return (
    <Panel title={words.countersign.own}>
      <Stack gap="sm">
        <Text size="sm">{words.countersign.ownHint}</Text>
        <Chip.Group value={conclusion} onChange={(value) => conclude(CONCLUSIONS.find((f) => f === value) ?? null)}>
          <Group gap="xs" role="radiogroup" aria-label={words.countersign.find}>
            {CONCLUSIONS.map((option) => (
              <Chip key={option} value={option} variant="outline">
                {NAMES[option]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {candidates.length > 0 && (
          <PickAccount
            candidates={candidates}
            value={picked}
            unclear={UNCLEAR}
            onPick={(value) => setView((before) => ({ ...before, picked: value }))}
          />
        )}
        <RationaleField
          value={rationale}
          onChange={(written) => setView((before) => ({ ...before, rationale: written }))}
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
