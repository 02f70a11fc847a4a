package ixon

import (
	"strings"
	"time"

	"unictl/internal/sandbox/service"
)

// The identifiers of contract §7.

const digits = "0123456789"

// publicID makes a publicId of 12 characters.
func (s *Service) publicID() string { return s.Random.Secret(12) }

// companyID makes an identifier of the form dddd-dddd-dddd-dddd-dddd.
func (s *Service) companyID() string {
	d := s.Random.Text(20, digits)
	return d[0:4] + "-" + d[4:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20]
}

// entryID makes the 24-character identifier of an audit log entry: nine
// characters of time first, so that key order is time order.
func (s *Service) entryID(t instant) string { return ordered(uint64(t), 9) + s.Random.Secret(15) }

// ordered writes a number in n letters whose order is that of the numbers.
func ordered(number uint64, n int) string {
	out := make([]byte, n)
	for i := n - 1; i >= 0; i-- {
		out[i] = service.Letters[number%uint64(len(service.Letters))]
		number /= uint64(len(service.Letters))
	}
	return string(out)
}

// sequence makes random publicIds in ascending order, so that a large state is
// written from left to right: bbolt is many times faster at that.
type sequence struct {
	ids    *service.Random
	next   uint64
	stride uint64
}

const sequenceSpan = 62 * 62 * 62 * 62 * 62 * 62 * 62 * 62 // the first eight characters

func (s *Service) ascending(count int) *sequence {
	return &sequence{ids: s.Random, stride: sequenceSpan / uint64(count+1)}
}

func (q *sequence) id() string {
	n := q.next + q.ids.Number()%q.stride
	q.next += q.stride
	return ordered(n, 8) + q.ids.Secret(4)
}

// isPublicID reports whether s has the form of a publicId.
func isPublicID(s string) bool { return len(s) == 12 && strings.Trim(s, service.Letters) == "" }

// isCompanyID reports whether s has the form of a company's publicId.
func isCompanyID(s string) bool {
	if len(s) != 24 {
		return false
	}
	for i := range len(s) {
		if i%5 == 4 != (s[i] == '-') || !strings.Contains(digits+"-", s[i:i+1]) {
			return false
		}
	}
	return true
}

// instant is a moment in seconds since 1970, the precision of this API
// (contract §4); 0 means none and is sent as null.
type instant int64

func at(t time.Time) instant { return instant(t.Unix()) }

func (i instant) add(d time.Duration) instant { return i + instant(d/time.Second) }

func (i instant) append(b []byte) []byte {
	b = append(b, '"')
	b = time.Unix(int64(i), 0).UTC().AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

func parseInstant(s string) (instant, bool) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Unix() <= 0 {
		return 0, false
	}
	return at(t), true
}

const day instant = 24 * 60 * 60

// userLink names a user; nil for nobody.
func (v *view) userLink(id string) *link {
	if id == "" {
		return nil
	}
	return &link{id: id, name: v.userName(id)}
}

func (v *view) companyLink(id string) *link {
	if co := v.company(id); co != nil {
		return &link{id: id, name: co.Name}
	}
	return nil
}

func (v *view) appLink(id string) *link {
	if app := fetch[application](v, v.shared(bApps), id); app != nil {
		return &link{id: id, name: app.Name}
	}
	return nil
}

func (v *view) inviteEmail(id string) string {
	if i := v.invite(id); i != nil {
		return i.Email
	}
	return ""
}
