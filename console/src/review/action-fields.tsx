import { Chip, Group, NumberInput, Text, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import { DAY_MS } from '../components/durations.ts'
import { titleOf } from '../components/format-action.ts'
import { words } from '../words/words.ts'
import { NumberHint } from './choose-policy.tsx'
import type { FurtherAction } from './draft.ts'
import { choose, idOf, type Offered, type OwnRule } from '../components/own-action.ts'
import { lossesOf, OwnActionFields } from '../components/own-action-fields.tsx'

const DAYS_MAX = 3_650

interface Props {
  name: string
  offered: readonly Offered[]
  value: FurtherAction
  /** The desk's faults of the parameters of an action of the organisation's own, by name. */
  faults: Readonly<Record<string, string>>
  /** True where number keys choose the action. */
  isNumbered?: boolean
  group?: Ref<HTMLDivElement>
  onChange: (part: Partial<FurtherAction>) => void
}

/** The fields for one action: which, for how long, and the text of a label. */
export function ActionFields({ name, offered, value, faults, isNumbered = false, group, onChange }: Props) {
  const { action, own, durationMs, label } = value
  const id = idOf(value)
  const chosen = offered.find((each) => each.id === id)
  return (
    <>
      <Chip.Group
        value={id}
        onChange={(next) => {
          const found = offered.find((each) => each.id === next)
          if (found) onChange(choose(found))
        }}
      >
        <Group ref={group} gap="xs" role="radiogroup" aria-label={name}>
          {offered.map((each, place) => (
            <Chip key={each.id} value={each.id} variant="outline">
              {'own' in each ? <OwnName rule={each.own} /> : words.actions[each.rule.action]}{' '}
              {isNumbered && <NumberHint place={place} />}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {own && chosen && 'own' in chosen && (
        <OwnActionFields rule={chosen.own} value={own} faults={faults} onChange={(next) => onChange({ own: next })} />
      )}
      {hasEnd(chosen, value) && <Days ms={durationMs} onChange={(ms) => onChange({ durationMs: ms })} />}
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

/** True where the chosen action ends after a time that the reviewer sets. */
function hasEnd(chosen: Offered | undefined, { own }: FurtherAction): boolean {
  if (chosen === undefined) return false
  const { end } = 'own' in chosen ? chosen.own : chosen.rule
  return end === 'required' || (end === 'optional' && own?.isEndless === false)
}

/** The title of an action of the organisation's own, with what it takes. */
const OwnName = ({ rule }: { rule: OwnRule }) => (
  <>
    {titleOf(rule.title)}{' '}
    <Text span size="xs">
      {lossesOf(rule)}
    </Text>
  </>
)

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

/** The actions that no other action of the decision uses. */
export const without = (offered: readonly Offered[], used: readonly (string | null)[]): Offered[] =>
  offered.filter(({ id }) => !used.includes(id))
