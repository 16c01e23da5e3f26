import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { PoliciesAnswer } from '../api/shapes.ts'
import { faultsOf } from '../components/own-action.ts'
import { Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { RationaleField } from '../components/rationale-field.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import { kindOfList } from './kind-of-list.ts'
import { bulkActionQuery } from './queries.ts'
import { CopiesFields, countLines, ListFields, SearchFields, type SetSearch } from './set-fields.tsx'
import { WhatToDo } from './what-to-do.tsx'
import { type Enforcement, toEnforcement, type Wish } from './wish.ts'

interface Draft extends Wish {
  foundBy: string
  rationale: string
}
const NOTHING_YET: Draft = {
  policyId: null,
  action: null,
  own: null,
  days: 30,
  label: '',
  foundBy: '',
  rationale: '',
}

/** Shows the form that proposes one decision about many subjects. */
export const NewBulkActionPage = ({ search, copiesOf, onAsked }: Omit<AskProps, 'policies'>) => {
  const policies = useQuery(policiesQuery)
  return (
    <Page title={words.bulkActions.create} about={words.bulkActions.createAbout}>
      <Panel title={words.bulkActions.whatFor}>
        <Shown query={policies}>
          {(known) => <Ask policies={known.policies} search={search} copiesOf={copiesOf} onAsked={onAsked} />}
        </Shown>
      </Panel>
    </Page>
  )
}

interface AskProps {
  policies: PoliciesAnswer['policies']
  /** The search whose results are the set; undefined: the proposer gives a list. */
  search: SetSearch | undefined
  /** The case whose copies are the set. */
  copiesOf: string | undefined
  onAsked: (bulkActionId: string) => void
}

function Ask({ policies, search, copiesOf, onAsked }: AskProps) {
  const [draft, setDraft, forget] = usePersistentState<Draft>('bulk_action', () => NOTHING_YET)
  const [list, setList] = useState('')
  const [on, setOn] = useState<'account' | 'content'>(search?.kind === 'account' ? 'account' : 'content')
  const client = useQueryClient()
  const toSet = () => {
    if (copiesOf !== undefined) return { copiesOf }
    return search === undefined ? { list, foundBy: draft.foundBy.trim() } : { search: { ...search, on } }
  }
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/v1/bulk-actions', {
          body: {
            ...toBody(draft, enforcement),
            ...toSet(),
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
  const isListed = search === undefined && copiesOf === undefined
  const kind = isListed ? kindOfList(list) : on
  const enforcement = toEnforcement(policies, draft, kind)
  const hasSet = !isListed || (countLines(list) > 1 && draft.foundBy.trim() !== '')
  const isReady = enforcement !== undefined && hasSet && draft.rationale.trim() !== ''
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}
    >
      <Stack gap="sm" maw={640}>
        <WhatToDo policies={policies} wish={draft} faults={faultsOf(ask.error)} onChange={change} />
        {copiesOf !== undefined && <CopiesFields caseId={copiesOf} />}
        {search !== undefined && <SearchFields search={search} on={on} onOn={setOn} />}
        {isListed && (
          <ListFields
            list={list}
            foundBy={draft.foundBy}
            onList={setList}
            onFoundBy={(foundBy) => change({ foundBy })}
          />
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

function toBody({ policyId, rationale }: Draft, enforcement: Enforcement | undefined) {
  if (policyId === null || enforcement === undefined)
    throw new Error('a bulk action without policy or action is not sent')
  return { policyId, enforcement, rationale: rationale.trim() }
}
