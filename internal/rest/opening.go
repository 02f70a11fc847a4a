package rest

import (
	"errors"
	"io"
	"sync"
)

var errStopped = errors.New("the upload was given up")

// opening is one reading of a Content. It hands out the last bytes only when
// exactly the announced size is there: a file that changes meanwhile is never
// a whole request at the service.
type opening struct {
	source io.ReadCloser
	size   int64
	moved  func(int64)
	ended  bool // the end of the source was seen, where it should be

	mu      sync.Mutex // the transport reads in another goroutine
	left    int64
	stopped bool
	failed  error // *Error: why the source is of no use
}

// open starts reading content; errors are *Error of kind BadInput, or the
// *Error that Open gave.
func (b *Content) open(g *gauge) (*opening, error) {
	source, err := b.Open()
	if err != nil {
		return nil, unreadable("the upload cannot be read: "+err.Error(), err)
	}
	return &opening{source: source, size: b.Size, left: b.Size, moved: g.begin(b.Size)}, nil
}

// Read implements io.Reader for the transport.
func (o *opening) Read(p []byte) (n int, err error) {
	if o.ended {
		return 0, io.EOF
	}
	if most := o.left; int64(len(p)) > most {
		p = p[:most]
	}
	if len(p) > 0 {
		n, err = o.source.Read(p)
	}
	switch {
	case int64(n) == o.left:
		err = o.end(err)
	case err == io.EOF:
		err = unreadable("the file changed while it was sent: it ends after "+
			amount(o.size-o.left+int64(n))+" where "+amount(o.size)+" were announced", io.ErrUnexpectedEOF)
	case err != nil:
		err = o.broken(err)
	}
	return o.hand(n, err)
}

// end checks, before the last bytes are handed out, that nothing follows them.
func (o *opening) end(err error) error {
	if err == nil {
		var one [1]byte
		var more int
		if more, err = io.ReadFull(o.source, one[:]); more > 0 {
			return unreadable("the file changed while it was sent: it is longer than the "+amount(o.size)+" announced", nil)
		}
	}
	if err != io.EOF {
		return o.broken(err)
	}
	o.ended = true
	return nil
}

func (o *opening) broken(err error) error {
	return unreadable("the upload cannot be read after "+amount(o.size-o.left)+": "+err.Error(), err)
}

// hand gives n bytes to the transport, unless the upload was given up: what
// whole said then stays true.
func (o *opening) hand(n int, err error) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped {
		return 0, errStopped
	}
	if err != nil {
		o.failed = err
		return 0, err
	}
	o.left -= int64(n)
	o.moved(int64(n))
	if n == 0 && o.ended {
		return 0, io.EOF
	}
	return n, nil
}

// Close implements io.Closer for the transport.
func (o *opening) Close() error { return o.source.Close() }

// whole reports whether every byte was handed to the transport.
func (o *opening) whole() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.left == 0
}

// stop gives the upload up and says how far it came.
func (o *opening) stop() (handed int64, failed error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped = true
	return o.size - o.left, o.failed
}

// unreadable is a body that is no use: the service was sent no whole request.
func unreadable(message string, cause error) error {
	if own, ok := errors.AsType[*Error](cause); ok {
		return own
	}
	return &Error{Kind: BadInput, Message: message, Hint: "nothing was changed: try again when the file is complete", Err: cause}
}
