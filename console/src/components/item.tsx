import { DataList, Stack, Text } from '@mantine/core'
import type { ShownItem } from '../api/shapes.ts'
import { language, locale } from '../words/language.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { HostileText } from './hostile-text.tsx'

type Field = ShownItem['fields'][number]
type Title = ShownItem['title']

/** The lines of a text of an item before it is folded. */
const LINES = 6

export const nameOf = (title: Title): string => title[language] ?? title.en

/** Shows the fields of an item by their roles. All values are what outsiders wrote: plain text, links disarmed. */
export function Item({ of: { title, fields } }: { of: ShownItem }) {
  const currency = fields.find(({ role }) => role === 'currency')?.value
  const isPriced = fields.some(({ role, value }) => role === 'price' && typeof value === 'number')
  const shown = fields.filter(({ role }) => role !== 'title' && !(role === 'currency' && isPriced))
  return (
    <Stack gap={4} component="section" aria-label={words.evidence.item({ type: nameOf(title) })}>
      <Text size="sm" c="dimmed">
        {nameOf(title)}
      </Text>
      {fields.map(
        (field) => field.role === 'title' && <HostileText key={field.path} text={String(field.value)} lines={2} />,
      )}
      <DataList>
        {shown.map((field) => (
          <DataList.Item key={field.path}>
            <DataList.ItemLabel>{nameOf(field.title)}</DataList.ItemLabel>
            <DataList.ItemValue>
              <Value of={field} currency={typeof currency === 'string' ? currency : undefined} />
            </DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Stack>
  )
}

function Value({ of: { role, value }, currency }: { of: Field; currency: string | undefined }) {
  if (typeof value === 'boolean') return value ? words.evidence.itemYes : words.evidence.itemNo
  if (typeof value === 'number') return role === 'price' ? formatPrice(value, currency) : formatExactly(value, role)
  if (Array.isArray(value)) return <HostileText size="sm" text={value.join('\n')} lines={LINES} />
  if (role === 'time' && !Number.isNaN(Date.parse(value))) return formatFull(value)
  return <HostileText size="sm" text={value} lines={LINES} />
}

/** An id is written as it is; other numbers as the language writes them. */
const formatExactly = (value: number, role: Field['role']): string =>
  role === 'id' ? String(value) : new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value)

/** Formats an amount in its currency. A text that is no currency stands beside the number. */
function formatPrice(value: number, currency: string | undefined): string {
  const amount = formatExactly(value, null)
  if (currency === undefined) return amount
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value)
  } catch {
    return `${amount} ${currency}`
  }
}
