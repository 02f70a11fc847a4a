package devo

import (
	"crypto/sha256"
	"net/http"

	"unictl/internal/sandbox/service"
)

// form is what an answer that is not public looks like.
type form int

const (
	formToken form = iota // the token, without its value
	formText              // OK
	formEmpty             // no body at all
	formBlank             // {}
	formCount
)

// inventions is what the sandbox makes up, once per state, because it is not
// public (contract §8): whoever relies on one of these fails with the next state.
type inventions struct {
	ValueKey      string `json:"valueKey"` // of the value in the answer of a get
	Audience      string `json:"audience"` // of the type "Credentials API"
	Salt          string `json:"salt"`     // of the error codes
	Create        form   `json:"create"`
	Enable        form   `json:"enable"`
	Disable       form   `json:"disable"`
	Rename        form   `json:"rename"`
	Delete        form   `json:"delete"`
	CreateStatus  int    `json:"createStatus"`
	OmitsExpiry   bool   `json:"omitsExpiry"` // of tokens that never expire, else null
	CountsSeconds bool   `json:"countsSeconds"`
}

func invent(ids *service.Random) inventions {
	// Only a create has been seen to answer {} elsewhere.
	change := func() form { return form(ids.Below(int(formBlank))) }
	return inventions{
		ValueKey: service.Word(ids.Below), Audience: service.Word(ids.Below), Salt: ids.Hex(16),
		Create: form(ids.Below(int(formCount))),
		Enable: change(), Disable: change(), Rename: change(), Delete: change(),
		CreateStatus: []int{http.StatusOK, http.StatusCreated}[ids.Below(2)],
		OmitsExpiry:  ids.Below(2) == 0, CountsSeconds: ids.Below(2) == 0,
	}
}

// code makes up the application code of an error. The codes are numbers and
// not the HTTP status; which ones there are is not public (contract §3.5).
func (i inventions) code(message string) int {
	sum := sha256.Sum256([]byte(i.Salt + "\x00" + message))
	return 600 + int(sum[0])
}
