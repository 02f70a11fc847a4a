package doctor

import (
	"cmp"
	"unictl/internal/cli"
)

// Status is how grave a finding is.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Note    Status = "note"    // worth knowing: not needed, not there yet, or not for long
	Problem Status = "problem" // something will not work, or is not safe
)

// Finding is one line of the examination. It holds no secret.
type Finding struct {
	Status Status `json:"status"`
	Check  string `json:"check"`  // what was looked at: "config", "ixon credential"
	Detail string `json:"detail"` // what was found
	Next   string `json:"next"`   // what to do about it; "" for what is OK
	*Seen
}

// Seen is what a comparison found in one read. It holds no value of the service.
type Seen struct {
	Rows        int      `json:"rows"`
	Differences []string `json:"differences"`
	Answers     []Answer `json:"answers"`
}

// faulty is the finding of an error.
func faulty(s *cli.Session, check string, err error, otherwise string) Finding {
	message, hint := s.Describe(err)
	return Finding{Status: Problem, Check: check, Detail: message, Next: cmp.Or(hint, otherwise)}
}
