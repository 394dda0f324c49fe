import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { parse as parseVue } from 'vue/compiler-sfc'
import { root } from './source-files.ts'

/** What one module says about others, before its specifiers are resolved. */
export interface ParsedModule {
  imports: { specifier: string, names: ImportedNames }[]
  /** Names of exported values; types are left out. */
  exports: string[]
  /** Names that it uses without declaring or importing them: what an auto-import can mean. */
  free: Set<string>
}

/** What one module takes from another. */
export interface Import {
  file: string
  names: ImportedNames
}

/**
 * The names that an import takes; `all` for a namespace, a side effect or an import at run time.
 */
export type ImportedNames = { kind: 'all' } | { kind: 'named', names: string[] }

/** Reads one module's imports, exports and free names. */
export function parseModule(file: string): ParsedModule {
  const text = readFileSync(path.join(root, file), 'utf8')
  const { script, template } = file.endsWith('.vue')
    ? vueBlocks(text)
    : { script: text, template: '' }
  const source = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const module: ParsedModule = { imports: [], exports: [], free: new Set() }
  const declared = new Set<string>()
  const used = new Set<string>(template.match(/[A-Za-z_$][\w$]*/g) ?? [])
  visit(source, module, declared, used)
  for (const name of used) if (!declared.has(name)) module.free.add(name)
  return module
}

function vueBlocks(text: string): { script: string, template: string } {
  const { descriptor } = parseVue(text)
  const script = [descriptor.script, descriptor.scriptSetup]
    .map(block => block?.content ?? '')
    .join('\n')
  return { script, template: descriptor.template?.content ?? '' }
}

function visit(
  node: ts.Node,
  module: ParsedModule,
  declared: Set<string>,
  used: Set<string>,
): void {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) readSpecifier(node, module)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    readDynamicImport(node, module)
  if (ts.isIdentifier(node)) {
    if (isDeclaration(node)) declared.add(node.text)
    else if (!isMemberName(node)) used.add(node.text)
  }
  readExport(node, module)
  ts.forEachChild(node, child => visit(child, module, declared, used))
}

function readSpecifier(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  module: ParsedModule,
): void {
  if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return
  module.imports.push({ specifier: node.moduleSpecifier.text, names: importedNames(node) })
}

function importedNames(node: ts.ImportDeclaration | ts.ExportDeclaration): ImportedNames {
  const bindings = ts.isImportDeclaration(node)
    ? node.importClause?.namedBindings
    : node.exportClause
  const byDefault = ts.isImportDeclaration(node) && node.importClause?.name ? ['default'] : []
  if (!bindings) return byDefault.length > 0 ? { kind: 'named', names: byDefault } : { kind: 'all' }
  if (ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return { kind: 'all' }
  const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = bindings.elements
  return {
    kind: 'named',
    names: [...byDefault, ...elements.map(element => (element.propertyName ?? element.name).text)],
  }
}

function readDynamicImport(node: ts.CallExpression, module: ParsedModule): void {
  const [specifier] = node.arguments
  if (specifier && ts.isStringLiteral(specifier))
    module.imports.push({ specifier: specifier.text, names: { kind: 'all' } })
}

function readExport(node: ts.Node, module: ParsedModule): void {
  const exported =
    ts.canHaveModifiers(node)
    && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  if (!exported) return
  if (ts.isVariableStatement(node)) {
    for (const { name } of node.declarationList.declarations)
      if (ts.isIdentifier(name)) module.exports.push(name.text)
  }
  else if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && !isDefault(node)) {
    if (node.name) module.exports.push(node.name.text)
  }
}

function isDefault(node: ts.HasModifiers): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node
  const named = parent as ts.NamedDeclaration
  return (
    named.name === node && !ts.isPropertyAccessExpression(parent) && !ts.isExportSpecifier(parent)
  )
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node)
    || ts.isImportSpecifier(parent)
    || ts.isExportSpecifier(parent)
    || (ts.isQualifiedName(parent) && parent.right === node)
  )
}
