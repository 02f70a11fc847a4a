package rest

import (
	"context"
	"io"
	"net"
	"time"
)

// answerGrace is how long a failed write is held back.
const answerGrace = 100 * time.Millisecond

// patientConn holds a failed write back for a moment. A proxy that refuses an
// upload answers and closes; net/http takes the write that fails then for the
// end of the call, and the answer, which lies in the receive buffer already,
// would be lost.
type patientConn struct{ net.Conn }

// patiently wraps what a dialer opens.
func patiently(dialer *net.Dialer) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return patientConn{conn}, nil
	}
}

func (c patientConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err != nil && isReset(err) {
		time.Sleep(answerGrace)
	}
	return n, err
}

// ReadFrom has net/http send streamed bodies in larger pieces than 32 KiB.
func (c patientConn) ReadFrom(r io.Reader) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{c}, r, make([]byte, pieceSize))
}
