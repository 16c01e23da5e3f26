import { test } from 'node:test'
import { followPage } from './follow-page.ts'

test('the commands in the tutorial "Connect a platform" answer as printed', (t) =>
  followPage(t, 'connect-a-platform.md'))
