package rows

import (
	"io"
	"strconv"
	"testing"
)

// people is a reader that makes rows up as they are read: head, then line for
// the numbers from 1 to n with between between them, then foot.
type people struct {
	n, made int
	between string
	line    func(dst []byte, n int) []byte
	foot    string
	left    []byte
	buffer  []byte
}

func (p *people) Read(dst []byte) (int, error) {
	for len(p.left) == 0 {
		if p.made == p.n && p.foot == "" {
			return 0, io.EOF
		}
		p.buffer = p.buffer[:0]
		for p.made < p.n && len(p.buffer) < 16<<10 {
			if p.made > 0 {
				p.buffer = append(p.buffer, p.between...)
			}
			p.made++
			p.buffer = p.line(p.buffer, p.made)
		}
		if p.made == p.n {
			p.buffer, p.foot = append(p.buffer, p.foot...), ""
		}
		p.left = p.buffer
	}
	n := copy(dst, p.left)
	p.left = p.left[n:]
	return n, nil
}

func csvPeople(n int) io.Reader {
	return &people{n: n, left: []byte("email,first name,groups\n"), line: func(dst []byte, n int) []byte {
		dst = append(strconv.AppendInt(append(dst, "person"...), int64(n), 10), "@example.com,"...)
		return append(strconv.AppendInt(append(dst, "Ada "...), int64(n), 10), ",Engineers|Admins\n"...)
	}}
}

func jsonMember(dst []byte, n int) []byte {
	dst = append(strconv.AppendInt(append(dst, `{"email": "person`...), int64(n), 10), `@example.com", "first name": "Ada `...)
	return append(strconv.AppendInt(dst, int64(n), 10), `", "groups": ["Engineers", "Admins"]}`...)
}

func jsonPeople(n int) io.Reader {
	return &people{n: n, left: []byte("["), between: ",\n", line: jsonMember, foot: "]\n"}
}

func jsonlPeople(n int) io.Reader {
	return &people{n: n, between: "\n", line: jsonMember, foot: "\n"}
}

func listPeople(n int) io.Reader {
	return &people{n: n, line: func(dst []byte, n int) []byte {
		return append(strconv.AppendInt(append(dst, "person"...), int64(n), 10), "@example.com\n"...)
	}}
}

func BenchmarkCSV(b *testing.B)   { benchmark(b, CSV, csvPeople) }
func BenchmarkJSON(b *testing.B)  { benchmark(b, JSON, jsonPeople) }
func BenchmarkJSONL(b *testing.B) { benchmark(b, JSONL, jsonlPeople) }
func BenchmarkList(b *testing.B)  { benchmark(b, List, listPeople) }

// benchmark reads b.N rows of three cells (a list: one).
func benchmark(b *testing.B, f Format, made func(int) io.Reader) {
	b.ReportAllocs()
	options := Options{Only: "email", Known: func(c string) bool { return c != "" }}
	reader, err := NewReader(made(b.N), f, options)
	if err != nil {
		b.Fatal(err)
	}
	rows := 0
	for ; ; rows++ {
		if _, err := reader.Next(); err == io.EOF {
			break
		} else if err != nil {
			b.Fatal(err)
		}
	}
	if rows != b.N {
		b.Fatalf("%d rows, want %d", rows, b.N)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
