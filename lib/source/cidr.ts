import ipaddr from 'ipaddr.js'

/** IPv4 with all four parts: `10.1/16` is ambiguous. */
export function isCidr(text: string): boolean {
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
}
