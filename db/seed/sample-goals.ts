import type { goals, tasks } from '../schema/index.ts'

/** A goal to be made, with what is below it. Its target date is the end of its period. */
export interface SampleGoal extends Pick<
  typeof goals.$inferInsert,
  'title' | 'horizon' | 'status' | 'manualProgress' | 'description' | 'successCriteria'
> {
  tasks?: SampleTask[]
  children?: SampleGoal[]
  /** User names of people who may also see it. */
  sharedWith?: string[]
}

/** A task to be made, due at the end of its goal's period. */
export type SampleTask = Pick<typeof tasks.$inferInsert, 'title' | 'status' | 'priority'>

/** The goals of each sample user, by user name. */
export const sampleGoals: Readonly<Record<string, SampleGoal[]>> = {
  alice: [
    {
      title: 'Run a half marathon',
      horizon: 'yearly',
      manualProgress: 35,
      description: 'The September race along the river, without walking.',
      successCriteria: '21.1 km in under two hours.',
      children: [
        {
          title: 'Run 10 km without a break',
          horizon: 'quarterly',
          manualProgress: 60,
          children: [
            {
              title: 'Three runs a week',
              horizon: 'monthly',
              manualProgress: 50,
              children: [
                {
                  title: 'Run on Tuesday, Thursday and Sunday',
                  horizon: 'weekly',
                  manualProgress: 33,
                  tasks: [
                    { title: 'Easy 5 km', status: 'completed', priority: 2 },
                    { title: 'Intervals in the park', priority: 2 },
                    { title: 'Long run, 8 km', priority: 1 },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
    {
      title: 'Speak Spanish with my neighbours',
      horizon: 'yearly',
      manualProgress: 20,
      successCriteria: 'Half an hour of conversation without English.',
      children: [
        {
          title: 'Finish the A2 course',
          horizon: 'quarterly',
          manualProgress: 45,
          tasks: [
            { title: 'Lesson 12: past tenses', status: 'in_progress' },
            { title: 'Book the exam', priority: 1 },
          ],
        },
        { title: 'Watch one film a week without subtitles', horizon: 'monthly', status: 'on_hold' },
      ],
    },
    {
      title: 'Declutter the flat',
      horizon: 'quarterly',
      status: 'completed',
      manualProgress: 100,
      tasks: [{ title: 'Give away the old books', status: 'completed' }],
    },
  ],
  bob: [
    {
      title: 'Open the community garden',
      horizon: 'yearly',
      manualProgress: 40,
      sharedWith: ['vera'],
      children: [
        {
          title: 'Get the permit',
          horizon: 'quarterly',
          manualProgress: 70,
          sharedWith: ['vera'],
          tasks: [
            { title: 'Send the site plan', status: 'completed', priority: 1 },
            { title: 'Call the council', status: 'blocked', priority: 1 },
          ],
        },
      ],
    },
    { title: 'Read twelve books', horizon: 'yearly', manualProgress: 58 },
  ],
  dan: [
    { title: 'Learn to bake bread', horizon: 'monthly', tasks: [{ title: 'Feed the sourdough' }] },
  ],
}
