package journal

// Counts are the rows of a journal by what became of them.
type Counts struct {
	Done, Unchanged, Failed, Unknown int
}

// Attempted is the number of rows that have a result or an intent.
func (c Counts) Attempted() int { return c.Done + c.Unchanged + c.Failed + c.Unknown }

// add moves a row from one status to another; 0 is none.
func (c *Counts) add(from, to Status) {
	if at := c.of(from); at != nil {
		*at--
	}
	if at := c.of(to); at != nil {
		*at++
	}
}

func (c *Counts) of(s Status) *int {
	switch s.reported() {
	case Done:
		return &c.Done
	case Unchanged:
		return &c.Unchanged
	case Failed:
		return &c.Failed
	case Unknown:
		return &c.Unknown
	}
	return nil
}
