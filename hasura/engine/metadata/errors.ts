/**
 * Metadata that cannot be loaded at all: an unreadable file, a wrong shape, or a key that would
 * have to be enforced and is not implemented. `path` names the place:
 * `sources[0].tables[3].select_permissions[0].permission.filter`.
 */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
  readonly path: string

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`metadata ${path}: ${problem}`, options)
    this.path = path
  }
}
