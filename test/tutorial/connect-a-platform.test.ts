import { test } from 'node:test'
import { followPage } from './follow-page.ts'

test('the commands of the tutorial on a platform answer as it says', (t) => followPage(t, 'connect-a-platform.md'))
