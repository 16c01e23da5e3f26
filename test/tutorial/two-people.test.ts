import { test } from 'node:test'
import { followPage } from './follow-page.ts'

test('the commands of the tutorial on two people answer as it says', (t) => followPage(t, 'two-people.md'))
