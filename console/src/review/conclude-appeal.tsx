import { Chip, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case, PoliciesAnswer } from '../api/shapes.ts'
import { DAY_MS } from '../components/durations.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { KeyHint } from '../components/key-hint.tsx'
import { listOffered } from '../components/own-action.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { useLetters, useSendKeys } from '../shell/keys.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { ActionFields } from './action-fields.tsx'
import { ChoosePolicy } from './choose-policy.tsx'
import { emptyFurther, type FurtherAction, type Policy } from './draft.ts'

const LETTERS = { no_violation: 'n', violation: 'v' } as const
const CONCLUSIONS = ['no_violation', 'violation'] as const
type Conclusion = (typeof CONCLUSIONS)[number]
const RATIONALE_CHARS_MAX = 2_000
const NO_FAULTS = {}

interface Draft extends FurtherAction {
  conclusion: Conclusion | null
  policyId: string | null
  rationale: string
}

const emptyDraft = (): Draft => ({ ...emptyFurther(), conclusion: null, policyId: null, rationale: '' })

/** The form by which the judge of an appeal concludes before they read what was said at the time. */
export function ConcludeAppeal({ reviewed }: { reviewed: Case }) {
  const policies = useQuery(policiesQuery)
  return (
    <Panel title={words.appealCase.conclude} className="no-print">
      <Shown query={policies}>{(answer) => <ConcludeForm reviewed={reviewed} policies={answer.policies} />}</Shown>
    </Panel>
  )
}

function ConcludeForm({ reviewed, policies }: { reviewed: Case; policies: PoliciesAnswer['policies'] }) {
  const [draft, setDraft, forget] = usePersistentState(`conclusion ${reviewed.id}`, emptyDraft)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const policy = policies.find(({ id }) => id === draft.policyId)
  const send = useConclude(reviewed.id, forget)
  const off = findMissing(draft, policy)
  const press = () => {
    if (off === undefined && !send.isPending) send.mutate(toBody(draft, policy))
  }
  useSendKeys(false, reviewed.id, press)
  useLetters({
    [LETTERS.no_violation]: () => change({ conclusion: 'no_violation' }),
    [LETTERS.violation]: () => change({ conclusion: 'violation' }),
  })
  return (
    <Stack gap="md">
      <Text size="sm">{words.appealCase.concludeHint}</Text>
      <Chip.Group value={draft.conclusion} onChange={(conclusion) => conclusion !== null && change({ conclusion })}>
        <Group gap="xs" role="radiogroup" aria-label={words.appealCase.conclude}>
          {CONCLUSIONS.map((one) => (
            <Chip key={one} value={one} variant="outline">
              {words.review.conclusions[one]}
              <KeyHint letter={LETTERS[one]} />
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {draft.conclusion === 'violation' && (
        <Wished reviewed={reviewed} policies={policies} draft={draft} policy={policy} onChange={change} />
      )}
      <RationaleField
        label={words.appealCase.ownReason}
        value={draft.rationale}
        maxLength={RATIONALE_CHARS_MAX}
        onChange={(rationale) => change({ rationale })}
      />
      <EffectPreview
        sentence={off ?? words.appealCase.saysConclude}
        button={words.appealCase.storeConclusion}
        chord={words.review.chord}
        tone="plain"
        busy={false}
        off={off}
        sending={send.isPending}
        onPress={press}
      />
      {send.isError && <ProblemNote error={send.error} />}
    </Stack>
  )
}

interface WishedProps {
  reviewed: Case
  policies: readonly Policy[]
  draft: Draft
  policy: Policy | undefined
  onChange: (part: Partial<Draft>) => void
}

/** The fields for the policy and the action that the judge would take themselves: one of the eight. */
function Wished({ reviewed, policies, draft, policy, onChange }: WishedProps) {
  const group = useRef<HTMLDivElement>(null)
  useLetters({ a: () => group.current?.querySelector('input')?.focus() })
  const offered = listOffered(policy, reviewed.subject.kind).filter((each) => 'rule' in each)
  return (
    <>
      <ChoosePolicy
        policies={policies}
        reviewed={reviewed}
        value={draft.policyId}
        onChange={(policyId) => onChange({ policyId, action: null })}
      />
      {offered.length > 0 && (
        <ActionFields
          name={words.review.action}
          offered={offered}
          value={draft}
          faults={NO_FAULTS}
          group={group}
          onChange={onChange}
        />
      )}
    </>
  )
}

function findMissing(draft: Draft, policy: Policy | undefined): string | undefined {
  if (draft.conclusion === null) return words.appealCase.chooseConclusion
  if (draft.conclusion === 'violation') {
    if (policy === undefined || draft.action === null) return words.review.choosePolicy
    if (draft.action === 'label' && draft.label.trim() === '') return words.review.writeLabel
  }
  return draft.rationale.trim() === '' ? words.appealCase.missing : undefined
}

function toBody({ conclusion, action, durationMs, label, rationale }: Draft, policy: Policy | undefined) {
  const about = { rationale: rationale.trim() }
  if (conclusion !== 'violation' || policy === undefined || action === null)
    return { ...about, conclusion: 'no_violation' as const }
  const takesEnd = policy.actions.find((rule) => rule.action === action)?.end === 'required'
  const wished = {
    action,
    ...(takesEnd && { durationMs: Math.max(durationMs, DAY_MS) }),
    ...(action === 'label' && { label: label.trim() }),
  }
  return { ...about, conclusion, policyId: policy.id, wished }
}

function useConclude(caseId: string, onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ReturnType<typeof toBody>) =>
      unwrap(api.POST('/v1/cases/{caseId}/appeal/conclusion', { params: { path: { caseId } }, body })),
    onSuccess: async () => {
      onDone()
      // The answers lacked the withheld parts, so all are read again.
      await client.invalidateQueries()
    },
  })
}
