package bulk

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// Shard is one machine's part of the rows. The zero Shard holds all of them.
type Shard struct {
	Index int // from 1
	Count int
}

// ShardError says that a shard is not one.
type ShardError struct {
	Text string // what was given
	Why  string
}

func (e *ShardError) Error() string { return fmt.Sprintf("shard %q: %s", e.Text, e.Why) }

// completionIndex is set by Kubernetes in the pods of an Indexed Job.
const completionIndex = "JOB_COMPLETION_INDEX"

// ParseShard reads "I/N": the part I of N, from 1. "" is the zero Shard. The
// error is a *ShardError.
func ParseShard(text string) (Shard, error) {
	if text == "" {
		return Shard{}, nil
	}
	index, count, found := strings.Cut(text, "/")
	i, indexErr := strconv.ParseUint(index, 10, 31)
	n, countErr := strconv.ParseUint(count, 10, 31)
	if !found || indexErr != nil || countErr != nil {
		return Shard{}, &ShardError{Text: text, Why: "give the part and the number of parts, like 2/8"}
	}
	if n == 0 || i == 0 || i > n {
		return Shard{}, &ShardError{Text: text, Why: "the part must be from 1 to the number of parts"}
	}
	return Shard{Index: int(i), Count: int(n)}, nil
}

// ShardFromEnv gives the part of this pod of a Kubernetes Indexed Job with
// count completions. lookup is os.LookupEnv; JOB_COMPLETION_INDEX counts from
// 0. The error is a *ShardError.
func ShardFromEnv(lookup func(string) (string, bool), count int) (Shard, error) {
	text, ok := lookup(completionIndex)
	if !ok {
		return Shard{}, &ShardError{Why: completionIndex + " is not set: give the part, like 2/8"}
	}
	i, err := strconv.ParseUint(text, 10, 31)
	if err != nil || i >= uint64(max(count, 0)) {
		return Shard{}, &ShardError{Text: text, Why: fmt.Sprintf("%s must be a number below the number of parts, %d", completionIndex, count)}
	}
	return Shard{Index: int(i) + 1, Count: count}, nil
}

// String is "I/N", or "" if the shard holds all rows.
func (s Shard) String() string {
	if s.Count == 0 {
		return ""
	}
	return strconv.Itoa(s.Index) + "/" + strconv.Itoa(s.Count)
}

// Holds reports whether the row with this key is in the shard: the first eight
// bytes of the SHA-256 of the key, as a big-endian number, modulo Count, are
// Index-1. That never changes: machines with different versions must agree.
func (s Shard) Holds(key string) bool {
	if s.Count <= 1 {
		return true
	}
	sum := sha256.Sum256([]byte(key))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Count) == uint64(s.Index-1)
}

// Divide gives the shard's part of a rate that all shards share; 0, no limit,
// stays 0.
func (s Shard) Divide(rate float64) float64 {
	return rate / float64(max(s.Count, 1))
}
