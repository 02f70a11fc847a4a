package iotinvites

import "unictl/internal/rest"

// Token is a secret that the service gave out.
type Token = rest.Secret
