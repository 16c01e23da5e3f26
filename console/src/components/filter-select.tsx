import { Button, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Choice } from './choices.ts'

interface Props {
  /** The filter's name. It stands in the field itself until a value is chosen. */
  label: string
  width: number
  choices: Choice[]
  value: string | undefined
  onChange: (value: string | null) => void
  /** For a field that always has a value, such as the order. */
  isRequired?: boolean
  isSearchable?: boolean
}

/** A filter of a list, as narrow as its values mostly are. Its menu is wide enough for all of them. */
export function FilterSelect({
  label,
  width,
  choices,
  value,
  onChange,
  isRequired = false,
  isSearchable = !isRequired,
}: Props) {
  return (
    <Select
      size="xs"
      w={width}
      aria-label={label}
      placeholder={label}
      data={choices}
      value={value ?? null}
      onChange={onChange}
      searchable={isSearchable}
      clearable={!isRequired}
      allowDeselect={!isRequired}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  )
}

/** Takes all filters away. */
export const ClearFilters = ({ label, onClear }: { label: string; onClear: () => void }) => (
  <Button size="xs" variant="subtle" leftSection={<IconX size={14} aria-hidden="true" />} onClick={onClear}>
    {label}
  </Button>
)
