import { Collapse, Group, Kbd, Select, Text } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import type { Case } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import type { Policy } from './draft.ts'
import { orderPolicies } from './likely-policy.ts'

const NUMBERED_MAX = 9

interface Props {
  policies: readonly Policy[]
  reviewed: Case
  value: string | null
  onChange: (policyId: string | null) => void
}

/** The field for the policy, those of the reports' category first, with its text. A number in the field picks one. */
export function ChoosePolicy({ policies, reviewed, value, onChange }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useLetters({ p: () => field.current?.focus() })
  const ordered = orderPolicies(policies, reviewed)
  const policy = ordered.find(({ id }) => id === value)
  const pickByNumber = (event: KeyboardEvent) => {
    const picked = /^[1-9]$/.test(event.key) ? ordered[Number(event.key) - 1] : undefined
    if (picked === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onChange(picked.id)
    field.current?.blur()
  }
  return (
    <div>
      <Select
        ref={field}
        label={words.review.policy}
        data={ordered.map(({ id, title }) => ({ value: id, label: title }))}
        value={value}
        searchable
        allowDeselect={false}
        onKeyDown={pickByNumber}
        onChange={onChange}
        renderOption={({ option }) => (
          <Group gap="sm" wrap="nowrap">
            <NumberHint place={ordered.findIndex(({ id }) => id === option.value)} />
            {option.label}
          </Group>
        )}
      />
      <Collapse expanded={policy !== undefined}>
        <Text size="sm" c="dimmed" maw="72ch" mt={4} lineClamp={3} title={policy?.text}>
          {policy?.text}
        </Text>
      </Collapse>
    </div>
  )
}

/** Shows the number key of a choice; nothing beyond nine. */
export const NumberHint = ({ place }: { place: number }) =>
  place < NUMBERED_MAX && (
    <Kbd size="xs" aria-hidden="true" visibleFrom="sm">
      {place + 1}
    </Kbd>
  )
