/** Every permission of hasura/metadata, as it was when the server was built. */
declare module '#permissions' {
  const permissions: readonly import('../../../hasura/permissions/model.ts').Permission[]
  export default permissions
}
