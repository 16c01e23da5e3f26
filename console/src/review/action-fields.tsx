import { Chip, Group, NumberInput, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import type { Action } from '../api/shapes.ts'
import { DAY_MS } from '../components/durations.ts'
import { words } from '../words/words.ts'
import { NumberHint } from './choose-policy.tsx'
import type { FurtherAction, Policy } from './draft.ts'

const DAYS_MAX = 3_650

interface Props {
  name: string
  rules: Policy['actions']
  value: FurtherAction
  /** True where number keys choose the action. */
  isNumbered?: boolean
  group?: Ref<HTMLDivElement>
  onChange: (part: Partial<FurtherAction>) => void
}

/** The fields for one action: which, for how long, and the text of a label. */
export function ActionFields({ name, rules, value, isNumbered = false, group, onChange }: Props) {
  const { action, durationMs, label } = value
  const rule = rules.find((each) => each.action === action)
  return (
    <>
      <Chip.Group
        value={action}
        onChange={(chosen) => onChange({ action: rules.find((each) => each.action === chosen)?.action ?? null })}
      >
        <Group ref={group} gap="xs" role="radiogroup" aria-label={name}>
          {rules.map((each, place) => (
            <Chip key={each.action} value={each.action} variant="outline">
              {words.actions[each.action]} {isNumbered && <NumberHint place={place} />}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {rule?.end === 'required' && <Days ms={durationMs} onChange={(ms) => onChange({ durationMs: ms })} />}
      {action === 'label' && (
        <TextInput
          label={words.review.label}
          value={label}
          maxLength={64}
          onChange={(event) => onChange({ label: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function Days({ ms, onChange }: { ms: number; onChange: (ms: number) => void }) {
  const days = ms / DAY_MS
  const unit = words.review.days({ count: days }).split(' ').at(-1) ?? ''
  return (
    <NumberInput
      label={words.review.duration}
      suffix={` ${unit}`}
      value={days}
      min={1}
      max={DAYS_MAX}
      clampBehavior="strict"
      w={160}
      onChange={(chosen) => typeof chosen === 'number' && chosen >= 1 && onChange(chosen * DAY_MS)}
    />
  )
}

/** The policies that no other action of the decision uses. */
export const without = (rules: Policy['actions'], used: readonly (Action | null)[]): Policy['actions'] =>
  rules.filter(({ action }) => !used.includes(action))
