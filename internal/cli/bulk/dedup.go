package bulk

import "unictl/internal/journal"

// Dedup finds rows that mean the same thing twice. It keeps 16 bytes of each
// key and its row number: at most 40 MiB for 1,000,000 rows. The zero Dedup is
// empty and ready. It is for one goroutine.
type Dedup struct {
	rows journal.Table[uint32]
}

// Add notes that the row (from 1) has the key. If an earlier row had it, twice
// is true and first is that row.
func (d *Dedup) Add(key string, row int) (first int, twice bool) {
	at := d.rows.At(journal.DigestOf(journal.Digest{}, key))
	if *at != 0 {
		return int(*at), true
	}
	*at = uint32(row)
	return row, false
}
