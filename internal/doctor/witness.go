package doctor

import (
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"time"

	"unictl/internal/rest"
	"unictl/internal/shape"
)

// mostCalls bounds the calls of one read.
const mostCalls = 30

var errEnough = errors.New("enough was read")

// witness watches the calls of one read. It keeps forms and names, never values.
type witness struct {
	mu     sync.Mutex
	names  shape.Names
	calls  int
	sent   map[string]time.Time
	got    map[string]*Answer  // by call
	bodies map[string][][]byte // until all names are known
	order  []string
	parts  map[difference]int
	whole  map[string]int // parts of answers that were compared, by call
	last   int            // status of the last answer, 0 = none came
	unread string         // what the last answer is instead of JSON
	own    bool           // this witness refused a call
}

type difference struct{ call, member, what string }

func newWitness(hidden *rest.Secrets) *witness {
	w := &witness{names: shape.Names{Known: map[string]bool{}, Secret: func(text string) bool { return hidden.Mask(text) != text }}}
	w.begin()
	return w
}

// begin forgets what was seen.
func (w *witness) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls, w.last, w.unread, w.own, w.order = 0, 0, "", false, nil
	w.sent, w.got, w.bodies = map[string]time.Time{}, map[string]*Answer{}, map[string][][]byte{}
	w.parts, w.whole = map[difference]int{}, map[string]int{}
}

// Asked lets reads through, and what gets a credential.
func (w *witness) Asked(r *rest.Request) *rest.Error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !r.SignIn {
		w.own = true
		return &rest.Error{Kind: rest.BadInput, Message: "this comparison only reads"}
	}
	if answer := w.got[r.Name]; w.calls >= mostCalls || answer != nil && answer.Times > mostPages {
		w.own = true
		return &rest.Error{Kind: rest.BadInput, Message: errEnough.Error(), Err: errEnough}
	}
	w.calls++
	w.sent[r.Name] = time.Now()
	w.last, w.unread = 0, ""
	return nil
}

// Answered counts the forms of an answer.
func (w *witness) Answered(r *rest.Request, status int, h http.Header, body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.got[r.Name]
	if a == nil {
		a = &Answer{Call: r.Name, Method: r.Method}
		w.got[r.Name] = a
		w.order = append(w.order, r.Name)
	}
	a.Times++
	a.Status, a.Bytes, a.Milliseconds = status, a.Bytes+len(body), time.Since(w.sent[r.Name]).Milliseconds()
	a.ContentType, a.Headers = contentType(h.Get("Content-Type")), w.names.Header(slices.Collect(maps.Keys(h)))
	w.bodies[r.Name] = append(w.bodies[r.Name], body)
	w.last, w.unread = status, rest.Unread(body)
}

// Expected compares a part of an answer with what it is read into.
func (w *witness) Expected(r *rest.Request, as reflect.Type, part []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	shape.KnownNames(as, w.names.Known)
	w.whole[r.Name]++
	for _, d := range shape.Compare(part, as, w.names) {
		w.parts[difference{r.Name, d.Member, d.What}]++
	}
}

// enough reports that as many pages were read as are looked at.
func (w *witness) enough() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.got {
		if a.Times >= mostPages {
			return true
		}
	}
	return false
}

// gone reports that nothing came back from the last call, or the wish to wait.
func (w *witness) gone() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last == 0 || w.last == http.StatusTooManyRequests
}

// answers are what was answered, in the order of the calls.
func (w *witness) answers() (all []Answer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range w.order {
		a := *w.got[name]
		for _, body := range w.bodies[name] {
			a.Add(body, w.names)
		}
		all = append(all, a)
	}
	return all
}

// differences are what differs, in words: each once, with how often.
func (w *witness) differences() (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, a := range w.got {
		if w.whole[name] > 0 && a.Status < http.StatusMultipleChoices && a.ContentType != jsonType {
			all = append(all, name+": the content type is "+a.ContentType+" where "+jsonType+" is due")
		}
	}
	for d, n := range w.parts {
		text := d.call
		if d.member != "" {
			text += " " + d.member
		}
		text += ": " + d.what
		if n > 1 {
			text += fmt.Sprintf(" (%d times)", n)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

// judge is the verdict by how the read ended, in words of this tool alone.
func (w *witness) judge(err error) (verdict Status, detail, next string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e, _ := errors.AsType[*rest.Error](err)
	status := func() string { return fmt.Sprintf("HTTP %d", w.last) }
	switch {
	case err == nil, errors.Is(err, errEnough):
		return Expected, "", ""
	case e == nil && w.calls == 0:
		return NotTried, "the id in the list is of another form than this command takes", ""
	case e == nil:
		return Differs, "the answer does not fit together", ""
	case w.own:
		return NotTried, "it would write", ""
	case w.last == 0 && e.Kind == rest.BadInput:
		return NotTried, "a setting is missing", "unictl doctor"
	case w.last == 0 && rest.Stopped(err) != "" && e.Status != 0, rest.Stopped(err) == stoppedByBound, rest.Stopped(err) == stoppedByRedirect:
		return Differs, rest.Stopped(err), "unictl doctor --network"
	case w.last == 0:
		return NoAnswer, rest.Stopped(err), "unictl doctor --network"
	case w.last == http.StatusUnauthorized, w.last == http.StatusForbidden, w.last == http.StatusPaymentRequired:
		return Refused, status() + ": the credential may not read this, or is not valid", "unictl doctor --network"
	case w.last == http.StatusTooManyRequests, w.last >= http.StatusInternalServerError:
		return NoAnswer, status(), "try again later"
	case w.last >= http.StatusMultipleChoices:
		return Differs, status() + " where an answer is due", ""
	case w.unread != "":
		return Differs, w.unread + " where JSON is due", ""
	case e.Kind == rest.Credential:
		return Refused, "the service answered, and gave no right to this", ""
	}
	return Differs, "the answer cannot be read", ""
}

const (
	stoppedByBound    = "an answer that is larger or deeper than this tool reads"
	stoppedByRedirect = "a redirect that is not followed"
	jsonType          = "application/json"
)

// contentType is the media type if it is one of those that are usual: others may
// be data.
func contentType(header string) string {
	media, _, err := mime.ParseMediaType(header)
	switch {
	case header == "":
		return "none"
	case err == nil && slices.Contains([]string{
		jsonType, "application/problem+json", "application/xml", "application/octet-stream", "text/html", "text/plain", "text/xml",
	}, media):
		return media
	}
	return "other"
}
