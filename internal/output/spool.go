package output

// Chunks grow from the first to the last size, so that a short list stays
// small and a long one is never copied.
const (
	firstChunk = 4 << 10
	lastChunk  = 1 << 20
)

// spool keeps the bytes of many rows in few large buffers.
type spool struct {
	chunk []byte
	size  int
}

// add copies p into the spool and returns the copy.
func (s *spool) add(p []byte) []byte {
	if cap(s.chunk)-len(s.chunk) < len(p) {
		s.size = min(max(2*s.size, firstChunk), lastChunk)
		s.chunk = make([]byte, 0, max(s.size, len(p)))
	}
	start := len(s.chunk)
	s.chunk = append(s.chunk, p...)
	return s.chunk[start:len(s.chunk):len(s.chunk)]
}
