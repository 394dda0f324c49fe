// Validates every document of the pages against the schema of the role that asks it. The build
// stops at the first run that fails.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Kind, print, validate, type DocumentNode } from 'graphql'
import { pageRoles, roles, type Role } from '#shared/roles.ts'
import { readSchema } from './write-types.ts'

const documents = fileURLToPath(new URL('..', import.meta.url))

/** Pages ask the documents of `viewer` in every page role, so those must fit all of these. */
const askedAs = (folder: Role): readonly Role[] => (folder === 'viewer' ? pageRoles : [folder])

let checked = 0
const failures: string[] = []
for (const folder of roles) {
  if (!existsSync(path.join(documents, folder))) continue
  for (const file of readdirSync(path.join(documents, folder))) {
    const exported: Record<string, unknown> = await import(
      pathToFileURL(path.join(documents, folder, file)).href
    )
    for (const [name, document] of Object.entries(exported)) {
      if (!isOperation(document)) continue
      for (const role of askedAs(folder))
        failures.push(
          ...problems(document, role).map(text => `${folder}/${file} ${name} as ${role}: ${text}`),
        )
      checked++
    }
  }
}
if (failures.length) {
  console.error(failures.join('\n'))
  process.exit(1)
}
console.log(`${checked} GraphQL documents fit the schemas of their roles`)

function isOperation(value: unknown): value is DocumentNode {
  return (
    typeof value === 'object'
    && value !== null
    && 'definitions' in value
    && (value as DocumentNode).definitions.some(
      definition => definition.kind === Kind.OPERATION_DEFINITION,
    )
  )
}

function problems(document: DocumentNode, role: Role): string[] {
  return validate(readSchema(role), document).map(
    error => `${error.message}\n    in ${print(document).split('\n', 1)[0]}`,
  )
}
