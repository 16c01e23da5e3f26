import { Checkbox, Chip, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Reply, unwrap } from '../api/client.ts'
import type { Preview } from '../api/shapes.ts'
import { enforcementQuery } from '../components/enforcement-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { signProposal } from '../components/sign.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { StopOrRestore } from '../components/stop-or-restore.tsx'
import { EffectPreview } from '../components/effect-preview.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { interimQuery } from './queries.ts'

type Measure = 'limit' | 'hide' | 'lock'
const MEASURES: readonly Measure[] = ['limit', 'hide', 'lock']
type Taken = Reply<'/v1/interim-measures', 'post'>

interface Props {
  caseId: string
  /** The chosen policy; undefined: none, so no measure can be taken. */
  policyId: string | undefined
  open: Preview['interim']
}

/** Shows the interim measures that one person may take at once, with or without a proposal, and those taken. */
export function InterimMeasures({ caseId, policyId, open }: Props) {
  const [taken, setTaken] = useState<readonly Taken[]>([])
  const measures = MEASURES.filter((measure) => open.includes(measure))
  return (
    <>
      {policyId !== undefined && measures.length > 0 && (
        <Take
          caseId={caseId}
          policyId={policyId}
          measures={measures}
          onTaken={(one) => setTaken((before) => [...before, one])}
        />
      )}
      {taken.length > 0 && (
        <Stack gap="xs" role="status" aria-label={words.review.interimTaken}>
          {taken.map((one) => (
            <TakenMeasure key={one.id} taken={one} />
          ))}
        </Stack>
      )}
    </>
  )
}

interface TakeProps {
  caseId: string
  policyId: string
  measures: readonly Measure[]
  onTaken: (taken: Taken) => void
}

/** The form for a measure and its reason; the sentence above the button states the effect. */
function Take({ caseId, policyId, measures, onTaken }: TakeProps) {
  const client = useQueryClient()
  const [measure, setMeasure] = useState<Measure>()
  const [reason, setReason] = usePersistentState(`interim ${caseId}`, () => '')
  const action = measures.find((one) => one === measure)
  const [takenOver, setTakenOver] = useState(false)
  const wish = { policyId, action: action ?? 'limit', ...(action === 'lock' && takenOver && { hijack: true }) }
  const preview = useQuery({ ...interimQuery(caseId, wish), enabled: action !== undefined })
  const shown = preview.isFetching ? undefined : preview.data
  const take = useMutation({
    mutationFn: async ({ token, signs }: Preview) => {
      const signed = signs ? { signature: await signProposal({ caseId, ...wish, interim: true }) } : {}
      const body = { caseId, ...wish, reason: reason.trim(), previewToken: token, ...signed }
      return unwrap(api.POST('/v1/interim-measures', { body }))
    },
    onSuccess: (one) => {
      setReason('')
      setMeasure(undefined)
      setTakenOver(false)
      onTaken(one)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['enforcements'] }),
  })
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.review.interim}
      </Text>
      <Chip.Group value={measure ?? null} onChange={(value) => setMeasure(measures.find((one) => one === value))}>
        <Group gap="xs" role="radiogroup" aria-label={words.review.interim}>
          {measures.map((one) => (
            <Chip key={one} value={one} variant="outline">
              {words.actions[one]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {action !== undefined && (
        <>
          {action === 'lock' && (
            <Checkbox
              label={words.review.hijack}
              description={words.review.hijackHint}
              checked={takenOver}
              onChange={({ currentTarget }) => setTakenOver(currentTarget.checked)}
            />
          )}
          <ReasonField label={words.review.interimWhy} value={reason} onChange={setReason} />
          <EffectPreview
            sentence={shown?.sentence ?? words.review.workingItOut}
            button={shown?.button ?? words.actions[action]}
            tone="now"
            busy={shown === undefined}
            off={reason.trim() === '' ? words.review.interimWhyFirst : undefined}
            sending={take.isPending}
            onPress={() => shown !== undefined && take.mutate(shown)}
          />
        </>
      )}
      {preview.isError && action !== undefined && <ProblemNote error={preview.error} />}
      {take.isError && <ProblemNote error={take.error} />}
    </Stack>
  )
}

/** A measure that was taken: its sentence and state, and the buttons that stop or restore it. */
function TakenMeasure({ taken }: { taken: Taken }) {
  const enforcement = useQuery(enforcementQuery(taken.id))
  return (
    <Group gap="xs">
      <Text span>{taken.sentence}</Text>
      <Link to="/enforcements/$enforcementId" params={{ enforcementId: taken.id }}>
        {taken.id}
      </Link>
      {enforcement.data !== undefined && <StateBadge state={enforcement.data.state} />}
      {enforcement.data !== undefined && <StopOrRestore enforcement={enforcement.data} />}
    </Group>
  )
}
