import { testDocuments } from './documents.ts'
import { startEverything } from './worlds/everything.ts'
import { inCamelCase, inNamespace, plainly } from './worlds/variations.ts'

for (const { variation, share } of [
  { variation: plainly, share: 0.4 },
  { variation: inCamelCase, share: 0.1 },
  { variation: inNamespace, share: 0.1 },
]) {
  testDocuments({ name: variation.name, share, start: () => startEverything(variation) })
}
