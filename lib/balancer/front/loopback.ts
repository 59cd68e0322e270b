/** Whether a name or address always belongs to this machine. */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^(?:[^.]+\.)*localhost\.?$/.test(host) || ipv4.test(host)
}

const ipv4 = /^127(?:\.\d{1,3}){3}$/
