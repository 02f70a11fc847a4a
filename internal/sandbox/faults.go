package sandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unictl/internal/sandbox/devo"
	"unictl/internal/sandbox/iot"
)

// Faults is what goes wrong on purpose. The zero value is nothing.
type Faults struct {
	Latency    time.Duration // added to every answer
	RetryAfter int           // seconds named by 429 answers; 0 leaves the header out
	Captcha    iot.Captcha   // stands before creating people and invitations of the IoT platform in dialect J
	Docker     bool          // Intrexx lacks /portals and /templates, as in a Docker deployment
	Masks      bool          // Intrexx shows stars in the place of stored secrets
	ErrorLists bool          // Intrexx refuses with a list of fields
	Unset      bool          // Intrexx lacks the settings of reports and export until they are set
	Me404      bool          // IXON shows no service account itself
	Odd        devo.Odd      // is wrong in one token of Devo
	Lookalikes bool          // people and things that are easily confused join the state
	when       [faultKinds]trigger
}

type fault int

const (
	faultSilent  fault = iota // no answer until the client gives up
	fault429                  // rate limited
	fault5xx                  // 500 and 503 by turns
	faultHTML502              // a proxy's error page
	fault301                  // moved; of services that may move only
	faultExpire               // 401, as if the token had run out
	faultNoDB                 // answered without the database; of services that can show it only
	faultDone500              // done, but answered with a 500
	faultLost                 // done, but the connection ends without an answer
	faultCut                  // the answer stops in the middle of its body
	faultKinds                // their number
)

// String is the word that --fault knows it by.
func (f fault) String() string {
	return [faultKinds]string{"silent", "429", "5xx", "html502", "301", "expire", "nodb", "done500", "lost", "cut"}[f]
}

// trigger says which calls a fault hits: every nth, the nth alone, or a share
// at random, of those with a method and a path.
type trigger struct {
	every, nth   uint64
	rate         float64
	method, path string // "" is any; a * in the path stands for anything
}

// concerns tells whether a call counts at all.
func (t trigger) concerns(r *http.Request) bool {
	return (t.method == "" || t.method == r.Method) && (t.path == "" || like(t.path, r.URL.Path))
}

// like compares a whole text with a pattern.
func like(pattern, text string) bool {
	head, rest, wild := strings.Cut(pattern, "*")
	after, begins := strings.CutPrefix(text, head)
	switch {
	case !begins:
		return false
	case !wild:
		return after == ""
	}
	for i := range len(after) + 1 {
		if like(rest, after[i:]) {
			return true
		}
	}
	return false
}

// FaultWords lists what ParseFaults understands, for help and completion.
func FaultWords() []string {
	words := []string{"latency", "retry-after", "captcha", "odd"}
	for word := range (&Faults{}).switches() {
		words = append(words, word)
	}
	for f := range faultKinds {
		words = append(words, f.String())
	}
	slices.Sort(words)
	return words
}

// switches are the words that take on and nothing else.
func (f *Faults) switches() map[string]*bool {
	return map[string]*bool{"docker": &f.Docker, "masks": &f.Masks, "error-lists": &f.ErrorLists, "unset": &f.Unset, "me404": &f.Me404, "lookalikes": &f.Lookalikes}
}

// ParseFaults reads "latency=200ms,429=every:10,5xx=rate:0.1,retry-after=30":
// latency is a duration, retry-after seconds, captcha on or refused, odd one of
// devo.Odds, docker and other switches on, and each other word takes nth:N (the Nth call), every:N (each Nth call) or
// rate:P (0 < P <= 1). Behind an @, say which calls count: a method, a path
// in which * stands for anything, or both, like lost=nth:1@POST*/invites.
func ParseFaults(spec string) (Faults, error) {
	var f Faults
	seen := map[string]bool{}
	for part := range strings.SplitSeq(spec, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		word, value, _ := strings.Cut(part, "=")
		if seen[word] {
			return Faults{}, fmt.Errorf("fault %s is given twice: each word holds one value", word)
		}
		seen[word] = true
		if err := f.set(word, value); err != nil {
			return Faults{}, err
		}
	}
	return f, nil
}

func (f *Faults) set(word, value string) (err error) {
	switch word {
	case "latency":
		if f.Latency, err = time.ParseDuration(value); err != nil || f.Latency < 0 {
			return fmt.Errorf("fault latency=%q: want a duration such as 200ms", value)
		}
		return nil
	case "retry-after":
		if f.RetryAfter, err = strconv.Atoi(value); err != nil || f.RetryAfter < 0 {
			return fmt.Errorf("fault retry-after=%q: want seconds", value)
		}
		return nil
	case "captcha":
		if f.Captcha, err = iot.ParseCaptcha(value); err != nil {
			return fmt.Errorf("fault captcha: %w", err)
		}
		return nil
	case "odd":
		if f.Odd, err = devo.ParseOdd(value); err != nil {
			return fmt.Errorf("fault odd: %w", err)
		}
		return nil
	}
	if on := f.switches()[word]; on != nil {
		if *on = value == "on"; !*on {
			return fmt.Errorf("fault %s=%q: want on", word, value)
		}
		return nil
	}
	for kind := range faultKinds {
		if kind.String() == word {
			if f.when[kind], err = parseTrigger(value); err != nil {
				return fmt.Errorf("fault %s=%q: want nth:N, every:N or rate:P, with N a whole number from 1 and P above 0 and at most 1; "+
					"behind it can stand which calls count, like every:1@DELETE or nth:2@POST*/invites", word, value)
			}
			return nil
		}
	}
	return fmt.Errorf("unknown fault %q: known are %s", word, strings.Join(FaultWords(), ", "))
}

func parseTrigger(value string) (t trigger, err error) {
	value, where, limited := strings.Cut(value, "@")
	if n, found := strings.CutPrefix(value, "every:"); found {
		t.every, err = strconv.ParseUint(n, 10, 32)
	} else if n, found := strings.CutPrefix(value, "nth:"); found {
		t.nth, err = strconv.ParseUint(n, 10, 32)
	} else if p, found := strings.CutPrefix(value, "rate:"); found {
		t.rate, err = strconv.ParseFloat(p, 64)
	}
	t.path = strings.TrimLeft(where, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	t.method = strings.TrimSuffix(where, t.path)
	if t.every+t.nth == 0 && !(t.rate > 0 && t.rate <= 1) || limited && where == "" || strings.Trim(t.path[:min(1, len(t.path))], "/*") != "" {
		err = cmp.Or(err, strconv.ErrRange)
	}
	return t, err
}
