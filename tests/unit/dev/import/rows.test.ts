import { expect, test } from 'vitest'
import { readGoalFile, readGoalRows } from '../../../../dev/import/rows.ts'

const header = 'code,parent_code,kind,title,target_date,success_criteria\n'

test('reads quotes, commas and line breaks, and says on which line a row ends', () => {
  expect(
    readGoalRows(
      `${header}1,,goal,"End ""poverty"", everywhere",2030-12-31,""\n1.1,1,target,"Two\nlines",,"By sex, age"\n`,
    ),
  ).toEqual([
    {
      line: 2,
      code: '1',
      parentCode: '',
      title: 'End "poverty", everywhere',
      targetDate: '2030-12-31',
      successCriteria: '',
    },
    {
      line: 4,
      code: '1.1',
      parentCode: '1',
      title: 'Two\nlines',
      targetDate: '',
      successCriteria: 'By sex, age',
    },
  ])
})

test.each([
  [
    'a missing column',
    'code,title\n1,x\n',
    'The CSV file has no column parent_code, target_date, success_criteria. Its header has "code", "title".',
  ],
  [
    'a code that occurs twice',
    `${header}1,,goal,a,,\n1,,goal,b,,\n`,
    'Line 3, column code: the code "1" occurs twice.',
  ],
  [
    'a parent that does not exist',
    `${header}1,,goal,a,,\n2.1,2,goal,b,,\n`,
    'Line 3, column parent_code: there is no parent with the code "2".',
  ],
  ['a row without a code', `${header},,goal,a,,\n`, 'Line 2, column code: every goal needs a code'],
  [
    'a column that stands there twice',
    'code,Code,parent_code,title,target_date,success_criteria\n1,1,,a,,\n',
    'has the column code twice',
  ],
  [
    'a row with too few fields',
    `${header}1,,goal\n`,
    'Line 2 has more or fewer fields than the header.',
  ],
  ['an empty file', '', 'The CSV file is empty.'],
  ['a header alone', header, 'The CSV file has a header and no goals.'],
  ['a quote that stays open', `${header}1,,goal,"a,,\n`, 'a quote is opened and never closed'],
  [
    'a quote in the middle of a field',
    `${header}1,,goal,5" pipe,,\n`,
    'Line 2: put a field with quotes into quotes',
  ],
])('refuses %s', (_what, csv, message) => {
  expect(() => readGoalRows(csv)).toThrow(message)
})

test.each([
  ['03/04/2027', '"03/04/2027" can mean two days. Write 2027-04-03 or 2027-03-04.'],
  ['31.12.2027', 'Write "31.12.2027" as 2027-12-31.'],
  ['tomorrow', '"tomorrow" is no day. Write it as year-month-day, for example 2027-04-03.'],
  ['infinity', '"infinity" is no day.'],
  ['2027-02-30', 'There is no day "2027-02-30".'],
  ['20270403', '"20270403" is no day.'],
])('refuses the day %s by line and column', (day, message) => {
  expect(() => readGoalRows(`${header}1,,goal,a,2027-01-01,\n2,,goal,b,${day},\n`)).toThrow(
    `Line 3, column target_date: ${message}`,
  )
})

test('all mistakes are told at once, and many are counted', () => {
  const rows = Array.from({ length: 30 }, (_, index) => `${index},,goal,a,soon,`).join('\n')
  expect(() => readGoalRows(`${header}${rows}\n`)).toThrow(
    /^(Line \d+, column target_date: .+\n){20}… and 10 more\.$/,
  )
})

const written = `${header}1,,goal,Größe – „weit“,2030-12-31,\n`

test.each([
  ['UTF-8', Buffer.from(written), []],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${written}`), []],
  ['UTF-16, little-endian', Buffer.from(`\uFEFF${written}`, 'utf16le'), []],
  ['UTF-16, big-endian', Buffer.from(`\uFEFF${written}`, 'utf16le').swap16(), []],
  [
    'Windows-1252',
    windows1252(written),
    [
      'The file is not UTF-8 and was read as Windows-1252. If letters look wrong, save it as UTF-8 and import it again.',
    ],
  ],
])('reads %s', (_name, bytes, notices) => {
  const file = readGoalFile(bytes)
  expect(file.rows.map(({ title }) => title)).toEqual(['Größe – „weit“'])
  expect(file.notices).toEqual([...notices, 'Ignored columns: kind.'])
})

test('an encoding that cannot be told is refused, and can be named', () => {
  const cyrillic = Buffer.from([
    ...Buffer.from(`${header}1,,goal,`),
    0xcf,
    0xf0,
    0x9d,
    ...Buffer.from(',,\n'),
  ])
  expect(() => readGoalFile(cyrillic)).toThrow('name its encoding with --encoding')
  expect(readGoalFile(cyrillic, 'windows-1251').rows[0]?.title).toBe('Прќ')
  expect(() => readGoalFile(cyrillic, 'klingon')).toThrow('There is no encoding "klingon".')
  expect(() => readGoalFile(Buffer.from(written, 'utf16le'))).toThrow('add --encoding utf-16le')
})

test.each([
  [
    'semicolons',
    'Code;Parent Code; Title ;Target-Date;SUCCESS_CRITERIA\n1;;"Run; then, rest";2030-12-31;a,b\n',
    2,
  ],
  [
    'tabs',
    'code\tparent_code\ttitle\ttarget_date\tsuccess_criteria\n 1 \t\tRun; then, rest\t2030-12-31\ta,b\n',
    2,
  ],
  [
    'the line with which Excel names its delimiter',
    'sep=;\r\ncode;parent_code;title;target_date;success_criteria\r\n1;;"Run; then, rest";2030-12-31;a,b\r\n',
    3,
  ],
])('reads %s, and headers in any case', (_name, csv, line) => {
  expect(readGoalRows(csv)).toEqual([
    {
      line,
      code: '1',
      parentCode: '',
      title: 'Run; then, rest',
      targetDate: '2030-12-31',
      successCriteria: 'a,b',
    },
  ])
})

function windows1252(text: string): Buffer {
  const codes: Record<string, number> = { '–': 0x96, '„': 0x84, '“': 0x93 }
  return Buffer.from([...text].map(character => codes[character] ?? character.charCodeAt(0)))
}
