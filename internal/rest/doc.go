// Package rest is the HTTP layer that every provider client shares: one tuned
// transport, credentials bound to their origin, fixed headers, retries that
// never repeat a write, a waiting rate limiter, redirects by policy, verified
// TLS, a redacting trace, bounded bodies and typed errors.
//
// A provider client describes itself once (Provider), connects (New) and then
// returns prepared calls (Call); sending one is the caller's second step, so
// that a dry run can show exactly what would be sent.
//
// Bodies are held in memory, within a limit. Files are not: a request's Content
// is read as it goes up, and its Receive takes the answer as it comes down.
package rest
