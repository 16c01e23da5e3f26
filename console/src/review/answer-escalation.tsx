import { Button, Chip, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { type Prepared, type Signature, signPrepared } from '../components/sign.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'

const ANSWERS = ['agree', 'refuse'] as const
type AnswerWay = (typeof ANSWERS)[number]
type Question = Case['history']['decisions'][number]

interface Draft {
  answer: string
  way: AnswerWay | null
  /** The day of the next review of an exception, as a date field has it. Empty: the default. */
  reviewDay: string
}
interface Sending extends Draft {
  signature?: Signature
}

const EMPTY: Draft = { answer: '', way: null, reviewDay: '' }
const reviewByOf = ({ reviewDay }: Draft): string | undefined =>
  reviewDay === '' ? undefined : new Date(`${reviewDay}T12:00:00Z`).toISOString()

/** Finds the question that an escalated case waits with: its newest decision. */
export const findQuestion = ({ id, escalated, history }: Case): Question | undefined =>
  escalated ? history.decisions.find(({ caseId }) => caseId === id) : undefined

interface Props {
  caseId: string
  question: Question
  onDone: (result: string) => void
}

/**
 * The form that answers an escalation: a question, or a proposed newsworthy exception to agree to or refuse. It has no
 * shortcut, because that of the decision beside it would send both.
 */
export function AnswerEscalation({ caseId, question, onDone }: Props) {
  const [draft, setDraft, forget] = usePersistentState<Draft>(`answer ${caseId}`, () => EMPTY)
  const isException = question.conclusion === 'newsworthy_exception'
  const agrees = isException && draft.way === 'agree'
  const { prepare, prepared, send } = useAnswer(caseId, isException, (sent) => {
    forget()
    onDone(resultOf(caseId, isException ? sent.way : null))
  })
  const off = missingOf(draft, isException)
  const press = () => {
    if (off !== undefined || send.isPending) return
    if (agrees) prepare.mutate(draft)
    else send.mutate(draft)
  }
  return (
    <Panel title={isException ? words.answers.exceptionTitle : words.answers.title} className="no-print">
      <Stack gap="md">
        <Asked question={question} />
        {isException && <Choice way={draft.way} onWay={(way) => setDraft({ ...draft, way })} />}
        {agrees && (
          <TextInput
            type="date"
            label={words.answers.reviewDay}
            description={words.answers.reviewHint}
            value={draft.reviewDay}
            onChange={({ currentTarget: { value } }) => setDraft({ ...draft, reviewDay: value })}
          />
        )}
        <RationaleField
          label={words.answers.answer}
          value={draft.answer}
          onChange={(answer) => setDraft({ ...draft, answer })}
        />
        <EffectPreview
          sentence={off ?? sentenceOf(caseId, question, isException ? draft.way : null)}
          button={words.answers.buttons[isException ? (draft.way ?? 'agree') : 'answer']}
          tone="plain"
          busy={false}
          off={off}
          sending={send.isPending || prepare.isPending}
          onPress={press}
        />
        {agrees && prepared !== undefined && (
          <SignAgreement
            prepared={prepared}
            sending={send.isPending}
            onSigned={(signature) => send.mutate({ ...draft, signature })}
          />
        )}
        {prepare.isError && <ProblemNote error={prepare.error} />}
        {send.isError && <ProblemNote error={send.error} />}
      </Stack>
    </Panel>
  )
}

function useAnswer(caseId: string, isException: boolean, onDone: (sent: Sending) => void) {
  const client = useQueryClient()
  const prepare = useMutation({
    mutationFn: (draft: Draft) => {
      const reviewBy = reviewByOf(draft)
      const body = { act: 'exception_agree', about: caseId, ...(reviewBy === undefined ? {} : { reviewBy }) } as const
      return unwrap(api.POST('/v1/signings', { body }))
    },
  })
  const send = useMutation({
    mutationFn: (sent: Sending) => {
      const { answer, way, signature } = sent
      const reviewBy = signature === undefined ? undefined : reviewByOf(sent)
      const body = {
        answer: answer.trim(),
        ...(isException && { agrees: way === 'agree' }),
        ...(signature !== undefined && { signature }),
        ...(reviewBy !== undefined && { reviewBy }),
      }
      return unwrap(api.POST('/v1/cases/{caseId}/answer', { params: { path: { caseId } }, body }))
    },
    onSuccess: (_none, sent) => onDone(sent),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['case', caseId] })
      void client.invalidateQueries({ queryKey: ['queue'] })
      void client.invalidateQueries({ queryKey: ['exceptions'] })
    },
  })
  return { prepare, prepared: prepare.data, send }
}

function Asked({ question: { by, rationale, policyId, assessment } }: { question: Question }) {
  const weighed = assessment === null ? [] : (['whoSpeaks', 'publicInterest', 'harm', 'alternatives'] as const)
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        {words.answers.askedBy({ who: by ?? words.timeline.bySomebody })}
        {policyId !== null && ` · ${policyId}`}
      </Text>
      <Text className="hostile">
        <Hostile full>{rationale}</Hostile>
      </Text>
      {weighed.map((part) => (
        <Text key={part} size="sm">
          <b>{words.review[part]}</b> <Hostile full>{assessment?.[part] ?? ''}</Hostile>
        </Text>
      ))}
    </Stack>
  )
}

function Choice({ way, onWay }: { way: AnswerWay | null; onWay: (way: AnswerWay) => void }) {
  return (
    <Chip.Group value={way} onChange={(value) => onWay(value as AnswerWay)}>
      <Group gap="xs" role="radiogroup" aria-label={words.answers.exceptionTitle}>
        {ANSWERS.map((value) => (
          <Chip key={value} value={value} variant="outline">
            {words.answers.ways[value]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

interface SignProps {
  prepared: Prepared
  sending: boolean
  onSigned: (signature: Signature) => void
}

/** The text that the second person signs, exactly as the desk states it. */
function SignAgreement({ prepared, sending, onSigned }: SignProps) {
  const sign = useMutation({ mutationFn: () => signPrepared(prepared), onSuccess: onSigned })
  return (
    <Stack gap="sm" align="flex-start">
      <Text className="hostile" style={{ whiteSpace: 'pre-wrap' }} data-signed>
        {prepared.text}
      </Text>
      <Button variant="outline" loading={sign.isPending || sending} onClick={() => sign.mutate()}>
        {words.answers.sign}
      </Button>
      {sign.isError && <ProblemNote error={sign.error} />}
    </Stack>
  )
}

function missingOf({ answer, way }: Draft, isException: boolean): string | undefined {
  if (isException && way === null) return words.answers.choose
  return answer.trim() === '' ? words.answers.missing : undefined
}

function sentenceOf(caseId: string, { policyId }: Question, way: AnswerWay | null): string {
  if (way === 'agree') return words.answers.saysAgree({ policy: policyId ?? '' })
  return way === 'refuse' ? words.answers.saysRefuse({ caseId }) : words.answers.saysAnswer({ caseId })
}

function resultOf(caseId: string, way: AnswerWay | null): string {
  if (way === 'agree') return words.answers.agreed({ caseId })
  return way === 'refuse' ? words.answers.refused({ caseId }) : words.answers.answered({ caseId })
}
