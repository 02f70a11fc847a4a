package devo

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"unictl/internal/sandbox/service"
)

// cidHeader is on every response, whatever its status (contract §3.5).
const cidHeader = "x-devo-cid"

const (
	mediaJSON = "application/json"
	mediaText = "text/plain; charset=utf-8"
	mediaHTML = "text/html; charset=utf-8"
)

// answer is a successful outcome.
type answer = service.Answer

// writeProblem sends the error envelope (contract §3.5).
func (s *Service) writeProblem(w http.ResponseWriter, p *problem) {
	code := p.code
	if code == 0 {
		code = s.inventions().code(p.kind)
	}
	b := strconv.AppendInt([]byte(`{"error":{"code":`), int64(code), 10)
	b = append(append(b, `,"message":`...), encode(p.message)...)
	answer{Status: p.status, Kind: mediaJSON, Body: append(b, "}}"...)}.Send(w)
}

// writeFailure sends an error as the Query API of the same hosts does.
func writeFailure(w http.ResponseWriter, status int) {
	answer{Status: status, Kind: mediaJSON, Body: encode(struct {
		Msg    string   `json:"msg"`
		Status int      `json:"status"`
		CID    string   `json:"cid"`
		Object []string `json:"object"`
	}{http.StatusText(status), status, w.Header().Get(cidHeader), []string{}})}.Send(w)
}

// writeNoPath is what stands where no API is (contract §3.5), among others on
// the paths of the older documentation.
func writeNoPath(w http.ResponseWriter) {
	answer{Status: http.StatusNotFound, Kind: mediaHTML, Body: []byte("<html>\r\n<head><title>404 Not Found</title></head>\r\n" +
		"<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")}.Send(w)
}

// encode renders strings, numbers and what is made of them, which cannot fail.
func encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic("sandbox devo: " + err.Error())
	}
	return data
}

// problem is a refused request.
type problem struct {
	status  int
	code    int    // of the application; 0 = not public, so it is made up
	kind    string // what decides it then
	message string
}

func (p *problem) Error() string { return http.StatusText(p.status) + ": " + p.message }

// refuse makes a problem; its kind is the message before the details are in.
func refuse(status int, message string, details ...any) *problem {
	return &problem{status: status, kind: message, message: fmt.Sprintf(message, details...)}
}

func badToken() *problem {
	return refuse(http.StatusUnauthorized, "Invalid or missing credentials")
}

func noAccount(name string) *problem {
	return refuse(http.StatusNotFound, "Account %s not found", name)
}

func noToken(id string) *problem {
	return refuse(http.StatusNotFound, "Token %s not found", id)
}

func badRequest(message string, details ...any) *problem {
	return refuse(http.StatusBadRequest, message, details...)
}

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
	Disabled      string `json:"disabled"` // the status of a disabled user
}

func invent(ids *service.Random, scrambled bool) inventions {
	// Only a create has been seen to answer {} elsewhere.
	change := func() form { return form(ids.Below(int(formBlank))) }
	word := func(plain string) string {
		if scrambled {
			return service.Word(ids.Below)
		}
		return plain
	}
	return inventions{
		ValueKey: word("token_value"), Audience: word("credentials"), Salt: ids.Hex(16),
		Create: form(ids.Below(int(formCount))),
		Enable: change(), Disable: change(), Rename: change(), Delete: change(),
		CreateStatus: []int{http.StatusOK, http.StatusCreated}[ids.Below(2)],
		OmitsExpiry:  ids.Below(2) == 0, CountsSeconds: ids.Below(2) == 0,
		Disabled: word("disabled"),
	}
}

// code makes up the application code of an error. The codes are numbers and
// not the HTTP status; which ones there are is not public (contract §3.5).
func (i inventions) code(message string) int {
	sum := sha256.Sum256([]byte(i.Salt + "\x00" + message))
	return 600 + int(sum[0])
}
