import { computed, onBeforeUnmount, onMounted } from 'vue'
import { dayIn, hourIn } from '~/utils/days'

/** Turns a point in time (ISO 8601) into the person's day. */
export function useDayOf() {
  const zone = useState('timezone', () => 'UTC')
  return (time: string) => dayIn(zone.value, new Date(time))
}

/**
 * The person's day and hour. The time zone comes from a cookie that the browser sets, so that
 * server and browser draw the same page; on the very first visit the server draws in UTC and the
 * browser corrects it.
 */
export function useToday() {
  const zone = useCookie('timezone', { default: () => 'UTC', maxAge: 31_536_000, sameSite: 'lax' })
  const now = useState('now', () => Date.now())
  const drawnZone = useState('timezone', () => zone.value)
  onMounted(() => {
    const tick = () => {
      now.value = Date.now()
    }
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    zone.value = timeZone
    drawnZone.value = timeZone
    const timer = setInterval(tick, 60_000)
    onBeforeUnmount(() => clearInterval(timer))
  })
  return {
    today: computed(() => dayIn(drawnZone.value, new Date(now.value))),
    hour: computed(() => hourIn(drawnZone.value, new Date(now.value))),
  }
}
