import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Action, PoliciesAnswer } from '../api/shapes.ts'
import { titleOf } from '../components/format-action.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { DeniedNote, isDenied, useDeniedActions } from '../components/denied-actions.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { type OwnChoice, toOwnWish } from '../review/own-action.ts'
import { OwnActionFields } from '../review/own-action-fields.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { bulkActionQuery } from './queries.ts'
import { countLines, ListFields, SearchFields, type SetSearch } from './set-fields.tsx'
import { DAY_MS } from '../components/durations.ts'

interface Draft {
  policyId: string | null
  action: Action | null
  /** The chosen action of the organisation's own. A draft of an earlier version of the page has none. */
  own?: OwnChoice | null
  days: number
  label: string
  foundBy: string
  rationale: string
}
const NOTHING_YET: Draft = { policyId: null, action: null, days: 30, label: '', foundBy: '', rationale: '' }
const DAYS_MAX = 3_650

/** Shows the form that proposes one decision about many subjects. */
export const NewBulkActionPage = ({ search, onAsked }: Omit<AskProps, 'policies'>) => {
  const policies = useQuery(policiesQuery)
  return (
    <Page title={words.bulkActions.create} about={words.bulkActions.createAbout}>
      <Panel title={words.bulkActions.whatFor}>
        <Shown query={policies}>{(known) => <Ask policies={known.policies} search={search} onAsked={onAsked} />}</Shown>
      </Panel>
    </Page>
  )
}

interface AskProps {
  policies: PoliciesAnswer['policies']
  /** The search whose results are the set; undefined: the proposer gives a list. */
  search: SetSearch | undefined
  onAsked: (bulkActionId: string) => void
}

function Ask({ policies, search, onAsked }: AskProps) {
  const [draft, setDraft, forget] = usePersistentState<Draft>('bulk_action', () => NOTHING_YET)
  const [list, setList] = useState('')
  const [on, setOn] = useState<'account' | 'content'>(search?.kind === 'case' ? 'content' : 'account')
  const client = useQueryClient()
  const kind = search === undefined ? kindOfList(list) : on
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/bulk-actions', {
          body: {
            ...toBody(draft, policies, kind),
            ...(search === undefined ? { list, foundBy: draft.foundBy.trim() } : { search: { ...search, on } }),
          },
        }),
      ),
    onSuccess: (bulkAction) => {
      forget()
      client.setQueryData(bulkActionQuery(bulkAction.id).queryKey, bulkAction)
      void client.invalidateQueries({ queryKey: ['bulk_actions'] })
      onAsked(bulkAction.id)
    },
  })
  const hasSet = search !== undefined || (countLines(list) > 1 && draft.foundBy.trim() !== '')
  const isReady = toEnforcement(draft, policies, kind) !== undefined && hasSet && draft.rationale.trim() !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}
    >
      <Stack gap="sm" maw={640}>
        <WhatToDo policies={policies} draft={draft} onChange={change} />
        {search === undefined ? (
          <ListFields
            list={list}
            foundBy={draft.foundBy}
            onList={setList}
            onFoundBy={(foundBy) => change({ foundBy })}
          />
        ) : (
          <SearchFields search={search} on={on} onOn={setOn} />
        )}
        <RationaleField value={draft.rationale} onChange={(rationale) => change({ rationale })} />
        <Group>
          <Button type="submit" variant="outline" disabled={!isReady} loading={ask.isPending}>
            {words.bulkActions.ask}
          </Button>
        </Group>
        {ask.isError && <ProblemNote error={ask.error} />}
      </Stack>
    </form>
  )
}

interface WhatProps {
  policies: PoliciesAnswer['policies']
  draft: Draft
  onChange: (part: Partial<Draft>) => void
}

function WhatToDo({ policies, draft, onChange }: WhatProps) {
  const denied = useDeniedActions()
  const offered =
    policies.find(({ id }) => id === draft.policyId)?.actions.filter(({ action }) => action !== 'warn') ?? []
  const actions = offered.filter(({ action }) => !isDenied(denied, action))
  const ofOwn = policies.find(({ id }) => id === draft.policyId)?.ownActions.filter(({ reversible }) => reversible) ?? []
  const own = ownRuleOf(policies, draft)
  const end = own?.end ?? ruleOf(policies, draft)?.end
  return (
    <>
      <Select
        label={words.review.policy}
        data={policies.map(({ id, title }) => ({ value: id, label: title }))}
        value={draft.policyId}
        searchable
        onChange={(policyId) => onChange({ policyId, action: null, own: null })}
      />
      <Select
        label={words.review.action}
        data={[
          ...actions.map(({ action }) => ({ value: action as string, label: words.actions[action] })),
          ...ofOwn.map(({ id, title }) => ({ value: id, label: titleOf(title) })),
        ]}
        value={draft.own?.id ?? draft.action}
        disabled={draft.policyId === null}
        onChange={(value) =>
          onChange({
            action: actions.find(({ action }) => action === value)?.action ?? null,
            own: ofOwn.some(({ id }) => id === value) ? { id: String(value), typed: {}, isEndless: false } : null,
          })
        }
      />
      <DeniedNote denied={denied} actions={offered.map(({ action }) => action)} />
      {own && draft.own && (
        <OwnActionFields rule={own} value={draft.own} faults={{}} onChange={(changed) => onChange({ own: changed })} />
      )}
      {(end === 'required' || (end === 'optional' && draft.own?.isEndless !== true)) && (
        <NumberInput
          label={words.bulkActions.days}
          value={draft.days}
          min={end === 'optional' && !own ? 0 : 1}
          max={DAYS_MAX}
          clampBehavior="strict"
          w={160}
          {...(end === 'optional' && !own ? { description: words.bulkActions.daysOptional } : {})}
          onChange={(days) => typeof days === 'number' && onChange({ days })}
        />
      )}
      {draft.action === 'label' && (
        <TextInput
          label={words.review.label}
          value={draft.label}
          maxLength={64}
          onChange={({ currentTarget: { value } }) => onChange({ label: value })}
        />
      )}
    </>
  )
}

const ruleOf = (policies: PoliciesAnswer['policies'], draft: Draft) =>
  policies.find(({ id }) => id === draft.policyId)?.actions.find(({ action }) => action === draft.action)

const ownRuleOf = (policies: PoliciesAnswer['policies'], draft: Draft) =>
  policies.find(({ id }) => id === draft.policyId)?.ownActions.find(({ id }) => id === draft.own?.id)

/** Returns the action as the desk takes it. Undefined: none is chosen, or a parameter of one's own is missing. */
function toEnforcement(draft: Draft, policies: PoliciesAnswer['policies'], kind: 'account' | 'content') {
  const { action, days, label, own } = draft
  const rule = ownRuleOf(policies, draft)
  if (own && rule) return toOwnWish(rule, own, days * DAY_MS, kind)
  if (action === null) return undefined
  const lasts = ruleOf(policies, draft)?.end !== 'none' && days > 0 ? { durationMs: days * DAY_MS } : {}
  return { action, ...lasts, ...(action === 'label' ? { label: label.trim() } : {}) }
}

function toBody(draft: Draft, policies: PoliciesAnswer['policies'], kind: 'account' | 'content') {
  const { policyId, rationale } = draft
  const enforcement = toEnforcement(draft, policies, kind)
  if (policyId === null || enforcement === undefined)
    throw new Error('a bulk action without policy or action is not sent')
  return { policyId, enforcement, rationale: rationale.trim() }
}

/** The kind of the subjects in a list: all are accounts, or all are contents. */
const kindOfList = (list: string): 'account' | 'content' =>
  /^\s*(content:|\{.*"kind"\s*:\s*"content")/.test(list) ? 'content' : 'account'
