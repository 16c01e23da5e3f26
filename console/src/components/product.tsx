import { Group, Text } from '@mantine/core'
import { words } from '../words/words.ts'

/** The mark of index.html. */
const Mark = () => (
  <svg
    viewBox="0 0 32 32"
    width={26}
    height={26}
    aria-hidden="true"
    fill="none"
    strokeWidth={3.2}
    strokeLinecap="round"
  >
    <rect width="32" height="32" rx="8" fill="#5838ab" />
    <path d="M6.5 16.5l5 5 8-12.5" stroke="#b39cf1" strokeLinejoin="round" />
    <path d="M14.5 19.5l3.5 3.5 8-13" stroke="#fff" strokeLinejoin="round" />
  </svg>
)

/** Shows the mark and the name of the product. */
export const Product = () => (
  <Group gap="sm" wrap="nowrap">
    <Mark />
    <Text fw={700} size="lg">
      {words.app.product}
    </Text>
  </Group>
)
