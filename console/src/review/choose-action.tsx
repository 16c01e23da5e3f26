import { Button, Group, Kbd, MultiSelect, Stack, Text } from '@mantine/core'
import { useRef } from 'react'
import type { Case, Preview } from '../api/shapes.ts'
import { listCountries } from '../components/countries.ts'
import { DeniedNote, isDenied, useDeniedActions } from '../components/denied-actions.tsx'
import { choose, idOf, listBases, listOffered, type Offered } from '../components/own-action.ts'
import { useLetters } from '../shell/keys.ts'
import { words } from '../words/words.ts'
import { ActionFields, without } from './action-fields.tsx'
import { ChooseGround } from './choose-ground.tsx'
import { ChoosePolicy } from './choose-policy.tsx'
import { ACTIONS_MAX, type Draft, emptyFurther, type FurtherAction, type Policy, takesCountries } from './draft.ts'

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The desk's faults of the parameters of each action, by name: the first action's first. */
type Faults = readonly Readonly<Record<string, string>>[]
const NO_FAULTS = {}

interface Props {
  draft: Draft
  policies: readonly Policy[]
  reviewed: Case
  /** The last preview's answer on irreversible harm as a ground, kept while a new preview loads. */
  harm: Preview['harm']
  faults: Faults
  onChange: (part: Partial<Draft>) => void
}

/** The fields for the policy, with its text, and the actions. A number key chooses the first action. */
export function ChooseAction({ draft, policies, reviewed, harm, faults, onChange }: Props) {
  const policy = policies.find(({ id }) => id === draft.policyId)
  const isViolation = draft.conclusion === 'violation'
  const denied = useDeniedActions()
  const { kind } = reviewed.subject
  const all = listOffered(policy, kind)
  const offered = all.filter((each) => !listBases(each, kind).every((base) => isDenied(denied, base)))
  const group = useRef<HTMLDivElement>(null)
  const change = (part: Partial<FurtherAction>) => {
    const id = idOf({ ...draft, ...part })
    onChange({ ...part, further: draft.further.filter((each) => idOf(each) !== id) })
  }
  const press = (place: number) => {
    const found = offered[place]
    if (isViolation && found !== undefined) change(choose(found))
  }
  useLetters({
    a: () => group.current?.querySelector('input')?.focus(),
    ...Object.fromEntries(DIGITS.map((digit, place) => [digit, () => press(place)])),
  })
  return (
    <Stack gap="sm">
      <ChoosePolicy
        policies={policies}
        reviewed={reviewed}
        value={draft.policyId}
        onChange={(policyId) => onChange({ policyId, action: null, own: null, further: [], ground: null })}
      />
      {isViolation && offered.length > 0 && (
        <ActionFields
          name={words.review.action}
          offered={offered}
          value={draft}
          faults={faults[0] ?? NO_FAULTS}
          isNumbered
          group={group}
          onChange={change}
        />
      )}
      {isViolation && <DeniedNote denied={denied} actions={all.flatMap((each) => listBases(each, kind))} />}
      {isViolation && idOf(draft) !== null && (
        <FurtherActions
          first={draft}
          offered={offered}
          faults={faults}
          further={draft.further}
          onChange={(further) => onChange({ further })}
        />
      )}
      {takesCountries(draft, policy) && <Countries codes={draft.countries} onChange={onChange} />}
      <ChooseGround draft={draft} policy={policy} reviewed={reviewed} harm={harm} onChange={onChange} />
    </Stack>
  )
}

interface FurtherProps {
  first: Draft
  offered: readonly Offered[]
  faults: Faults
  further: FurtherAction[]
  onChange: (further: FurtherAction[]) => void
}

/** The actions beside the first one, each with its own duration, and the button that adds one. */
function FurtherActions({ first, offered, faults, further, onChange }: FurtherProps) {
  const used = [first, ...further].map(idOf)
  const add = () => onChange([...further, emptyFurther()])
  const canAdd = used.length < Math.min(ACTIONS_MAX, offered.length) && !used.includes(null)
  useLetters(canAdd ? { '+': add } : {})
  return (
    <>
      {further.map((one, place) => {
        const name = words.review.furtherAction({ number: place + 2 })
        const others = used.filter((_id, at) => at !== place + 1)
        const change = (part: Partial<FurtherAction>) => onChange(further.with(place, { ...one, ...part }))
        return (
          <Stack key={name} gap="xs" className="further-action">
            <Group justify="space-between">
              <Text size="sm" fw={600}>
                {name}
              </Text>
              <Button size="compact-sm" variant="subtle" onClick={() => onChange(further.toSpliced(place, 1))}>
                {words.review.removeAction}
              </Button>
            </Group>
            <ActionFields
              name={name}
              offered={without(offered, others)}
              value={one}
              faults={faults[place + 1] ?? NO_FAULTS}
              onChange={change}
            />
          </Stack>
        )
      })}
      {canAdd && (
        <Group>
          <Button size="compact-sm" variant="default" onClick={add}>
            {words.review.addAction}
            <Kbd size="xs" ml={6} aria-hidden="true" visibleFrom="sm">
              +
            </Kbd>
          </Button>
        </Group>
      )}
    </>
  )
}

/** The field for the countries in which the subject is hidden; none: everywhere. */
const Countries = ({ codes, onChange }: { codes: string[]; onChange: Props['onChange'] }) => (
  <MultiSelect
    label={words.review.countries}
    description={words.review.countriesHint}
    data={listCountries()}
    value={codes}
    searchable
    clearable
    nothingFoundMessage={words.review.noCountry}
    onChange={(countries) => onChange({ countries })}
  />
)
