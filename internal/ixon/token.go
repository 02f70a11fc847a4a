package ixon

import "unictl/internal/rest"

// Token is a secret that the service gives out once: the secretId of an access
// token or the token of a service account, 32 characters (§7).
type Token = rest.Secret
