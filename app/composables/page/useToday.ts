import { computed, onBeforeUnmount, onMounted } from 'vue'
import { useSessionStore } from '~/stores/session'
import { dayIn, hourIn } from '~/utils/days'

/** The time zone that the person has chosen, else that of the browser as far as the page knows it. */
function useTimeZone(known: () => string = () => 'UTC') {
  const session = useSessionStore()
  const browsers = useState('timezone', known)
  return { browsers, zone: computed(() => session.user?.timeZone ?? browsers.value) }
}

/** Turns a point in time (ISO 8601) into the person's day. */
export function useDayOf() {
  const { zone } = useTimeZone()
  return (time: string) => dayIn(zone.value, new Date(time))
}

/**
 * The person's day and hour. Where they have chosen no time zone, it comes from a cookie that the
 * browser sets, so that server and browser draw the same page; on the very first visit the server
 * draws in UTC and the browser corrects it.
 */
export function useToday() {
  const kept = useCookie('timezone', { default: () => 'UTC', maxAge: 31_536_000, sameSite: 'lax' })
  const now = useState('now', () => Date.now())
  const { browsers, zone } = useTimeZone(() => kept.value)
  onMounted(() => {
    const tick = () => {
      now.value = Date.now()
    }
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    kept.value = timeZone
    browsers.value = timeZone
    const timer = setInterval(tick, 60_000)
    onBeforeUnmount(() => clearInterval(timer))
  })
  return {
    today: computed(() => dayIn(zone.value, new Date(now.value))),
    hour: computed(() => hourIn(zone.value, new Date(now.value))),
  }
}
