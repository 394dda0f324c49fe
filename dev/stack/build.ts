// `npm run build` builds the application; `npm start` then builds it again only after a change.
import { build } from './application.ts'
import { StackError } from './settings.ts'

build('inherit').catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error)
  process.exit(1)
})
