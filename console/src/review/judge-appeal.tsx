import { Button, Chip, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { isProblem } from '../api/problem.ts'
import { formatDone } from '../components/format-action.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { type Prepared, prepare, type Signature, signPrepared } from '../components/sign.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { useLetters, useSendKeys } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import type { Appeal } from './appeal.tsx'
import { KeyHint } from '../components/key-hint.tsx'

const OUTCOMES = ['uphold', 'overturn'] as const
const LETTERS = { uphold: 'v', overturn: 'n' } as const
type Outcome = (typeof OUTCOMES)[number]
interface Judged {
  outcome: Outcome
  reason: string
  differsBecause?: string
  signature?: Signature
}

const EMPTY: { outcome: Outcome | null; reason: string; differs: string } = { outcome: null, reason: '', differs: '' }

/** The form that upholds or undoes an enforcement, with a reason; the sentence above the button states the effect. */
export function JudgeAppeal({ caseId, appeal }: { caseId: string; appeal: Appeal }) {
  const [draft, setDraft, forget] = usePersistentState(`appeal ${caseId}`, () => EMPTY)
  const { outcome, reason, differs } = draft
  const { send, signing } = useJudge(caseId, appeal.enforcement?.id, forget)
  const choose = (chosen: Outcome) => setDraft((before) => ({ ...before, outcome: chosen }))
  const isOther = outcome !== null && appeal.follows !== null && outcome !== appeal.follows
  const off = findMissing(draft, isOther)
  const toBody = (given: Outcome, signature?: Signature): Judged => ({
    ...{ outcome: given, reason: reason.trim() },
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
        <Chip.Group value={outcome} onChange={(value) => value !== null && choose(value)}>
          <Group gap="xs" role="radiogroup" aria-label={words.appealCase.judge}>
            {OUTCOMES.map((one) => (
              <Chip key={one} value={one} variant="outline">
                {words.appealCase.outcomes[one]}
                <KeyHint letter={LETTERS[one]} />
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <RationaleField
          label={words.appealCase.reason}
          value={reason}
          maxLength={2_000}
          onChange={(value) => setDraft((before) => ({ ...before, reason: value }))}
        />
        {isOther && (
          <Textarea
            label={words.appealCase.differsBecause}
            value={differs}
            maxLength={2_000}
            autosize
            minRows={2}
            onChange={({ currentTarget: { value } }) => setDraft((before) => ({ ...before, differs: value }))}
          />
        )}
        <EffectPreview
          sentence={off ?? sentenceOf(outcome, appeal)}
          button={words.appealCase.buttons[outcome ?? 'uphold']}
          chord={words.review.chord}
          tone={outcome === 'uphold' ? 'asks' : 'plain'}
          busy={false}
          off={off}
          sending={send.isPending}
          onPress={press}
        />
        {signing !== undefined && (
          <Second
            signing={signing}
            sending={send.isPending}
            onSigned={(signature) => send.mutate(toBody('overturn', signature))}
          />
        )}
        {send.isError && signing === undefined && <ProblemNote error={send.error} />}
      </Stack>
    </Panel>
  )
}

function findMissing({ outcome, reason, differs }: typeof EMPTY, isOther: boolean): string | undefined {
  if (outcome === null) return words.appealCase.choose
  if (reason.trim() === '') return words.appealCase.missing
  return isOther && differs.trim() === '' ? words.appealCase.missingDiffers : undefined
}

const sentenceOf = (outcome: Outcome | null, { enforcement }: Appeal): string => {
  if (enforcement === null)
    return outcome === 'overturn' ? words.appealCase.saysReopen : words.appealCase.saysUpholdDecision
  const of = { enforcement: enforcement.id, action: formatDone(enforcement) }
  return outcome === 'overturn' ? words.appealCase.saysOverturn(of) : words.appealCase.saysUphold(of)
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
    onError: async (error, { outcome }) => {
      if (outcome !== 'overturn' || enforcementId === undefined || !isProblem(error, 403)) return setSigning(undefined)
      setSigning(await prepare('restore_second', enforcementId).catch(() => undefined))
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
