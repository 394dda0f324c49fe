import { registerHooks } from 'node:module'
import { permissionsModule, permissionsModuleName } from '../../../hasura/permissions/module.ts'

/** The build gives the server its own permissions as a module; here the process does. */
export async function providePermissionsModule(): Promise<void> {
  const source = await permissionsModule()
  const url = `data:text/javascript,${encodeURIComponent(source)}`
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === permissionsModuleName
        ? { url, format: 'module', shortCircuit: true }
        : next(specifier, context),
  })
}
