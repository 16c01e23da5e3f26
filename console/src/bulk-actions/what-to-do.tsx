import { NumberInput, Select, TextInput } from '@mantine/core'
import { DeniedNote, isDenied, useDeniedActions } from '../components/denied-actions.tsx'
import { titleOf } from '../components/format-action.ts'
import { choose, listBases, type Offered } from '../components/own-action.ts'
import { lossesOf, OwnActionFields } from '../components/own-action-fields.tsx'
import { words } from '../words/words.ts'
import { endOf, findChosen, listReversible, type Policies, type Wish } from './wish.ts'

const DAYS_MAX = 3_650

interface Props {
  policies: Policies
  wish: Wish
  /** The desk's faults of the parameters of an action of the organisation's own, by name. */
  faults: Readonly<Record<string, string>>
  onChange: (part: Partial<Wish>) => void
}

/** The fields for the policy and the action. */
export function WhatToDo({ policies, wish, faults, onChange }: Props) {
  const denied = useDeniedActions()
  const all = listReversible(policies, wish.policyId)
  const isOpen = (each: Offered) => !listBases(each, 'content').every((base) => isDenied(denied, base))
  const chosen = findChosen(policies, wish)
  return (
    <>
      <Select
        label={words.review.policy}
        data={policies.map(({ id, title }) => ({ value: id, label: title }))}
        value={wish.policyId}
        searchable
        onChange={(policyId) => onChange({ policyId, action: null, own: null })}
      />
      <Select
        label={words.review.action}
        data={all.filter(isOpen).map((each) => ({ value: each.id, label: nameOf(each) }))}
        value={chosen?.id ?? null}
        disabled={wish.policyId === null}
        {...(chosen && 'own' in chosen && { description: lossesOf(chosen.own) })}
        onChange={(id) => {
          const found = all.find((each) => each.id === id)
          onChange(found === undefined ? { action: null, own: null } : choose(found))
        }}
      />
      <DeniedNote denied={denied} actions={all.flatMap((each) => listBases(each, 'content'))} />
      {chosen && 'own' in chosen && wish.own && (
        <OwnActionFields rule={chosen.own} value={wish.own} faults={faults} onChange={(own) => onChange({ own })} />
      )}
      {chosen !== undefined && <Days chosen={chosen} wish={wish} onChange={onChange} />}
      {wish.action === 'label' && (
        <TextInput
          label={words.review.label}
          value={wish.label}
          maxLength={64}
          onChange={({ currentTarget: { value } }) => onChange({ label: value })}
        />
      )}
    </>
  )
}

const nameOf = (each: Offered): string => ('own' in each ? titleOf(each.own.title) : words.actions[each.rule.action])

/** For how long. Of the eight actions, one that may have no end has none with 0 days. */
function Days({ chosen, wish, onChange }: Pick<Props, 'wish' | 'onChange'> & { chosen: Offered }) {
  const end = endOf(chosen)
  if (end === 'none' || ('own' in chosen && wish.own?.isEndless)) return null
  const isOptional = end === 'optional' && !('own' in chosen)
  return (
    <NumberInput
      label={words.bulkActions.days}
      value={isOptional ? wish.days : Math.max(1, wish.days)}
      min={isOptional ? 0 : 1}
      max={DAYS_MAX}
      clampBehavior="strict"
      w={160}
      {...(isOptional ? { description: words.bulkActions.daysOptional } : {})}
      onChange={(days) => typeof days === 'number' && onChange({ days })}
    />
  )
}
