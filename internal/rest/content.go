package rest

import "io"

// Content is a request body that is read from where it lies, each time it is
// sent: a file on its way up. It is never held in memory.
type Content struct {
	Size  int64                         // exact, in bytes: it is sent with a Content-Length
	Type  string                        // Content-Type
	Open  func() (io.ReadCloser, error) // from the beginning, for each attempt
	Shown string                        // what dry runs and traces show of it
}

// asksFirst reports whether the service is asked before the body goes up, so
// that a 401, 413 or redirect costs no upload. The limit is curl's.
func (b *Content) asksFirst() bool { return b.Size > 1<<20 }
