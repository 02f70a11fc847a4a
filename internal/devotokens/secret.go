package devotokens

import "unictl/internal/rest"

// Secret is the value of a token.
type Secret = rest.Secret

// redacted stands for a value in answers that are shown.
const redacted = "[redacted]"
