import { expect, test } from 'vitest'
import { readGoalRows } from '../../../../../server/local/import/rows.ts'

const header = 'code,parent_code,kind,title,target_date,success_criteria\n'

test('reads quotes, commas and line breaks, and says on which line a row ends', () => {
  expect(readGoalRows(`${header}1,,goal,"End ""poverty"", everywhere",2030-12-31,""\n1.1,1,target,"Two\nlines",,"By sex, age"\n`)).toEqual([
    { line: 2, code: '1', parentCode: '', title: 'End "poverty", everywhere', targetDate: '2030-12-31', successCriteria: '' },
    { line: 4, code: '1.1', parentCode: '1', title: 'Two\nlines', targetDate: '', successCriteria: 'By sex, age' },
  ])
})

test.each([
  ['a missing column', 'code,title\n1,x\n', 'The CSV file has no column parent_code, target_date, success_criteria.'],
  ['a code that occurs twice', `${header}1,,goal,a,,\n1,,goal,b,,\n`, 'Line 3: the code "1" occurs twice.'],
  ['a parent that does not exist', `${header}1,,goal,a,,\n2.1,2,goal,b,,\n`, 'Line 3: there is no parent with the code "2".'],
])('refuses %s', (_what, csv, message) => {
  expect(() => readGoalRows(csv)).toThrow(message)
})
