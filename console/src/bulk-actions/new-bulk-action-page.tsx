import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Action, PoliciesAnswer } from '../api/shapes.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { DeniedNote, isDenied, useDeniedActions } from '../components/denied-actions.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { bulkActionQuery } from './queries.ts'
import { countLines, ListFields, SearchFields, type SetSearch } from './set-fields.tsx'
import { DAY_MS } from '../components/durations.ts'

interface Draft {
  policyId: string | null
  action: Action | null
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
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/bulk-actions', {
          body: {
            ...toBody(draft, ruleOf(policies, draft)?.end),
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
  const isReady = draft.policyId !== null && draft.action !== null && hasSet && draft.rationale.trim() !== ''
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
  const end = ruleOf(policies, draft)?.end
  return (
    <>
      <Select
        label={words.review.policy}
        data={policies.map(({ id, title }) => ({ value: id, label: title }))}
        value={draft.policyId}
        searchable
        onChange={(policyId) => onChange({ policyId, action: null })}
      />
      <Select
        label={words.review.action}
        data={actions.map(({ action }) => ({ value: action, label: words.actions[action] }))}
        value={draft.action}
        disabled={draft.policyId === null}
        onChange={(value) => onChange({ action: actions.find(({ action }) => action === value)?.action ?? null })}
      />
      <DeniedNote denied={denied} actions={offered.map(({ action }) => action)} />
      {(end === 'required' || end === 'optional') && (
        <NumberInput
          label={words.bulkActions.days}
          value={draft.days}
          min={end === 'optional' ? 0 : 1}
          max={DAYS_MAX}
          clampBehavior="strict"
          w={160}
          {...(end === 'optional' ? { description: words.bulkActions.daysOptional } : {})}
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

function toBody({ policyId, action, days, label, rationale }: Draft, end: string | undefined) {
  if (policyId === null || action === null) throw new Error('a bulk action without policy or action is not sent')
  const lasts = end !== 'none' && days > 0 ? { durationMs: days * DAY_MS } : {}
  const enforcement = { action, ...lasts, ...(action === 'label' ? { label: label.trim() } : {}) }
  return { policyId, enforcement, rationale: rationale.trim() }
}
