// Package devo is the Devo of the sandbox: the token API ("Credentials API") and
// the users, roles and domains of the Provisioning API,
// written from docs/contracts/devo.md with its quirks. It shares no code with the
// client, so that one misreading cannot satisfy both.
//
// Much of the real API is not public. What the sandbox had to make up (see
// inventions) is made up afresh for each state, so that no command can rely on
// it. Where the contract gives no status it answers 400 to what is malformed,
// 401 to a token that does not work, 403 to what the caller may not do and 404
// to unknown tokens and to accounts that are not the caller's.
package devo

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/sandbox/service"
)

// Config is what a Service stands on.
type Config struct {
	service.Config
	// Odd is what is wrong with one token.
	Odd Odd
}

// Service answers the API over one state. It is safe for concurrent use.
type Service struct {
	service.Core[*view]
	service.InvitesNobody
	routes *service.Router[operation]
	odd    Odd
}

// New makes a service.
func New(cfg Config) *Service {
	s := &Service{odd: cfg.Odd, routes: service.NewRouter(operations(), func(op *operation) (string, string) { return op.method, op.path })}
	s.Core = service.NewCore(cfg.Config, s.view)
	return s
}

// Name is the provider's name in paths, settings and logs.
func (s *Service) Name() string { return "devo" }

// Path is where the API stands below the provider's own path: right there, for
// the context path of the published examples is a placeholder (contract §1.1).
func (s *Service) Path() string { return "" }

// CarriesToken reports whether a request could meet an expired token; one that
// is signed with an access key could not.
func (s *Service) CarriesToken(r *http.Request) bool {
	return r.Header.Get(signHeader) == "" && tokenIn(r.Header) != ""
}

// Fail answers with an error of this API's shape, as the fault injection wants
// it: 5xx as the Query API of the same hosts does (contract §3.5).
func (s *Service) Fail(w http.ResponseWriter, status int) {
	w.Header().Set(cidHeader, s.Random.Hex(8))
	switch {
	case status >= http.StatusInternalServerError:
		writeFailure(w, status)
	case status == http.StatusUnauthorized:
		s.writeProblem(w, badToken())
	default:
		s.writeProblem(w, refuse(status, "%s", http.StatusText(status)))
	}
}

const maxBody = 1 << 20

// Handler answers the API below prefix, e.g. "/devo".
func (s *Service) Handler(prefix string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(cidHeader, s.Random.Hex(8))
		segments := service.Segments(strings.Trim(strings.TrimPrefix(r.URL.EscapedPath(), prefix), "/"))
		if slices.Contains(segments, "") {
			writeNoPath(w)
			return
		}
		switch op, values, others := s.routes.Find(r.Method, segments); {
		case op != nil:
			s.answer(w, &call{s: s, op: op, r: r, account: values["account"], id: values["tokenId"], values: values})
		case len(others) > 0:
			s.writeProblem(w, refuse(http.StatusMethodNotAllowed, "Method not allowed"))
		default:
			writeNoPath(w)
		}
	})
}

func (s *Service) answer(w http.ResponseWriter, c *call) {
	body, _, err := service.Body(w, c.r, maxBody)
	if err != nil {
		s.writeProblem(w, refuse(http.StatusRequestEntityTooLarge, "Request body unreadable or too large"))
		return
	}
	c.body = body
	ans, err := c.run()
	var p *problem
	switch {
	case errors.As(err, &p):
		s.writeProblem(w, p)
	case err != nil:
		writeFailure(w, http.StatusInternalServerError)
	default:
		ans.Send(w)
	}
}

// operation is one method of one path (contract §1.1, §1.2).
type operation struct {
	method, path string
	right        right
	serve        func(*call) (answer, error)
	probio       bool // it is of the Provisioning API
}

// operations is everything this service answers. Which level each needs is not
// public: to view for reading, to manage for the rest (contract §2.1).
func operations() []operation {
	const tokens = "ws/accounts/{account}/credentials/tokens"
	return append(probioOperations(), []operation{
		{http.MethodGet, tokens, rightView, listTokens, false},
		{http.MethodPost, tokens, rightManage, createToken, false},
		{http.MethodGet, tokens + "/{tokenId}", rightView, getToken, false},
		{http.MethodDelete, tokens + "/{tokenId}", rightManage, deleteToken, false},
		{http.MethodPut, tokens + "/{tokenId}/enable", rightManage, enableToken, false},
		{http.MethodPut, tokens + "/{tokenId}/disable", rightManage, disableToken, false},
		{http.MethodPut, tokens + "/{tokenId}/rename", rightManage, renameToken, false},
	}...)
}

// call is one request inside its transaction. The account and the token's id
// are those of the path.
type call struct {
	*view
	s           *Service
	op          *operation
	r           *http.Request
	account, id string
	values      map[string]string // all that its path names
	body        []byte
	caller      *person
}

// run answers a call in a transaction. Nothing is kept of a refused one.
func (c *call) run() (ans answer, err error) {
	err = c.s.Serve(c.op.method, func(v *view) (err error) {
		c.view = v
		if err = c.admit(); err == nil {
			ans, err = c.op.serve(c)
		}
		return err
	})
	return ans, err
}

// target finds the token of the path; one of another account does not exist
// here.
func (c *call) target() (*token, error) {
	t := c.token(c.id)
	if t == nil || t.Account != c.account || t.Hidden {
		return nil, noToken(c.id)
	}
	return t, nil
}

// told answers a change in the form that this state has for it.
func (c *call) told(how form, t *token) answer {
	switch how {
	case formToken:
		return answer{Kind: mediaJSON, Body: encodeObject(c.fields(t))}
	case formText:
		return answer{Kind: mediaText, Body: []byte("OK")}
	case formBlank:
		return answer{Kind: mediaJSON, Body: []byte("{}")}
	}
	return answer{}
}
