import { test } from 'node:test'
import { findPythonProblem } from '../support/python.ts'
import { followPage } from './follow-page.ts'

test('the commands in "Connect a platform in Python" answer as printed', { skip: findPythonProblem() ?? false }, (t) =>
  followPage(t, '../how-to/connect-a-platform-in-python.md'),
)
