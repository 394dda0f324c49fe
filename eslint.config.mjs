// @ts-check
import { globSync } from 'node:fs'
import path from 'node:path'
import withNuxt from './.nuxt/eslint.config.mjs'

const tests = ['tests/**', 'hasura/engine/tests/**']
const written = ['**/*.{ts,mjs,js,vue}']

/** What tools write is read by nobody, so no style is asked of it. */
const generated = [
  'app/graphql/generated/**',
  'server/utils/gateway/request/generated/**',
  'db/migrations/**',
  'hasura/metadata/**',
  '.data/**',
  'test-results/**',
  'playwright-report/**',
]

/** Components outside of `ui`, under the names by which Nuxt provides them to templates. */
const otherComponents = globSync('app/components/**/*.vue')
  .filter(file => !file.startsWith(path.join('app', 'components', 'ui', path.sep)))
  .map(file => path.parse(file).name.replace(/\.(client|server)$/, ''))
  .flatMap(name => [name, `Lazy${name}`])

/** Text that would not read better on two lines. */
const unbreakable = {
  ignoreUrls: true,
  ignoreStrings: true,
  ignoreTemplateLiterals: true,
  ignoreRegExpLiterals: true,
}

export default withNuxt(
  {
    name: 'goals/style',
    rules: {
      'vue/max-attributes-per-line': ['error', { singleline: 3, multiline: 1 }],
      '@stylistic/max-statements-per-line': ['error', { max: 1 }],
      '@stylistic/max-len': [
        'error',
        {
          code: 110,
          ignoreUrls: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
        },
      ],
      '@stylistic/object-property-newline': ['error', { allowAllPropertiesOnSameLine: true }],
      '@stylistic/object-curly-newline': [
        'error',
        {
          TSTypeLiteral: { minProperties: 3, multiline: true, consistent: true },
          TSInterfaceBody: { minProperties: 3, multiline: true, consistent: true },
        },
      ],
      '@stylistic/operator-linebreak': ['error', 'before', { overrides: { '=': 'ignore' } }],
    },
  },
  {
    name: 'goals/templates',
    files: ['**/*.vue'],
    rules: {
      '@stylistic/max-len': 'off',
      // Class lists stay on one line, since their order is the tool's.
      'vue/max-len': ['error', {
        code: 110,
        ignoreHTMLAttributeValues: true,
        ignoreHTMLTextContents: true,
        ...unbreakable,
      }],
    },
  },
  {
    // The one boundary that templates could cross without an import.
    name: 'goals/boundaries',
    files: ['app/components/ui/**'],
    rules: { 'vue/no-restricted-html-elements': ['error', ...otherComponents] },
  },
  { name: 'goals/generated', ignores: generated },
  {
    name: 'goals/no-exceptions',
    linterOptions: { noInlineConfig: true },
    rules: {
      'no-warning-comments': [
        'error',
        { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' },
      ],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.object.name=/^(test|describe)$/][callee.property.name=/^(only|todo)$/]',
          message: 'A test that hides the others, or that is only a plan, is not a test.',
        },
      ],
    },
  },
  {
    name: 'goals/one-name-for-tests',
    files: tests,
    rules: {
      'no-restricted-imports': [
        'error',
        { name: 'vitest', importNames: ['it'], message: 'Tests are written with `test`.' },
      ],
    },
  },
  {
    name: 'goals/playwright-fixtures',
    files: ['tests/e2e/support/**'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    name: 'goals/size',
    files: written,
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 450 }],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
)
