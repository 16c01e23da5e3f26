import { Chip, Group, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Case, PoliciesAnswer, Preview } from '../api/shapes.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { signOwn, signProposal } from '../components/sign.ts'
import { EffectPreview } from '../components/effect-preview.tsx'
import { usePainted } from '../components/use-painted.ts'
import { usePersistentState } from '../shell/persistent-state.ts'
import { useLetters, useSendKeys } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { AssessmentFields } from './assessment-fields.tsx'
import { ChooseAction } from './choose-action.tsx'
import type { Outcome } from './decision-result.tsx'
import {
  CONCLUSIONS,
  type Conclusion,
  type Draft,
  emptyDraft,
  isImmediate,
  isRestrictive,
  listMissingInput,
  listWished,
  needsOf,
  type Policy,
  type ReadProposal,
  toDecision,
  type Wished,
} from './draft.ts'
import { IdentifyAccount } from './identify-account.tsx'
import { InterimMeasures } from './interim-measures.tsx'
import { KeyHint } from '../components/key-hint.tsx'
import { findLikelyPolicy } from './likely-policy.ts'
import { faultsOf } from '../components/own-action.ts'
import { myCasesQuery, previewQuery } from './queries.ts'
import { SavedReasons } from './saved-reasons.tsx'
import { StateBasis } from './state-basis.tsx'
import { buttonOf, sentenceOf } from './format-draft.ts'

const LETTERS = { no_violation: 'n', violation: 'v', newsworthy_exception: 'w', escalate: 'e' } as const

interface Props {
  reviewed: Case
  onDone: (outcome: Outcome) => void
}

/**
 * The form for the reviewer's decision. The sentence above the button states its effect and changes with each choice.
 */
export function Decide(props: Props) {
  const policies = useQuery({ ...policiesQuery, enabled: usePainted() })
  return (
    <Panel title={words.review.decide} className="no-print">
      <Shown query={policies}>{(answer) => <DecideForm {...props} policies={answer} />}</Shown>
    </Panel>
  )
}

function DecideForm({ reviewed, onDone, policies }: Props & { policies: PoliciesAnswer }) {
  const [draft, setDraft, forget] = usePersistentState<Draft>(`decision ${reviewed.id}`, emptyDraft)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const conclude = (conclusion: Conclusion) =>
    change({ conclusion, policyId: draft.policyId ?? findLikelyPolicy(policies.policies, reviewed) })
  const policy = policies.policies.find(({ id }) => id === draft.policyId)
  const wished = listWished(draft, policy, reviewed.subject.kind)
  const { shown, isReady, errors } = usePreviews(reviewed.id, wished)
  const harm = useLastHarm(draft.policyId, shown[0])
  const missing = listMissingInput(draft, wished, shown, policy)
  const send = useSendDecision(reviewed.id, (outcome) => {
    forget()
    onDone(outcome)
  })
  const press = () => {
    if (missing === undefined && isReady && !send.isPending) send.mutate({ draft, wished, shown })
  }
  useSendKeys(isRestrictive(draft), reviewed.id, press)
  useLetters(Object.fromEntries(CONCLUSIONS.map((conclusion) => [LETTERS[conclusion], () => conclude(conclusion)])))
  const needs = needsOf(shown)
  const error = errors.find((each) => each !== null)
  const faults = errors.map((each, place) => ({ ...faultsOf(send.error, place), ...faultsOf(each) }))
  const candidates = shown.find((each) => each.candidates.length > 0)?.candidates ?? []
  return (
    <Stack gap="md">
      <Conclusions chosen={draft.conclusion} onChoose={conclude} />
      {(draft.conclusion === 'violation' || draft.conclusion === 'newsworthy_exception') && (
        <ChooseAction
          draft={draft}
          policies={policies.policies}
          reviewed={reviewed}
          harm={harm}
          faults={faults}
          onChange={change}
        />
      )}
      {draft.conclusion === 'escalate' && <Escalate draft={draft} policies={policies} onChange={change} />}
      {needs.identify && <IdentifyAccount draft={draft} candidates={candidates} onChange={change} />}
      {(needs.assessment || draft.conclusion === 'newsworthy_exception') && (
        <AssessmentFields assessment={draft.assessment} onChange={(assessment) => change({ assessment })} />
      )}
      <RationaleField value={draft.rationale} onChange={(rationale) => change({ rationale })} />
      <SavedReasons
        reasons={reasonsOf(draft, policies, policy)}
        onInsert={(reason) => change({ rationale: [draft.rationale.trim(), reason].filter(Boolean).join(' ') })}
      />
      <StateBasis caseId={reviewed.id} draft={draft} wished={wished[0]} onChange={change} />
      <div className="send">
        <EffectPreview
          sentence={sentenceOf(draft, reviewed, shown, missing, isReady)}
          button={buttonOf(draft, shown)}
          chord={isRestrictive(draft) ? words.review.restrictiveChord : words.review.chord}
          tone={isRestrictive(draft) ? (shown.some(isImmediate) ? 'now' : 'asks') : 'plain'}
          busy={!isReady}
          off={missing}
          sending={send.isPending}
          onPress={press}
        />
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {send.isError && <ProblemNote error={send.error} />}
      <InterimMeasures caseId={reviewed.id} policyId={wished[0]?.policyId} open={shown[0]?.interim ?? []} />
    </Stack>
  )
}

/** Previews each proposal. `shown` is empty until the desk has answered all of them. */
function usePreviews(caseId: string, wished: readonly Wished[]) {
  const previews = useQueries({ queries: wished.map((each) => previewQuery(caseId, each)) })
  const read = previews.flatMap(({ data, isFetching }) => (data === undefined || isFetching ? [] : [data]))
  const isReady = read.length === wished.length
  return { shown: isReady ? read : [], isReady, errors: previews.map(({ error }) => error) }
}

const reasonsOf = (draft: Draft, policies: PoliciesAnswer, policy: Policy | undefined): readonly string[] => {
  if (draft.conclusion === 'no_violation') return policies.noViolationReasons
  return draft.conclusion === 'violation' ? (policy?.reasons ?? []) : []
}

/**
 * Returns the last preview's answer on irreversible harm under this policy. It is kept while a new preview loads, so
 * that the choice does not vanish.
 */
function useLastHarm(policyId: string | null, shown: Preview | undefined): Preview['harm'] {
  const [last, setLast] = useState<{ policyId: string | null; harm: Preview['harm'] }>()
  const isOther = last?.policyId !== policyId || (shown !== undefined && last.harm !== shown.harm)
  if (shown !== undefined && isOther) setLast({ policyId, harm: shown.harm })
  return last?.policyId === policyId ? last.harm : null
}

interface Sending {
  draft: Draft
  wished: readonly Wished[]
  shown: readonly Preview[]
}

/** Signs one after the other the proposals that restrict a protected account: each takes a passkey. */
async function signEach(caseId: string, wished: readonly Wished[], shown: readonly Preview[]): Promise<ReadProposal[]> {
  const proposals: ReadProposal[] = []
  for (const [place, each] of wished.entries()) {
    const preview = shown[place]
    if (preview === undefined) throw new Error('an action was not previewed')
    const signature = preview.signs ? await signProposal({ caseId, ...each }) : undefined
    proposals.push({ wished: each, preview, signature })
  }
  return proposals
}

function useSendDecision(caseId: string, onDone: (outcome: Outcome) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ draft, wished, shown }: Sending) => {
      const body = toDecision(draft, await signEach(caseId, wished, shown))
      const recorded = await unwrap(api.POST('/v1/cases/{caseId}/decisions', { params: { path: { caseId } }, body }))
      // The decision is already recorded: an enforcement left unsigned here asks its proposer to sign on its own page.
      for (const enforcementId of recorded.unsigned) await signOwn(enforcementId).catch(() => undefined)
      return recorded
    },
    onSuccess: (recorded) => {
      onDone({ caseId, conclusion: recorded.conclusion, enforcements: recorded.enforcements })
      // Known without asking, so that the next case is not waited for twice.
      client.setQueryData(
        myCasesQuery.queryKey,
        (mine) => mine && { ...mine, items: mine.items.filter(({ id }) => id !== caseId) },
      )
    },
  })
}

function Conclusions({ chosen, onChoose }: { chosen: Conclusion | null; onChoose: (conclusion: Conclusion) => void }) {
  return (
    <Chip.Group value={chosen} onChange={(value) => value !== null && onChoose(value)}>
      <Group gap="xs" role="radiogroup" aria-label={words.review.decide}>
        {CONCLUSIONS.map((conclusion) => (
          <Chip key={conclusion} value={conclusion} variant="outline">
            {words.review.conclusions[conclusion]}
            <KeyHint letter={LETTERS[conclusion]} />
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

function Escalate({
  draft,
  policies,
  onChange,
}: {
  draft: Draft
  policies: PoliciesAnswer
  onChange: (part: Partial<Draft>) => void
}) {
  return (
    <Group gap="md" align="flex-end">
      <Select
        label={words.review.escalateTo}
        data={policies.escalationQueues.map((value) => ({ value, label: words.escalation.queues[value] }))}
        value={draft.escalateTo}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ escalateTo: value })}
      />
      <Select
        label={words.review.urgency}
        data={policies.urgencies.map((value) => ({ value, label: words.escalation.urgencies[value] }))}
        value={draft.urgency}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ urgency: value })}
      />
      <Text size="sm" c="dimmed">
        {words.review.escalates({ queue: words.escalation.queues[draft.escalateTo] })}
      </Text>
    </Group>
  )
}
