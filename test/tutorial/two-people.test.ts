import { test } from 'node:test'
import { followPage } from './follow-page.ts'

test('the commands in the tutorial on two people answer as printed', (t) => followPage(t, 'two-people.md'))
