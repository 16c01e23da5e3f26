import { Button, Chip, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { isProblem } from '../api/problem.ts'
import type { Case } from '../api/shapes.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { formatDone } from '../components/format-action.ts'
import { KeyHint } from '../components/key-hint.tsx'
import { Panel } from '../components/panel.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { type Prepared, prepare, type Signature, signPrepared } from '../components/sign.ts'
import { useLetters, useSendKeys } from '../shell/keys.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import type { Appeal } from './appeal.tsx'
import { emptyFurther, type FurtherAction } from './draft.ts'
import { LesserFields, toLesser } from './lesser-fields.tsx'

const OUTCOMES = ['uphold', 'lessen', 'overturn'] as const
const LETTERS = { uphold: 'v', lessen: null, overturn: 'n' } as const
type Outcome = (typeof OUTCOMES)[number]
interface Judged {
  outcome: Outcome
  reason: string
  lesser?: NonNullable<ReturnType<typeof toLesser>>
  differsBecause?: string
  signature?: Signature
}

interface Draft {
  outcome: Outcome | null
  reason: string
  differs: string
  lesser: FurtherAction
}
const emptyDraft = (): Draft => ({ outcome: null, reason: '', differs: '', lesser: emptyFurther() })

/** The form that upholds or undoes an enforcement, with a reason; the sentence above the button states the effect. */
export function JudgeAppeal({ caseId, appeal, reviewed }: { caseId: string; appeal: Appeal; reviewed: Case }) {
  const [draft, setDraft, forget] = usePersistentState(`judged ${caseId}`, emptyDraft)
  const { outcome, reason, differs, lesser } = draft
  const takesEnd = useTakesEnd(appeal, lesser)
  const { send, signing } = useJudge(caseId, appeal.enforcement?.id, forget)
  const choose = (chosen: Outcome) => setDraft((before) => ({ ...before, outcome: chosen }))
  const less = toLesser(lesser, takesEnd)
  const isOther = outcome !== null && outcome !== (appeal.follows ?? outcome)
  const off = findMissing(draft, isOther)
  const toBody = (given: Outcome, signature?: Signature): Judged => ({
    ...{ outcome: given, reason: reason.trim() },
    ...(given === 'lessen' && less !== undefined && { lesser: less }),
    ...(isOther && { differsBecause: differs.trim() }),
    ...(signature && { signature }),
  })
  const press = () => {
    if (outcome !== null && off === undefined && !send.isPending) send.mutate(toBody(outcome))
  }
  useSendKeys(false, caseId, press)
  useLetters({ [LETTERS.overturn]: () => choose('overturn'), [LETTERS.uphold]: () => choose('uphold') })
  if (send.isSuccess) return <Recorded state={send.data.state} />
  return (
    <Panel title={words.appealCase.judge} className="no-print">
      <Stack gap="md">
        <ChooseOutcome outcome={outcome} isOfDecision={appeal.enforcement === null} onChoose={choose} />
        {outcome === 'lessen' && appeal.enforcement !== null && (
          <LesserFields
            reviewed={reviewed}
            enforcement={appeal.enforcement}
            value={lesser}
            onChange={(part) => setDraft((before) => ({ ...before, lesser: { ...lesser, ...part } }))}
          />
        )}
        <RationaleField
          label={words.appealCase.reason}
          value={reason}
          maxLength={2_000}
          onChange={(value) => setDraft((before) => ({ ...before, reason: value }))}
        />
        {isOther && (
          <DiffersField value={differs} onChange={(value) => setDraft((before) => ({ ...before, differs: value }))} />
        )}
        <EffectPreview
          sentence={off ?? sentenceOf(outcome, appeal)}
          button={words.appealCase.buttons[outcome ?? 'uphold']}
          chord={words.review.chord}
          tone={outcome === 'uphold' || outcome === 'lessen' ? 'asks' : 'plain'}
          busy={false}
          off={off}
          sending={send.isPending}
          onPress={press}
        />
        {signing !== undefined && (
          <Second
            signing={signing}
            sending={send.isPending}
            onSigned={(signature) => send.mutate(toBody(outcome ?? 'overturn', signature))}
          />
        )}
        {send.isError && signing === undefined && <ProblemNote error={send.error} />}
      </Stack>
    </Panel>
  )
}

const DiffersField = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <Textarea
    label={words.appealCase.differsBecause}
    value={value}
    maxLength={2_000}
    autosize
    minRows={2}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  />
)

interface Choosing {
  outcome: Outcome | null
  /** True where a reporter contests a decision: there is no enforcement to replace. */
  isOfDecision: boolean
  onChoose: (outcome: Outcome) => void
}

function ChooseOutcome({ outcome, isOfDecision, onChoose }: Choosing) {
  return (
    <Chip.Group value={outcome} onChange={(value) => value !== null && onChoose(value)}>
      <Group gap="xs" role="radiogroup" aria-label={words.appealCase.judge}>
        {OUTCOMES.filter((one) => one !== 'lessen' || !isOfDecision).map((one) => (
          <Chip key={one} value={one} variant="outline">
            {words.appealCase.outcomes[one]}
            {LETTERS[one] !== null && <KeyHint letter={LETTERS[one]} />}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

function findMissing({ outcome, reason, differs, lesser }: Draft, isOther: boolean): string | undefined {
  if (outcome === null) return words.appealCase.choose
  if (outcome === 'lessen' && lesser.action === null) return words.appealCase.chooseLesser
  if (reason.trim() === '') return words.appealCase.missing
  return isOther && differs.trim() === '' ? words.appealCase.missingDiffers : undefined
}

const sentenceOf = (outcome: Outcome | null, { enforcement }: Appeal): string => {
  if (enforcement === null)
    return outcome === 'overturn' ? words.appealCase.saysReopen : words.appealCase.saysUpholdDecision
  const of = { enforcement: enforcement.id, action: formatDone(enforcement) }
  if (outcome === 'lessen') return words.appealCase.saysLessen(of)
  return outcome === 'overturn' ? words.appealCase.saysOverturn(of) : words.appealCase.saysUphold(of)
}

/** True where the chosen lesser action ends after a time: what was without an end gets one, or its kind takes one. */
function useTakesEnd({ enforcement }: Appeal, { action }: FurtherAction): boolean {
  const policies = useQuery(policiesQuery)
  const policy = policies.data?.policies.find(({ id }) => id === enforcement?.policyId)
  return policy?.actions.find((rule) => rule.action === action)?.end === 'required'
}

/**
 * Returns the mutation that sends the judgement. Where undoing takes a signature, it first prepares the text to read
 * and sign.
 */
function useJudge(caseId: string, enforcementId: string | undefined, onDone: () => void) {
  const client = useQueryClient()
  const [signing, setSigning] = useState<Prepared>()
  const send = useMutation({
    mutationFn: (body: Judged) => unwrap(api.POST('/v1/cases/{caseId}/appeal', { params: { path: { caseId } }, body })),
    onSuccess: () => {
      onDone()
      void client.invalidateQueries({ queryKey: ['queue'] })
      if (enforcementId !== undefined) void client.invalidateQueries({ queryKey: ['enforcement', enforcementId] })
    },
    onError: async (error, { outcome, lesser }) => {
      if (outcome === 'uphold' || enforcementId === undefined || !isProblem(error, 403)) return setSigning(undefined)
      const more = lesser === undefined ? {} : { lesser }
      setSigning(await prepare('restore_second', enforcementId, more).catch(() => undefined))
    },
  })
  return { send, signing }
}

function Second(props: { signing: Prepared; sending: boolean; onSigned: (signature: Signature) => void }) {
  const { signing, sending, onSigned } = props
  const sign = useMutation({ mutationFn: () => signPrepared(signing), onSuccess: onSigned })
  return (
    <Stack gap="sm" align="flex-start">
      <Text fw={600}>{words.appealCase.second}</Text>
      <Text className="hostile" style={{ whiteSpace: 'pre-wrap' }} data-signed>
        {signing.text}
      </Text>
      <Button variant="outline" loading={sign.isPending || sending} onClick={() => sign.mutate()}>
        {words.appealCase.sign}
      </Button>
      {sign.isError && <ProblemNote error={sign.error} />}
    </Stack>
  )
}

function Recorded({ state }: { state: Appeal['state'] }) {
  const navigate = useNavigate()
  return (
    <Group justify="space-between" role="status">
      <Text fw={600}>
        {state === 'open' ? words.appealCase.goesOn : words.appealCase.judged({ state: words.appeals.states[state] })}
      </Text>
      <Button autoFocus onClick={() => void navigate({ to: '/review' })}>
        {words.review.next}
      </Button>
    </Group>
  )
}
