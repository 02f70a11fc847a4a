package journal

import "iter"

// Row is a row as its journal knows it.
type Row struct {
	Row int    // in the input, from 1, when it was last attempted
	Key string // the digest of its key, in hexadecimal
	Outcome
}

// Show gives the rows of the journal at path with their newest outcome, in the
// order in which those were recorded. Errors come last: *VersionError,
// *CorruptError, or the operating system's.
func Show(path string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		c, err := load(path)
		if err != nil {
			yield(Row{}, err)
			return
		}
		if c == nil {
			return
		}
		more := true
		_, err = lines(path, func(line []byte, at int64) bool {
			r, ok := parseRecord(line)
			if !ok || !more {
				return true
			}
			if newest, _ := c.states.Get(r.key); newest.at() == at {
				more = yield(Row{Row: r.row, Key: r.key.String(), Outcome: r.outcome()}, nil)
			}
			return true
		})
		if err != nil && more {
			yield(Row{}, err)
		}
	}
}
