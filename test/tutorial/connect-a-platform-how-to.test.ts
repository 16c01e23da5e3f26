import { test } from 'node:test'
import { followPage } from './follow-page.ts'

test('the commands in the guide "Connect a platform" answer as printed', (t) =>
  followPage(t, '../how-to/connect-a-platform.md'))
