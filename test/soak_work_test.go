package test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// soakWork is a change that is made for many rows.
type soakWork struct {
	words []string // of the command
	// each is more rows than are done before a process is killed; 0 is soakRowsEach.
	each int
	// needs are the acts that a row takes, in order; once is the one of them that
	// must not take effect twice.
	needs []string
	once  string
	// looks says that something can tell what became of a write: then no row may
	// stay unknown.
	looks bool
	// probes says that an act which is refused is a question, and no second try.
	probes bool
	// gone404 says that a removal is answered with a 404 when it was done.
	gone404 bool
	// values says that each row brings a secret, which must be kept.
	values bool
	// seed makes what is there before, and gives the lines of the file. A line
	// whose row is not itself has its row in names.
	seed func(s *soak, count int) (header string, lines []string)
	// rowOf is the row of a write, from its path's last words or from its body.
	rowOf func(j *soakWork, r *http.Request, body []byte) string
	names map[string]string
}

// about says which row a write is about, and what it does; "" = none of a row.
func (w *soakWork) about(r *http.Request, body []byte) (row, act string) {
	row = w.rowOf(w, r, body)
	if name, ok := w.names[row]; ok {
		row = name
	}
	return row, r.Method
}

func (w *soakWork) tookEffect(deed *soakDeed) bool {
	return deed.status != 0 && deed.status < http.StatusBadRequest ||
		w.gone404 && deed.act == http.MethodDelete && deed.status == http.StatusNotFound
}

// inPath finds the row in the word behind this one.
func inPath(before string) func(*soakWork, *http.Request, []byte) string {
	return func(_ *soakWork, r *http.Request, _ []byte) string {
		words := strings.Split(r.URL.Path, "/")
		for i := len(words) - 2; i >= 0; i-- {
			if words[i] == before {
				return words[i+1]
			}
		}
		return ""
	}
}

// inBody finds the row in a member of the body, where the path ends so.
func inBody(ending, member string) func(*soakWork, *http.Request, []byte) string {
	return func(_ *soakWork, r *http.Request, body []byte) string {
		if path.Base(r.URL.Path) != ending {
			return ""
		}
		return textIn(body, member)
	}
}

// textIn is the first text of this name in a JSON body, however deep.
func textIn(body []byte, name string) string {
	_, rest, _ := strings.Cut(string(body), `"`+name+`"`)
	_, rest, _ = strings.Cut(rest, `"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// either takes the first that finds a row.
func either(all ...func(*soakWork, *http.Request, []byte) string) func(*soakWork, *http.Request, []byte) string {
	return func(w *soakWork, r *http.Request, body []byte) string {
		for _, find := range all {
			if row := find(w, r, body); row != "" {
				return row
			}
		}
		return ""
	}
}

func addresses(_ *soak, count int) (string, []string) {
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("person%d@example.com", i)
	}
	return "email", all
}

// made are the ids of what a command makes of these lines.
func (s *soak) made(header string, lines []string, words ...string) (ids []string) {
	s.t.Helper()
	out, err := s.command(append(words, "--from", s.file("seed.csv", header, lines), "--jobs", "8", "-o", "jsonl", "-q")...).Output()
	s.check(err)
	for line := range strings.Lines(string(out)) {
		var row struct{ ID, Status string }
		s.check(json.Unmarshal([]byte(line), &row))
		if row.Status != "done" {
			s.t.Fatalf("%v: %s", words, line)
		}
		ids = append(ids, row.ID)
	}
	return ids
}

func ixonInvited(s *soak, count int) (string, []string) {
	header, lines := addresses(s, count)
	return "invite", s.made(header, lines, "ixon", "users", "invite", "--grant", "company=Engineer")
}

// ixonUsers are people who accepted, by address; the service knows their ids.
func ixonUsers(s *soak, count int) (string, []string) {
	_, lines := addresses(s, count)
	ixonInvited(s, count)
	for _, email := range lines {
		_, err := s.sandbox.Accept(s.t.Context(), email)
		s.check(err)
	}
	out, err := s.command("ixon", "users", "list", "-o", "jsonl").Output()
	s.check(err)
	s.work.names = map[string]string{}
	for line := range strings.Lines(string(out)) {
		var user struct{ PublicID, EmailAddress string }
		s.check(json.Unmarshal([]byte(line), &user))
		s.work.names[user.PublicID] = user.EmailAddress
	}
	return "user", lines
}

func iotInvited(s *soak, count int) (string, []string) {
	header, lines := addresses(s, count)
	s.made(header, lines, "iot", "invites", "create")
	return header, lines
}

func portalUsers(_ *soak, count int) (string, []string) {
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("person%d", i)
	}
	return "login-username", all
}

func portalUsersMade(s *soak, count int) (string, []string) {
	header, lines := portalUsers(s, count)
	return "user", s.made(header, lines, "intrexx", "users", "create", "--last-name", "Soak", "--password-file", s.password())
}

// password is a file with one.
func (s *soak) password() string {
	name := filepath.Join(s.home, "password")
	s.check(os.WriteFile(name, []byte("Correct-horse-7\n"), 0o600))
	return name
}

func newTokens(_ *soak, count int) (string, []string) {
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("machine%d", i)
	}
	return "name", all
}

var tokenFlags = []string{"--user", "svc@example.com", "--audience", "http", "--scope", "table://my.app.web"}

// tokensMade are the ids of tokens, under whose names others are made.
func tokensMade(s *soak, count int) (string, []string) {
	header, lines := newTokens(s, count)
	ids := s.made(header, lines, append([]string{"devo", "tokens", "create", "--values-file", filepath.Join(s.home, "seed.values")}, tokenFlags...)...)
	s.work.names = map[string]string{}
	for i, name := range lines {
		s.work.names[name] = ids[i]
	}
	return "token", ids
}

const (
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// soakWorks are the changes: of each service a creation and a removal, what
// nobody can look up, and those of several steps.
func soakWorks() map[string]soakWork {
	return map[string]soakWork{
		"ixon invite": {
			words: []string{"ixon", "users", "invite", "--grant", "company=Engineer"}, seed: addresses,
			needs: []string{post}, once: post, looks: true, rowOf: inBody("invites", "emailAddress"),
		},
		"ixon remove": {
			words: []string{"ixon", "users", "remove", "--yes"}, seed: ixonUsers,
			needs: []string{remove}, looks: true, rowOf: inPath("users"),
		},
		"ixon revoke": {
			words: []string{"ixon", "invites", "revoke", "--yes"}, seed: ixonInvited,
			needs: []string{remove}, looks: true, rowOf: inPath("invites"),
		},
		"ixon mail": {
			words: []string{"ixon", "invites", "resend"}, seed: ixonInvited,
			needs: []string{post}, once: post, rowOf: inPath("invites"),
		},
		"iot create": {
			words: []string{"iot", "invites", "create"}, seed: addresses,
			needs: []string{post}, once: post, looks: true, rowOf: inBody("invites", "email"),
		},
		"iot withdraw": {
			words: []string{"iot", "invites", "withdraw", "--yes"}, seed: iotInvited,
			needs: []string{remove}, looks: true, gone404: true, rowOf: inPath("invites"),
		},
		"iot resend": {
			words: []string{"iot", "invites", "resend"}, seed: iotInvited,
			needs: []string{remove, post}, once: post, looks: true, probes: true, gone404: true,
			rowOf: either(inPath("invites"), inBody("invites", "email")),
		},
		"intrexx create": {
			words: []string{"intrexx", "users", "create", "--last-name", "Soak", "--password-file", "password"}, seed: portalUsers,
			needs: []string{post}, once: post, rowOf: inBody("users", "login_username"),
		},
		"intrexx delete": {
			words: []string{"intrexx", "users", "delete", "--yes"}, seed: portalUsersMade,
			needs: []string{remove}, rowOf: inPath("users"),
		},
		"devo create": {
			words: append([]string{"devo", "tokens", "create"}, tokenFlags...), seed: newTokens, values: true,
			needs: []string{post}, once: post, rowOf: inBody("tokens", "name"),
		},
		"devo delete": {
			words: []string{"devo", "tokens", "delete", "--yes"}, seed: tokensMade,
			needs: []string{remove}, looks: true, rowOf: inPath("tokens"),
		},
		"devo rotate": {
			words: []string{"devo", "tokens", "rotate", "--yes"}, seed: tokensMade, values: true, each: 10,
			needs: []string{post, put}, once: post, rowOf: either(inPath("tokens"), inBody("tokens", "name")),
		},
	}
}
