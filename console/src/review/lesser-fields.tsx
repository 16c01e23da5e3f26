import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Case } from '../api/shapes.ts'
import { DAY_MS } from '../components/durations.ts'
import { listOffered } from '../components/own-action.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { words } from '../words/words.ts'
import { ActionFields } from './action-fields.tsx'
import type { Appeal } from './appeal.tsx'
import type { FurtherAction } from './draft.ts'

const NO_FAULTS = {}

interface Props {
  reviewed: Case
  enforcement: NonNullable<Appeal['enforcement']>
  value: FurtherAction
  onChange: (part: Partial<FurtherAction>) => void
}

/** The fields for the action that takes less: those of the policy that do, for the same subject. */
export function LesserFields({ reviewed, enforcement, value, onChange }: Props) {
  const group = useRef<HTMLDivElement>(null)
  const policies = useQuery(policiesQuery)
  const policy = policies.data?.policies.find(({ id }) => id === enforcement.policyId)
  const lesser: readonly string[] = enforcement.lesserActions
  const offered = listOffered(policy, reviewed.subject.kind).filter(
    (each) => 'rule' in each && lesser.includes(each.rule.action),
  )
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.appealCase.lesserHint}
      </Text>
      <ActionFields
        name={words.appealCase.lesser}
        offered={offered}
        value={value}
        faults={NO_FAULTS}
        group={group}
        onChange={onChange}
      />
    </Stack>
  )
}

/** The lesser action as it is sent. A time is sent where the action takes one. */
export function toLesser({ action, durationMs, label }: FurtherAction, takesEnd: boolean) {
  if (action === null) return undefined
  return {
    action,
    ...(takesEnd && { durationMs: Math.max(durationMs, DAY_MS) }),
    ...(action === 'label' && { label: label.trim() }),
  }
}
