import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { FactRow } from '../../api/shapes.ts'
import { readSeparators } from '../../components/format.ts'
import { words } from '../../words/words.ts'
import {
  type Clause,
  type Clauses,
  type FactTypes,
  isComparison,
  isList,
  newClause,
  OPERATORS,
  type Operator,
  withOperator,
} from './clauses.ts'

const TEXT_CHARS_MAX = 200
const FIRST_FACT = 'account.reach'

interface RowsProps {
  when: Clauses
  facts: readonly FactRow[]
  types: FactTypes
  onChange: (when: Clauses) => void
}

/** The clauses of a guard's condition, joined by all or any. One clause always stays. */
export function ClauseRows({ when: { match, clauses }, facts, types, onChange }: RowsProps) {
  const replace = (place: number, clause: Clause) => onChange({ match, clauses: clauses.with(place, clause) })
  return (
    <Stack gap="xs" role="group" aria-label={words.guards.form.condition}>
      <Group gap="sm">
        <Text size="sm" fw={500}>
          {words.guards.form.condition}
        </Text>
        {clauses.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={words.guards.form.join}
            value={match}
            data={[
              { value: 'all', label: words.guards.form.all },
              { value: 'any', label: words.guards.form.any },
            ]}
            onChange={(next) => onChange({ match: next === 'any' ? 'any' : 'all', clauses })}
          />
        )}
      </Group>
      {clauses
        .map((clause, place) => ({ clause, place, label: words.guards.form.clause({ place: place + 1 }) }))
        .map(({ clause, place, label }) => (
          <ClauseRow
            key={label}
            {...{ clause, label, facts, types }}
            onChange={(next) => replace(place, next)}
            {...(clauses.length > 1 && { onRemove: () => onChange({ match, clauses: clauses.toSpliced(place, 1) }) })}
          />
        ))}
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ match, clauses: [...clauses, newClause(FIRST_FACT, types)] })}
      >
        {words.guards.form.addClause}
      </Button>
    </Stack>
  )
}

interface RowProps {
  clause: Clause
  label: string
  facts: readonly FactRow[]
  types: FactTypes
  onChange: (clause: Clause) => void
  onRemove?: () => void
}

function ClauseRow({ clause, label, facts, types, onChange, onRemove }: RowProps) {
  const type = types.get(clause.fact) ?? 'bool'
  const row = facts.find(({ name }) => name === clause.fact)
  return (
    <Stack gap={4} role="group" aria-label={label}>
      <Group gap="xs" align="flex-start">
        <Select
          size="xs"
          searchable
          aria-label={words.guards.form.fact}
          flex="2 1 180px"
          data={facts.map(({ name }) => name)}
          value={clause.fact}
          allowDeselect={false}
          onChange={(fact) => fact !== null && onChange(newClause(fact, types))}
        />
        <Select
          size="xs"
          aria-label={words.guards.form.operator}
          flex="1 1 120px"
          data={OPERATORS[type].map((value) => ({ value, label: words.guards.form.operators[NAMES[value]] }))}
          value={clause.operator}
          allowDeselect={false}
          onChange={(next) => {
            const operator = OPERATORS[type].find((known) => known === next)
            if (operator !== undefined) onChange(withOperator(clause, operator, type))
          }}
        />
        <ClauseValue
          key={`${clause.fact} ${clause.operator}`}
          clause={clause}
          unit={row?.unit ?? ''}
          onChange={onChange}
        />
        {onRemove !== undefined && (
          <ActionIcon variant="subtle" color="gray" aria-label={words.guards.form.removeClause} onClick={onRemove}>
            <IconTrash size={16} aria-hidden="true" />
          </ActionIcon>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {row?.doc}
      </Text>
    </Stack>
  )
}

/** The names under which the catalogue holds the operators. */
const NAMES = {
  '>=': 'atLeast',
  '>': 'above',
  '<': 'below',
  '<=': 'atMost',
  '==': 'equals',
  '!=': 'differs',
  true: 'isTrue',
  false: 'isFalse',
  unknown: 'isUnknown',
  one_of: 'oneOf',
  contains: 'contains',
} as const satisfies Record<Operator, keyof typeof words.guards.form.operators>

interface ValueProps {
  clause: Clause
  unit: string
  onChange: (clause: Clause) => void
}

/** The value of a clause. An empty field is not written: a condition without a value would be no condition. */
function ClauseValue({ clause, unit, onChange }: ValueProps) {
  const [isEmpty, setEmpty] = useState(false)
  const shared = { size: 'xs', flex: '2 1 160px', 'aria-label': words.guards.form.value } as const
  const error = isEmpty && words.guards.form.valueNeeded
  if (isList(clause)) {
    return (
      <TagsInput
        {...shared}
        data={clause.fact === 'account.tags' ? Object.keys(words.account.tags) : []}
        value={isEmpty ? [] : [...clause.value]}
        error={error}
        onChange={(value) => {
          setEmpty(value.length === 0)
          if (value.length > 0) onChange({ ...clause, value })
        }}
      />
    )
  }
  if (!isComparison(clause)) return null
  const { value } = clause
  if (typeof value === 'string') {
    return (
      <TextInput
        {...shared}
        value={value}
        maxLength={TEXT_CHARS_MAX}
        onChange={({ currentTarget }) => onChange({ ...clause, value: currentTarget.value })}
      />
    )
  }
  return (
    <NumberInput
      {...shared}
      value={isEmpty ? '' : value}
      {...readSeparators()}
      suffix={unit === '' ? '' : ` ${unit}`}
      error={error}
      onChange={(next) => {
        setEmpty(typeof next !== 'number')
        if (typeof next === 'number') onChange({ ...clause, value: next })
      }}
    />
  )
}
