import { Group, Text } from '@mantine/core'
import { words } from '../words/words.ts'

/** Shows the mark and the name of the product. */
export const Product = () => (
  <Group gap="sm" wrap="nowrap">
    <img src="/assets/icon.svg" width={26} height={26} alt="" />
    <Text fw={700} size="lg">
      {words.app.product}
    </Text>
  </Group>
)
