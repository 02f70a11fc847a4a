package ixon

import (
	"strings"

	"unictl/internal/sandbox/service"
)

// The identifiers of contract §7.

const digits = "0123456789"

// publicID makes a publicId of 12 characters.
func (s *Service) publicID() string { return s.ids.Secret(12) }

// companyID makes an identifier of the form dddd-dddd-dddd-dddd-dddd.
func (s *Service) companyID() string {
	d := s.ids.Text(20, digits)
	return d[0:4] + "-" + d[4:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20]
}

// entryID makes the 24-character identifier of an audit log entry: nine
// characters of time first, so that key order is time order.
func (s *Service) entryID(t instant) string { return ordered(uint64(t), 9) + s.ids.Secret(15) }

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
	return &sequence{ids: s.ids, stride: sequenceSpan / uint64(count+1)}
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
