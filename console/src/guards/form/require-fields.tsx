import { ActionIcon, Button, Checkbox, Fieldset, Group, MultiSelect, NumberInput, Select, Stack } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Role } from '../../api/role.ts'
import type { Action } from '../../api/shapes.ts'
import { words } from '../../words/words.ts'
import type { ApprovalClause, Require } from './guard-values.ts'

const ACTIONS = Object.keys(words.actions) as readonly Action[]
/** The roles that approve enforcements. */
const APPROVING: readonly Role[] = ['reviewer', 'senior', 'lead']
const PEOPLE_MAX = 5
const TIME_MAX = 86_400
/** Holds the longest label of a language on one line. */
const WIDTH = 120
const UNITS = ['s', 'm', 'h'] as const
const FLAGS = ['identify', 'alert'] as const

interface Props {
  require: Require
  onChange: (require: Require) => void
}

/** The requirement of a guard: approvals by role and team, times, and what the proposer must add. */
export function RequireFields({ require, onChange }: Props) {
  const approvals = require.approvals ?? []
  const withApprovals = (next: readonly ApprovalClause[]) =>
    onChange(set(require, 'approvals', next.length === 0 ? undefined : next))
  return (
    <Fieldset legend={words.guards.form.require}>
      <Stack gap="sm">
        {approvals
          .map((clause, place) => ({ clause, place, label: words.guards.form.approval({ place: place + 1 }) }))
          .map(({ clause, place, label }) => (
            <ApprovalFields
              key={label}
              {...{ clause, label }}
              onChange={(next) => withApprovals(approvals.with(place, next))}
              onRemove={() => withApprovals(approvals.toSpliced(place, 1))}
            />
          ))}
        <Button
          size="compact-sm"
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => withApprovals([...approvals, { count: 1 }])}
        >
          {words.guards.form.addApproval}
        </Button>
        <Group gap="md" align="flex-start">
          <TimeField
            label={words.guards.form.hold}
            value={require.hold}
            onChange={(hold) => onChange(set(require, 'hold', hold))}
          />
          <TimeField
            label={words.guards.form.confirm}
            value={require.confirm}
            onChange={(confirm) => onChange(set(require, 'confirm', confirm))}
          />
          <Select
            size="xs"
            clearable
            label={words.guards.form.as}
            data={ACTIONS.map((value) => ({ value, label: words.actions[value] }))}
            value={require.as ?? null}
            onChange={(value) =>
              onChange(
                set(
                  require,
                  'as',
                  ACTIONS.find((action) => action === value),
                ),
              )
            }
          />
        </Group>
        <Flags require={require} onChange={onChange} />
      </Stack>
    </Fieldset>
  )
}

const Flags = ({ require, onChange }: Props) => (
  <Group gap="md">
    {FLAGS.map((flag) => (
      <Checkbox
        key={flag}
        size="xs"
        label={words.guards.form[flag]}
        checked={require[flag] === true}
        onChange={({ currentTarget }) => onChange(set(require, flag, currentTarget.checked || undefined))}
      />
    ))}
    <Checkbox
      size="xs"
      label={words.guards.form.assessment}
      checked={require.assessment !== undefined}
      onChange={({ currentTarget }) =>
        onChange(set(require, 'assessment', currentTarget.checked ? 'newsworthiness' : undefined))
      }
    />
  </Group>
)

/** Returns an object with a member set, or without it where there is no value. */
function set<T extends object, Key extends keyof T>(of: T, key: Key, value: T[Key] | undefined): T {
  const { [key]: _before, ...rest } = of
  return (value === undefined ? rest : { ...rest, [key]: value }) as T
}

interface ApprovalProps {
  clause: ApprovalClause
  label: string
  onChange: (clause: ApprovalClause) => void
  onRemove: () => void
}

const ApprovalFields = ({ clause, label, onChange, onRemove }: ApprovalProps) => (
  <Group gap="xs" align="flex-end" role="group" aria-label={label}>
    <NumberInput
      size="xs"
      w={WIDTH}
      label={words.guards.form.people}
      min={1}
      max={PEOPLE_MAX}
      clampBehavior="strict"
      value={clause.count}
      onChange={(count) => typeof count === 'number' && onChange({ ...clause, count })}
    />
    <MultiSelect
      size="xs"
      flex="1 1 180px"
      clearable
      label={words.guards.form.roles}
      placeholder={clause.roles === undefined ? words.guards.form.anyRole : ''}
      data={APPROVING.map((value) => ({ value, label: words.roles[value] }))}
      value={[...(clause.roles ?? [])]}
      onChange={(values) => {
        const roles = APPROVING.filter((role) => values.includes(role))
        onChange(set(clause, 'roles', roles.length === 0 ? undefined : roles))
      }}
    />
    <NumberInput
      size="xs"
      w={WIDTH}
      label={words.guards.form.teams}
      placeholder="1"
      min={1}
      max={PEOPLE_MAX}
      value={clause.teams ?? ''}
      onChange={(teams) => onChange(set(clause, 'teams', typeof teams === 'number' ? teams : undefined))}
    />
    <ActionIcon variant="subtle" color="gray" aria-label={words.guards.form.removeApproval} onClick={onRemove}>
      <IconTrash size={16} aria-hidden="true" />
    </ActionIcon>
  </Group>
)

interface TimeProps {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** A time such as 30s, 5m or 2h; empty: none. */
function TimeField({ label, value, onChange }: TimeProps) {
  const unit = UNITS.find((known) => value?.endsWith(known)) ?? 'm'
  const amount = value === undefined ? '' : Number(value.slice(0, -1))
  return (
    <Group gap={4} align="flex-end" role="group" aria-label={label}>
      <NumberInput
        size="xs"
        w={WIDTH}
        label={label}
        min={1}
        max={TIME_MAX}
        allowDecimal={false}
        placeholder={words.guards.form.noTime}
        value={amount}
        onChange={(next) => onChange(typeof next === 'number' && next > 0 ? `${next}${unit}` : undefined)}
      />
      <Select
        size="xs"
        w={110}
        aria-label={words.guards.form.unit}
        data={UNITS.map((known) => ({ value: known, label: words.guards.form.units[known] }))}
        value={unit}
        allowDeselect={false}
        disabled={value === undefined}
        onChange={(next) => value !== undefined && next !== null && onChange(`${amount}${next}`)}
      />
    </Group>
  )
}
